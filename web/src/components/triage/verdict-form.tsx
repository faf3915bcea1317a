// What it was, and why one says so: three answers with their reasons, by key or by pointer.
import { useState } from "react";
import { Button, Checkbox, Select, Textarea } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconTarget, type Icon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useKeys } from "../../keys/index.tsx";
import type { AlertAction } from "../../data/alerts.ts";
import { Key, type Verdict } from "../badges.tsx";
import { VisibilityChoice, type Visibility } from "./visibility-choice.tsx";
import styles from "./triage.module.css";

// As src/alerts has them: contract/alert-verbs.ts says which reason goes with which verdict.
const REASONS = {
  true_positive: ["attack-confirmed", "attack-without-effect", "malicious-software", "policy-breach"],
  benign_positive: ["authorised-activity", "authorised-test", "administration", "expected-software"],
  false_positive: ["rule-too-broad", "wrong-data", "wrong-indicator", "wrong-context"],
} as const satisfies Readonly<Record<Verdict, readonly string[]>>;
const VERDICTS = ["true_positive", "benign_positive", "false_positive"] as const;
const SIGNS: Readonly<Record<Verdict, Icon>> = { true_positive: IconTarget, benign_positive: IconCircleCheck, false_positive: IconCircleX };
const KEYS: Readonly<Record<Verdict, string>> = { true_positive: "t", benign_positive: "b", false_positive: "f" };

type Judge = Extract<AlertAction, { do: "judge" }>;
type Props = {
  readonly judge: (action: Judge) => void;
  readonly cancel: () => void;
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  /** Values that may explain it: of the alert that is judged, if it is one. */
  readonly explanations?: readonly { readonly field: string; readonly value: string }[];
  /** In the bulk bar the comment is written above. */
  readonly hasComment?: boolean;
};

export function VerdictForm({ judge, cancel, isBusy, problem, explanations = [], hasComment = true }: Props) {
  const { t } = useTranslation("alert");
  const [verdict, setVerdict] = useState<Verdict>();
  const [reason, setReason] = useState<string>();
  const [comment, setComment] = useState("");
  const [visibility, setVisibility] = useState<Visibility>("internal");
  const [explained, setExplained] = useState<string | null>(null);
  const [closes, setCloses] = useState<boolean>();
  const choose = (next: Verdict): void => {
    setVerdict(next);
    setReason(undefined);
    setCloses(next !== "true_positive");
  };
  const send = (): void => {
    if (verdict === undefined || reason === undefined || isBusy) return;
    const why = explanations.find(({ field, value }) => `${field}=${value}` === explained);
    judge({ do: "judge", verdict, reason, ...(closes === undefined ? {} : { closes }), ...(comment.trim() === "" ? {} : { comment: comment.trim(), visibility }), ...(why === undefined ? {} : { explainedBy: why }) });
  };
  useKeys([
    ...VERDICTS.map((one) => ({ key: KEYS[one], label: t(`verdict.${one}`, { ns: "shell" }), group: t("verdict.title"), run: () => choose(one) })),
    ...(verdict === undefined ? [] : REASONS[verdict].map((one, at) => ({ key: String(at + 1), label: t(`reason.${one}`), group: t("verdict.title"), run: () => setReason(one) }))),
    { key: "enter", label: t("verdict.send"), group: t("verdict.title"), run: send },
    { key: "escape", label: t("cancel"), group: t("verdict.title"), run: cancel },
  ]);
  return (
    <form className={styles.form} aria-label={t("verdict.title")} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <div className={styles.choices} role="radiogroup" aria-label={t("verdict.title")}>
        {VERDICTS.map((one) => {
          const Sign = SIGNS[one];
          return <button key={one} type="button" role="radio" aria-checked={verdict === one} className={styles.choice} data-verdict={one} onClick={() => choose(one)}><Sign size={16} stroke={1.75} aria-hidden />{t(`verdict.${one}`, { ns: "shell" })}<Key>{KEYS[one]}</Key></button>;
        })}
      </div>
      {verdict !== undefined && (
        <div className={styles.choices} role="radiogroup" aria-label={t("verdict.reason")}>
          {REASONS[verdict].map((one, at) => <button key={one} type="button" role="radio" aria-checked={reason === one} className={styles.choice} onClick={() => setReason(one)}>{t(`reason.${one}`)}<Key>{String(at + 1)}</Key></button>)}
        </div>
      )}
      {verdict !== undefined && explanations.length > 0 && <Select size="xs" label={t("verdict.explained")} placeholder={t("verdict.explainedNone")} value={explained} onChange={setExplained} clearable searchable data={explanations.map(({ field, value }) => ({ value: `${field}=${value}`, label: `${field}: ${value.slice(0, 120)}` }))} />}
      {verdict !== undefined && hasComment && <div className={styles.comment}><Textarea size="xs" label={t("comment.label")} value={comment} onChange={(event) => setComment(event.currentTarget.value)} autosize minRows={1} maxRows={6} onKeyDown={(event) => { if (event.key === "Escape") cancel(); if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) send(); }} /><VisibilityChoice value={visibility} change={setVisibility} /></div>}
      {problem !== undefined && <p className={styles.problem} role="alert">{problem}</p>}
      <div className={styles.verbs}>
        {verdict !== undefined && <Checkbox size="xs" label={t("verdict.closes")} checked={closes ?? false} onChange={(event) => setCloses(event.currentTarget.checked)} />}
        <Button onClick={cancel}>{t("cancel")}</Button>
        <Button type="submit" variant="filled" loading={isBusy} disabled={verdict === undefined || reason === undefined} rightSection={<Key>↵</Key>}>{verdict === undefined ? t("verdict.send") : t(`verdict.as.${verdict}`)}</Button>
      </div>
    </form>
  );
}
