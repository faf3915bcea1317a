import type { SubmitEvent } from "react";
import { Button, PasswordInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { textOf } from "../../components/form.ts";
import { Panel } from "../../components/panel.tsx";
import { useOwnChange } from "../../data/account.ts";
import { api, ApiProblem } from "../../data/client.ts";
import styles from "./account.module.css";

/** New recovery codes; those before do not count any more. */
export function Recovery() {
  const { t } = useTranslation("account");
  const renew = useOwnChange((password: string) => api.post("/v1/me/recovery-codes", { body: { type: "password", password } }));
  const send = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    renew.mutate(textOf(new FormData(form), "password"), { onSuccess: () => form.reset() });
  };
  return (
    <Panel title={t("recovery")} note={t("recoveryNote")}>
      {renew.data === undefined ? (
        <form className={styles.form} onSubmit={send}>
          <PasswordInput name="password" label={t("current")} autoComplete="current-password" required visibilityToggleButtonProps={{ "aria-label": t("show") }} />
          {renew.error instanceof ApiProblem && <p role="alert" className={styles.problem}>{renew.error.problem.detail}</p>}
          <Button type="submit" loading={renew.isPending}>{t("renew")}</Button>
        </form>
      ) : (
        <>
          <p role="status">{t("shownOnce")}</p>
          <ul className={styles.codes}>{renew.data.codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
        </>
      )}
    </Panel>
  );
}
