import { useEffect, useState } from "react";
import { Button, Textarea, TextInput } from "@mantine/core";
import { IconUserCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Time } from "../../components/time.tsx";
import type { AlertPage } from "../../data/alerts.ts";
import { ApiProblem } from "../../data/client.ts";
import { useBacktest, useProposeException, type Conditions, type ExceptionDraft } from "../../data/exception-draft.ts";
import { BacktestView } from "./backtest-view.tsx";
import { ConditionChips } from "./condition-chips.tsx";
import styles from "./exception.module.css";

const DAYS = 90;
const SHORTEST = 3;
const LONGEST_DAYS = 365;
const DAY_MS = 86_400_000;

const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

type Props = { readonly page: AlertPage; readonly draft: ExceptionDraft; readonly close: () => void };

/** Conditions, what they would have hidden, and who has to look at it. */
export function ExceptionForm({ page, draft, close }: Props) {
  const { t } = useTranslation("exception");
  const [title, setTitle] = useState(draft.title);
  const [conditions, setConditions] = useState<Conditions>(draft.conditions);
  const [why, setWhy] = useState("");
  const [ends, setEnds] = useState("");
  const test = useBacktest(page.tenant);
  const propose = useProposeException(page.tenant);
  const text = JSON.stringify(conditions);
  const [tested, setTested] = useState<string>();
  const isEmpty = Object.keys(conditions).length === 0;
  const { mutate } = test;
  const { scope } = draft;
  useEffect(() => {
    if (isEmpty) return;
    mutate({ scope, conditions: JSON.parse(text) as Conditions, days: DAYS }, { onSuccess: () => setTested(text) });
  }, [mutate, scope, text, isEmpty]);
  if (propose.isSuccess) return <Saved exception={propose.data} close={close} />;
  const isTested = tested === text && test.data !== undefined;
  const save = (): void => propose.mutate({ title: title.trim(), scope, conditions, justification: why.trim(), alert: page.id, draft: false, ...(ends === "" ? {} : { expiresAt: new Date(`${ends}T00:00:00`).toISOString() }) });
  const problem = propose.error ?? test.error;
  return (
    <form className={styles.form} onSubmit={(event) => { event.preventDefault(); save(); }}>
      <div className={styles.line}><h2>{t("title")}</h2><span className={styles.draft}>{t("draft")}</span></div>
      <p className={styles.muted}>{draft.sentence}</p>
      <TextInput size="xs" label={t("name")} required autoFocus minLength={3} maxLength={200} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
      <ConditionChips conditions={conditions} change={setConditions} draft={draft} />
      {isEmpty && <p className={styles.problem}>{t("empty")}</p>}
      {!isEmpty && <BacktestView tenant={page.tenant} test={test.data} isRunning={test.isPending} isCurrent={isTested} narrow={(condition) => setConditions({ ...conditions, ...condition })} />}
      <Textarea size="xs" label={t("why")} required autosize minRows={2} maxRows={8} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
      <TextInput size="xs" type="date" label={t("ends")} description={t("endsNone")} min={dayIn(1)} max={dayIn(LONGEST_DAYS)} value={ends} onChange={(event) => setEnds(event.currentTarget.value)} />
      {problem !== null && <p className={styles.problem} role="alert">{problem instanceof ApiProblem ? problem.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
      <div className={styles.line}>
        <Button type="submit" variant="filled" leftSection={<IconUserCheck size={16} stroke={1.75} aria-hidden />} loading={propose.isPending} disabled={!isTested || why.trim().length < SHORTEST || title.trim().length < SHORTEST || isEmpty}>{t("ask")}</Button>
        <Button variant="subtle" onClick={close}>{t("discard")}</Button>
        <span className={styles.muted}>{t("second")}</span>
      </div>
    </form>
  );
}

/** What became of it, in a sentence. */
function Saved({ exception, close }: { readonly exception: NonNullable<ReturnType<typeof useProposeException>["data"]>; readonly close: () => void }) {
  const { t } = useTranslation("exception");
  return (
    <div className={styles.form} role="status">
      <p><strong>{t(exception.state === "approved" ? "inForce" : "proposed")}</strong> {t("until")} <Time at={exception.expiresAt} />.</p>
      {exception.state === "proposed" && exception.needs.reasons.map((reason) => <p key={reason} className={styles.muted}>{reason}</p>)}
      {exception.state === "proposed" && exception.needs.client && <p className={styles.muted}>{t("client")}</p>}
      <div className={styles.line}><Button onClick={close}>{t("close")}</Button></div>
    </div>
  );
}
