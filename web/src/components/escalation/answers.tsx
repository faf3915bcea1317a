// "Was it your team?": four answers that carry the verdict as a subtitle. Two clicks: answer, confirm.
import { useState } from "react";
import { Button, Textarea, TextInput, UnstyledButton } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconHelpCircle, IconTarget, type Icon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../data/client.ts";
import { useEscalationAct, type Escalation } from "../../data/escalations.ts";
import styles from "./escalation.module.css";

const ANSWERS = ["not-us", "ours-allowed", "wrong-alarm", "not-sure"] as const;
type Answer = (typeof ANSWERS)[number];
const SIGNS: Readonly<Record<Answer, Icon>> = { "not-us": IconTarget, "ours-allowed": IconCircleCheck, "wrong-alarm": IconCircleX, "not-sure": IconHelpCircle };
const SHORTEST = 3;

export function Answers({ tenant, escalation }: { readonly tenant: string; readonly escalation: Escalation }) {
  const { t } = useTranslation("home");
  const act = useEscalationAct({ tenant, escalation: escalation.id });
  const { verbs, answer } = escalation;
  const [isChanging, setChanging] = useState(false);
  const mayChoose = verbs.includes("qualify");
  if (mayChoose && (answer === null || isChanging)) return <Choose tenant={tenant} escalation={escalation} done={() => setChanging(false)} />;
  return (
    <div className={styles.answers}>
      {answer !== null && <p role="status"><strong>{t("answered", { answer: t(`answer.${answer}.word`) })}</strong>{escalation.answerWords !== null && <> {escalation.answerWords}</>}</p>}
      {escalation.openQuestion !== null && <p role="status"><strong>{t("youAsked")}</strong> {escalation.openQuestion}</p>}
      {mayChoose && <div><Button onClick={() => setChanging(true)}>{t("answer.change")}</Button></div>}
      {verbs.includes("respond") && <Respond run={(done) => act.mutateAsync({ verb: "respond", body: { done } })} />}
    </div>
  );
}

function Choose({ tenant, escalation, done }: { readonly tenant: string; readonly escalation: Escalation; readonly done: () => void }) {
  const { t } = useTranslation("home");
  const act = useEscalationAct({ tenant, escalation: escalation.id });
  const [answer, setAnswer] = useState<Answer>();
  const [words, setWords] = useState("");
  const isAsking = answer === "not-sure";
  const given = words.trim();
  const confirm = (): void => act.mutate({ verb: "qualify", body: { answer: answer ?? "not-sure", opensIncident: true, ...(given === "" ? {} : { words: given }) } }, { onSuccess: done });
  return (
    <form className={styles.answers} onSubmit={(event) => { event.preventDefault(); confirm(); }}>
      <h3 id="was-it-you">{escalation.text.question}</h3>
      <div className={styles.four} role="group" aria-labelledby="was-it-you">
        {ANSWERS.map((one) => {
          const Sign = SIGNS[one];
          return (
            <UnstyledButton key={one} type="button" className={styles.answer} data-answer={one} aria-pressed={one === answer} onClick={() => setAnswer(one)}>
              <span className={styles.answerWord}><Sign size={18} stroke={1.75} aria-hidden />{t(`answer.${one}.word`)}</span>
              <span className={styles.answerWhat}>{t(`answer.${one}.what`)}</span>
            </UnstyledButton>
          );
        })}
      </div>
      {act.error !== null && <p className={styles.problem} role="alert">{act.error instanceof ApiProblem ? act.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
      {answer !== undefined && (
        <div className={styles.confirm}>
          <TextInput size="md" aria-label={t(isAsking ? "answer.ask" : "answer.words")} placeholder={t(isAsking ? "answer.ask" : "answer.words")} value={words} onChange={(event) => setWords(event.currentTarget.value)} required={isAsking} />
          <Button type="submit" size="md" variant="filled" loading={act.isPending} disabled={isAsking && given.length < SHORTEST}>{t(`answer.${answer}.confirm`)}</Button>
        </div>
      )}
    </form>
  );
}

/** What the client did about it, once it said that it was an attack. */
function Respond({ run }: { readonly run: (done: string) => Promise<unknown> }) {
  const { t } = useTranslation("home");
  const [done, setDone] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isSending, setSending] = useState(false);
  const send = async (): Promise<void> => {
    setSending(true);
    setProblem(undefined);
    await run(done.trim()).catch((error: unknown) => setProblem(error instanceof ApiProblem ? error.problem.detail : t("state.unknown", { ns: "shell" })));
    setSending(false);
  };
  return (
    <form className={styles.answers} onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <Textarea label={t("respond.what")} value={done} onChange={(event) => setDone(event.currentTarget.value)} autosize minRows={2} required />
      {problem !== undefined && <p className={styles.problem} role="alert">{problem}</p>}
      <div><Button type="submit" variant="filled" loading={isSending} disabled={done.trim().length < SHORTEST}>{t("respond.verb")}</Button></div>
    </form>
  );
}
