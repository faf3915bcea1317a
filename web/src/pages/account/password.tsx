import type { SubmitEvent } from "react";
import { Button, PasswordInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { textOf } from "../../components/form.ts";
import { Panel } from "../../components/panel.tsx";
import { useOwnChange } from "../../data/account.ts";
import { api, ApiProblem } from "../../data/client.ts";
import styles from "./account.module.css";

/** Another password; all other sessions end. */
export function Password() {
  const { t } = useTranslation("account");
  const change = useOwnChange((body: { readonly current: string; readonly password: string }) => api.post("/v1/me/password", { body }));
  const send = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    change.mutate({ current: textOf(data, "current"), password: textOf(data, "password") }, { onSuccess: () => form.reset() });
  };
  const show = { "aria-label": t("show") };
  return (
    <Panel title={t("password")} note={t("passwordNote")}>
      <form className={styles.form} onSubmit={send}>
        <PasswordInput name="current" label={t("current")} autoComplete="current-password" required visibilityToggleButtonProps={show} />
        <PasswordInput name="password" label={t("new")} autoComplete="new-password" required visibilityToggleButtonProps={show} />
        {change.error instanceof ApiProblem && <p role="alert" className={styles.problem}>{change.error.problem.detail}</p>}
        {change.isSuccess && <p role="status" className={styles.done}>{t("changed")}</p>}
        <Button type="submit" loading={change.isPending}>{t("change")}</Button>
      </form>
    </Panel>
  );
}
