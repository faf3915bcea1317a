import { SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DraftText } from "./draft.ts";
import styles from "./triage.module.css";

type Props = { readonly text: DraftText; readonly change: (text: DraftText) => void; readonly language: "en" | "fr"; readonly setLanguage: (language: "en" | "fr") => void };
const LISTS = ["speaksFor", "speaksAgainst", "doFirst"] as const;

/** What the client will read, to be written better; a new language takes a new draft. */
export function EscalationFields({ text, change, language, setLanguage }: Props) {
  const { t } = useTranslation("alert");
  return (
    <div className={styles.fields}>
      <SegmentedControl size="xs" aria-label={t("escalate.language")} value={language} onChange={(next) => setLanguage(next === "fr" ? "fr" : "en")} data={[{ value: "fr", label: "Français" }, { value: "en", label: "English" }]} />
      <TextInput label={t("escalate.plain")} required minLength={3} maxLength={200} data-autofocus value={text.title} onChange={(event) => change({ ...text, title: event.currentTarget.value })} />
      <TextInput label={t("escalate.technical")} maxLength={500} value={text.technical} onChange={(event) => change({ ...text, technical: event.currentTarget.value })} />
      <Textarea label={t("escalate.happened")} required minLength={3} maxLength={4000} autosize minRows={3} maxRows={10} value={text.what} onChange={(event) => change({ ...text, what: event.currentTarget.value })} />
      {LISTS.map((list) => <Textarea key={list} label={t(`escalate.${list}`)} description={t("escalate.lines")} autosize minRows={2} maxRows={8} value={text[list].join("\n")} onChange={(event) => change({ ...text, [list]: event.currentTarget.value.split("\n") })} />)}
      <TextInput label={t("escalate.question")} required minLength={3} maxLength={200} value={text.question} onChange={(event) => change({ ...text, question: event.currentTarget.value })} />
    </div>
  );
}
