// Behind the link of an invitation: choose a password; the second factor is set up at the first sign-in.
import { useState, type SubmitEvent } from "react";
import { Button, PasswordInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { textOf } from "../../components/form.ts";
import { Mark } from "../../components/mark.tsx";
import { api, ApiProblem } from "../../data/client.ts";
import { useView } from "../../data/search.ts";
import styles from "./sign-in.module.css";

export function InvitationPage() {
  const { t } = useTranslation("sign-in");
  const { token = "" } = useView();
  const [problem, setProblem] = useState<string>();
  const [email, setEmail] = useState<string>();
  const accept = async (password: string): Promise<void> => {
    setProblem(undefined);
    try {
      setEmail((await api.post("/v1/invitations/accept", { body: { token, password } })).email);
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.problem.detail : t("broken"));
    }
  };
  const send = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void accept(textOf(new FormData(event.currentTarget), "password"));
  };
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.mark}><Mark /><span>Vigie</span></div>
        {email === undefined ? (
          <form className={styles.form} onSubmit={send}>
            <h1>{t("invited")}</h1>
            <p>{t(token === "" ? "noToken" : "invitedWhy")}</p>
            <PasswordInput name="password" label={t("choose")} autoComplete="new-password" required visibilityToggleButtonProps={{ "aria-label": t("show") }} />
            <Button type="submit" size="sm" variant="filled" disabled={token === ""}>{t("go")}</Button>
          </form>
        ) : (
          <div className={styles.form}>
            <h1>{t("welcome")}</h1>
            <p>{t("welcomeWhy", { email })}</p>
            <Link to="/sign-in">{t("title")}</Link>
          </div>
        )}
        {problem !== undefined && <p role="alert" className={styles.problem}>{problem}</p>}
      </div>
    </main>
  );
}
