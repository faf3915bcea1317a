import { useState } from "react";
import { Button, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { addPasskey, knowsPasskeys, useOwnChange, usePasskeys } from "../../data/account.ts";
import { api, ApiProblem } from "../../data/client.ts";
import styles from "./account.module.css";

/** Passkeys: signing in without a password and a code. */
export function Passkeys() {
  const { t } = useTranslation("account");
  const found = usePasskeys();
  const [name, setName] = useState("");
  const add = useOwnChange(addPasskey);
  const remove = useOwnChange((passkey: string) => api.delete("/v1/me/passkeys/{passkey}", { path: { passkey } }));
  const failed = add.error ?? remove.error;
  return (
    <Panel title={t("passkeys")} note={t("passkeysNote")}>
      {found.isPending && <Loading rows={2} />}
      {found.isError && <Failed error={found.error} />}
      <ul className={styles.list}>
        {found.data?.passkeys.map((one) => (
          <li key={one.id}>
            <span>{one.name} <span className={styles.note}>{one.usedAt === null ? t("neverUsed") : <>{t("used")} <Time at={one.usedAt} /></>}</span></span>
            <Button onClick={() => remove.mutate(one.id)} aria-label={t("removeOf", { name: one.name })}>{t("remove")}</Button>
          </li>
        ))}
      </ul>
      {knowsPasskeys() ? (
        <form className={styles.form} onSubmit={(event) => { event.preventDefault(); add.mutate(name, { onSuccess: () => setName("") }); }}>
          <TextInput label={t("passkeyName")} value={name} onChange={(event) => setName(event.currentTarget.value)} required />
          {failed !== null && <p role="alert" className={styles.problem}>{failed instanceof ApiProblem ? failed.problem.detail : t("notMade")}</p>}
          <Button type="submit" leftSection={<IconFingerprint size={16} aria-hidden />} loading={add.isPending}>{t("addPasskey")}</Button>
        </form>
      ) : <p className={styles.note}>{t("noPasskeys")}</p>}
    </Panel>
  );
}
