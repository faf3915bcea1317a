// The provider's side of a question: what the client answered or asks back, and the ways to end it.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../data/client.ts";
import { useEscalationAct, type Escalation } from "../../data/escalations.ts";
import { may, useMe } from "../../data/me.ts";
import { AskReason } from "../ask-reason.tsx";
import styles from "./escalation.module.css";

export function Asked({ tenant, escalation }: { readonly tenant: string; readonly escalation: Escalation }) {
  const { t } = useTranslation("home");
  const me = useMe();
  const act = useEscalationAct({ tenant, escalation: escalation.id });
  const { verbs, answer, answerWords, openQuestion, response, recipients, reached } = escalation;
  const told = [...new Set(recipients.map(({ name }) => name))];
  return (
    <div className={styles.answers}>
      <h3>{escalation.text.question}</h3>
      {told.length > 0 && <p className={styles.muted}>{t("asked.told", { names: told.join(", ") })}{reached !== null && <> {reached}</>}</p>}
      {openQuestion !== null && <p role="status"><strong>{t("asked.question")}</strong> {openQuestion}</p>}
      {answer !== null && <p role="status"><strong>{t("asked.answer", { answer: t(`answer.${answer}.word`) })}</strong> {answerWords}</p>}
      {response !== null && <p><strong>{t("asked.response")}</strong> {response}</p>}
      {may(me, "alert:triage", tenant) && (
        <div className={styles.verbs}>
          {verbs.includes("close") && <Button variant="filled" loading={act.isPending} onClick={() => act.mutate({ verb: "close", body: {} })}>{t("asked.close")}</Button>}
          {verbs.includes("reached") && <AskReason label={t("asked.reached")} verb={t("asked.reachedVerb")} run={(reason) => act.mutateAsync({ verb: "reached", body: { reason } })} />}
          {verbs.includes("withdraw") && <AskReason label={t("asked.withdraw")} verb={t("asked.withdrawVerb")} run={(reason) => act.mutateAsync({ verb: "withdraw", body: { reason } })} />}
        </div>
      )}
      {act.error !== null && <p className={styles.problem} role="alert">{act.error instanceof ApiProblem ? act.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
    </div>
  );
}
