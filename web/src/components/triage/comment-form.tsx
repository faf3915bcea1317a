import { useState } from "react";
import { Button, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { VisibilityChoice, type Visibility } from "./visibility-choice.tsx";
import styles from "./triage.module.css";

type Props = { readonly send: (text: string, visibility: Visibility) => void; readonly cancel: () => void; readonly isBusy: boolean; readonly problem: string | undefined };

/** A word into the thread; who will read it stands beside it. */
export function CommentForm({ send, cancel, isBusy, problem }: Props) {
  const { t } = useTranslation("alert");
  const [text, setText] = useState("");
  const [visibility, setVisibility] = useState<Visibility>("internal");
  const submit = (): void => {
    if (text.trim() !== "") send(text.trim(), visibility);
  };
  return (
    <form className={styles.form} aria-label={t("comment.title")} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <div className={styles.comment}><Textarea size="xs" autoFocus label={t("comment.label")} value={text} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={2} maxRows={10} onKeyDown={(event) => { if (event.key === "Escape") cancel(); if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit(); }} /><VisibilityChoice value={visibility} change={setVisibility} /></div>
      {problem !== undefined && <p className={styles.problem} role="alert">{problem}</p>}
      <div className={styles.verbs}><Button onClick={cancel}>{t("cancel")}</Button><Button type="submit" variant="filled" loading={isBusy} disabled={text.trim() === ""}>{t(`comment.${visibility}`)}</Button></div>
    </form>
  );
}
