// Who are you: address and password, then the code of the authenticator app; at the first time the app is set up.
import { useEffect, useEffectEvent, useRef, useState, type SubmitEvent } from "react";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Mark } from "../../components/mark.tsx";
import { api, ApiProblem, type Schemas } from "../../data/client.ts";
import { queryClient } from "../../data/query-client.ts";
import { useView } from "../../data/search.ts";
import { signInByPasskey } from "../../data/account.ts";
import { textOf } from "../../components/form.ts";
import { OtherWays } from "./other-ways.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { SecondFactor } from "./second-factor.tsx";
import styles from "./sign-in.module.css";

type Answer = Schemas["SignInAnswer"];

// As the contract has them: contract/oidc.ts, OidcRefusal.
const REFUSALS: readonly string[] = ["expired", "provider", "email", "domain", "unknown", "elsewhere", "subject", "disabled"];

// Only a path of this app: an address that comes in a link must lead nowhere else.
const ownPath = (back: string | undefined): string => (back !== undefined && /^\/(?![/\\])/.test(back) ? back : "/");

export function SignInPage() {
  const { t } = useTranslation("sign-in");
  const navigate = useNavigate();
  const { back, next: onward, refused } = useView();
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
      setProblem(wordsOf(error));
    }
    setSending(false);
  };
  // The browser tells by a DOMException that the person, or the device, did not want to.
  const wordsOf = (error: unknown): string => (error instanceof ApiProblem ? error.problem.detail : t(error instanceof DOMException ? "noPasskey" : "broken"));
  const byOrganisation = async (email: string): Promise<void> => {
    setProblem(undefined);
    try {
      const found = await api.post("/v1/sign-in/discover", { body: { email } });
      if (found.type === "oidc") location.assign(found.url);
      else setProblem(t("byPassword"));
    } catch (error) {
      setProblem(wordsOf(error));
    }
  };
  // Back from the identity provider, with Vigie's own second factor left to do; its ticket counts once.
  const hasAsked = useRef(false);
  const proceed = useEffectEvent(() => {
    if (onward !== "code" || hasAsked.current) return;
    hasAsked.current = true;
    void ask(() => api.post("/v1/sign-in/oidc/continue"));
  });
  useEffect(() => proceed(), []);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.mark}><Mark /><span>Vigie</span></div>
        {answer === undefined && <Password isSending={isSending} send={(email, password) => ask(() => api.post("/v1/sign-in", { body: { email, password } }))} byPasskey={() => void ask(signInByPasskey)} byOrganisation={(email) => void byOrganisation(email)} />}
        {(answer?.type === "code" || answer?.type === "enrol") && <SecondFactor answer={answer} isSending={isSending} send={(code) => ask(() => api.post("/v1/sign-in/code", { body: { step: answer.step, code } }))} />}
        {answer?.type === "done" && answer.recoveryCodes !== null && <RecoveryCodes codes={answer.recoveryCodes} go={() => void enter()} />}
        {problem === undefined && answer === undefined && refused !== undefined && <p role="alert" className={styles.problem}>{t(REFUSALS.includes(refused) ? `refused.${refused}` : "refused.provider")}</p>}
        {problem !== undefined && <p role="alert" className={styles.problem}>{problem}</p>}
      </div>
    </main>
  );
}

type PasswordProps = { readonly isSending: boolean; readonly send: (email: string, password: string) => Promise<void>; readonly byPasskey: () => void; readonly byOrganisation: (email: string) => void };

function Password({ isSending, send, byPasskey, byOrganisation }: PasswordProps) {
  const { t } = useTranslation("sign-in");
  const email = useRef<HTMLInputElement>(null);
  const go = (): void => {
    // Only the address is needed, and the browser says where it is missing.
    if (email.current?.reportValidity() === true) byOrganisation(email.current.value);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void send(textOf(form, "email"), textOf(form, "password"));
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <h1>{t("title")}</h1>
      <TextInput ref={email} name="email" type="email" label={t("email")} autoComplete="username" required autoFocus />
      <PasswordInput name="password" label={t("password")} autoComplete="current-password" required visibilityToggleButtonProps={{ "aria-label": t("show") }} />
      <Button type="submit" size="sm" variant="filled" loading={isSending}>{t("go")}</Button>
      <OtherWays isSending={isSending} byPasskey={byPasskey} byOrganisation={go} />
    </form>
  );
}
