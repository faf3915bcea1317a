// One step of a playbook: done, waiting, now, or not reached; with the verbs that the caller's side may press.
import { useState } from "react";
import { Button, Textarea } from "@mantine/core";
import { IconArrowsSplit2, IconCircleCheck, IconCircleDashed, IconCircleMinus, IconHourglass, IconZoomCode, type Icon } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { ApiProblem } from "../../data/client.ts";
import { useStep, type RunName, type RunStep, type StepAct } from "../../data/playbooks.ts";
import { languageNow } from "../../locales/index.ts";
import styles from "./playbook.module.css";

const SIGNS: Readonly<Record<RunStep["status"], Icon>> = { done: IconCircleCheck, skipped: IconCircleMinus, "off-branch": IconCircleMinus, waiting: IconHourglass, now: IconCircleDashed, "not-reached": IconCircleDashed };

// A step is written for any target; its place stays open until the incident names one.
const titleOf = (step: RunStep): string => step.title[languageNow()].replaceAll("{target}", step.targets.length === 0 ? "…" : step.targets.join(", "));

export function Step({ name, step, isNow }: { readonly name: RunName; readonly step: RunStep; readonly isNow: boolean }) {
  const { t } = useTranslation("incident");
  const language = languageNow();
  const Sign = step.kind === "decision" && step.status !== "done" ? IconArrowsSplit2 : SIGNS[step.status];
  const chosen = step.choices.find(({ key }) => key === step.outcome);
  return (
    <li className={styles.step} data-status={step.status} data-now={isNow} {...(isNow ? { "aria-current": "step" as const } : {})}>
      <Sign size={20} stroke={1.75} aria-hidden />
      <div className={styles.body}>
        <p className={styles.title}>{titleOf(step)} <span className="hidden-text">{t(`step.status.${step.status}`)}</span></p>
        <p className={styles.below}>{chosen !== undefined && <strong>{chosen.text[language]} · </strong>}{step.below[language]}</p>
        {isNow && step.text !== null && step.text[language] !== step.below[language] && <p className={styles.text}>{step.text[language]}</p>}
        {step.note !== null && <p className={styles.below}>{step.note}</p>}
        {step.requests.map((request) => <p key={request.id} className={styles.below}><Link to="/requests/$tenant/$request" params={{ tenant: name.tenant, request: request.ref }} search={({ org }) => ({ org })}>{request.ref}</Link> {request.title} · {t(`request.state.${request.state}`)}{request.team !== null && <> · {request.team}</>}{request.held !== null && <> · {request.held}</>}</p>)}
        {step.hunt !== null && step.hunt.query !== null && isNow && <Link className={styles.hunt} to="/hunt" search={{ org: name.tenant, query: step.hunt.query, since: step.hunt.since, until: step.hunt.until }}><IconZoomCode size={16} aria-hidden />{t("step.hunt")}</Link>}
        {step.hunt !== null && step.hunt.query === null && isNow && <p className={styles.below}>{t("step.missing", { what: step.hunt.missing.join(", ") })}</p>}
        {step.verbs.length > 0 && <Verbs name={name} step={step} isNow={isNow} />}
      </div>
    </li>
  );
}

function Verbs({ name, step, isNow }: { readonly name: RunName; readonly step: RunStep; readonly isNow: boolean }) {
  const { t } = useTranslation("incident");
  const act = useStep(name, step.id);
  const [note, setNote] = useState("");
  const [isNoting, setNoting] = useState(false);
  const language = languageNow();
  const has = (verb: RunStep["verbs"][number]): boolean => step.verbs.includes(verb);
  const press = (given: StepAct): void => act.mutate(given);
  const choose = has("decide") ? "decide" : "answer";
  return (
    <>
      {isNoting && <Textarea aria-label={t("step.note")} placeholder={t("step.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} autosize minRows={1} maxRows={6} autoFocus />}
      <div className={styles.verbs}>
        {has("do") && <Button variant={isNow ? "filled" : "default"} loading={act.isPending} onClick={() => press({ verb: "do", note })}>{t(step.kind === "request" ? "step.makeRequests" : step.kind === "approval" ? "step.askApproval" : "step.do")}</Button>}
        {(has("answer") || has("decide")) && step.choices.map((choice) => <Button key={choice.key} loading={act.isPending && act.variables !== undefined && "choice" in act.variables && act.variables.choice === choice.key} onClick={() => press({ verb: choose, choice: choice.key, note })}>{choice.text[language]}</Button>)}
        {has("approve") && <Button variant="filled" loading={act.isPending} onClick={() => press({ verb: "approve", note })}>{t("step.approve")}</Button>}
        {has("refuse") && <AskReason label={t("step.refuse")} verb={t("step.refuseVerb")} run={(reason) => act.mutateAsync({ verb: "refuse", reason })} />}
        {!isNoting && !(has("skip") && step.verbs.length === 1) && <Button variant="subtle" onClick={() => setNoting(true)}>{t("step.addNote")}</Button>}
        {has("skip") && <AskReason label={t("step.skip")} verb={t("step.skipVerb")} run={(reason) => act.mutateAsync({ verb: "skip", reason })} />}
      </div>
      {act.error !== null && <p className={styles.problem} role="alert">{act.error instanceof ApiProblem ? act.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
    </>
  );
}
