// Who are you: address and password, then the code of the authenticator app; at the first time the app is set up.
import { useState, type SubmitEvent } from "react";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Mark } from "../../components/mark.tsx";
import { api, ApiProblem, type Schemas } from "../../data/client.ts";
import { queryClient } from "../../data/query-client.ts";
import { useView } from "../../data/search.ts";
import { textOf } from "../../components/form.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { SecondFactor } from "./second-factor.tsx";
import styles from "./sign-in.module.css";

type Answer = Schemas["SignInAnswer"];

// Only a path of this app: an address that comes in a link must lead nowhere else.
const ownPath = (back: string | undefined): string => (back !== undefined && /^\/(?![/\\])/.test(back) ? back : "/");

export function SignInPage() {
  const { t } = useTranslation("sign-in");
  const navigate = useNavigate();
  const { back } = useView();
  const [answer, setAnswer] = useState<Answer>();
  const [problem, setProblem] = useState<string>();
  const [isSending, setSending] = useState(false);
  const enter = async (): Promise<void> => {
    queryClient.clear();
    await navigate({ href: ownPath(back) });
  };
  const ask = async (question: () => Promise<Answer>): Promise<void> => {
    setSending(true);
    setProblem(undefined);
    try {
      const next = await question();
      setAnswer(next);
      if (next.type === "done" && next.recoveryCodes === null) await enter();
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.problem.detail : t("broken"));
    }
    setSending(false);
  };
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.mark}><Mark /><span>Vigie</span></div>
        {answer === undefined && <Password isSending={isSending} send={(email, password) => ask(() => api.post("/v1/sign-in", { body: { email, password } }))} />}
        {(answer?.type === "code" || answer?.type === "enrol") && <SecondFactor answer={answer} isSending={isSending} send={(code) => ask(() => api.post("/v1/sign-in/code", { body: { step: answer.step, code } }))} />}
        {answer?.type === "done" && answer.recoveryCodes !== null && <RecoveryCodes codes={answer.recoveryCodes} go={() => void enter()} />}
        {problem !== undefined && <p role="alert" className={styles.problem}>{problem}</p>}
      </div>
    </main>
  );
}

function Password({ isSending, send }: { readonly isSending: boolean; readonly send: (email: string, password: string) => Promise<void> }) {
  const { t } = useTranslation("sign-in");
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void send(textOf(form, "email"), textOf(form, "password"));
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <h1>{t("title")}</h1>
      <TextInput name="email" type="email" label={t("email")} autoComplete="username" required autoFocus />
      <PasswordInput name="password" label={t("password")} autoComplete="current-password" required visibilityToggleButtonProps={{ "aria-label": t("show") }} />
      <Button type="submit" size="sm" variant="filled" loading={isSending}>{t("go")}</Button>
    </form>
  );
}
