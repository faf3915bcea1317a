// The first administrator, made with the key that the first start showed; then they sign in as everybody does.
import { useState, type SubmitEvent } from "react";
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { textOf } from "../../components/form.ts";
import { ApiProblem } from "../../data/client.ts";
import { makeFirst } from "../../data/set-up.ts";
import { languageNow } from "../../locales/index.ts";
import { SignInFirst } from "./sign-in-first.tsx";
import styles from "./set-up.module.css";

export function Administrator() {
  const { t } = useTranslation("set-up");
  const [made, setMade] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [isSending, setSending] = useState(false);
  const send = async (form: FormData): Promise<void> => {
    setSending(true);
    setProblem(undefined);
    try {
      setMade((await makeFirst(textOf(form, "key").trim(), { name: textOf(form, "name"), email: textOf(form, "email"), password: textOf(form, "password"), language: languageNow() })).email);
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.problem.detail : t("state.unknown", { ns: "shell" }));
    }
    setSending(false);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void send(new FormData(event.currentTarget));
  };
  if (made !== undefined) return <SignInFirst email={made} />;
  const show = { visibilityToggleButtonProps: { "aria-label": t("show") } };
  return (
    <form className={styles.form} onSubmit={submit}>
      <PasswordInput name="key" label={t("key")} description={t("keyWhy")} autoComplete="off" required {...show} />
      <TextInput name="name" label={t("name")} autoComplete="name" required />
      <TextInput name="email" type="email" label={t("email")} autoComplete="username" required />
      <PasswordInput name="password" label={t("password")} description={t("passwordWhy")} autoComplete="new-password" minLength={12} required {...show} />
      {problem !== undefined && <p role="alert" className={styles.problem}>{problem}</p>}
      <div><Button type="submit" size="sm" variant="filled" loading={isSending}>{t("makeFirst")}</Button></div>
    </form>
  );
}
