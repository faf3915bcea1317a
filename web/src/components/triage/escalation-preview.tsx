import { useTranslation } from "react-i18next";
import { SeverityShape } from "../severity.tsx";
import { Time } from "../time.tsx";
import type { DraftText } from "./draft.ts";
import styles from "./triage.module.css";

const LISTS = ["speaksFor", "speaksAgainst", "doFirst"] as const;
const ANSWERS = ["not-us", "ours-allowed", "wrong-alarm", "not-sure"] as const;

/** Exactly what goes to the client, in their order. */
export function EscalationPreview({ text, events, language }: { readonly text: DraftText; readonly events: number; readonly language: "en" | "fr" }) {
  const { t } = useTranslation("alert", { lng: language });
  const { t: own } = useTranslation("alert");
  return (
    <section aria-label={own("escalate.preview")} className={styles.fields}>
      <p className={styles.muted}>{own("escalate.preview")}</p>
      <div className={styles.preview} lang={language}>
        <div><h3>{text.title}</h3><span className={styles.muted}>{text.technical}</span></div>
        <p>{text.what}</p>
        {text.moments.length > 0 && <ol>{text.moments.map((moment, at) => <li key={at} className={styles.moment}><Time at={moment.at} seconds />{moment.level !== null && <SeverityShape severity={moment.level} size={12} />}<span>{moment.text}</span></li>)}</ol>}
        {LISTS.map((list) => text[list].some((line) => line.trim() !== "") && <div key={list}><h4>{t(`escalate.${list}`)}</h4><ul>{text[list].filter((line) => line.trim() !== "").map((line, at) => <li key={at}>{line}</li>)}</ul></div>)}
        <div><h4>{text.question}</h4><div className={styles.answers}>{ANSWERS.map((answer) => <span key={answer} className={styles.answer}>{t(`answer.${answer}`)}</span>)}</div></div>
        <span className={styles.muted}>{t("escalate.events", { count: events })}</span>
      </div>
    </section>
  );
}
