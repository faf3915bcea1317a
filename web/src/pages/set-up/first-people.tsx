// Who works here: the provider's people and the client's; and where the contract is written down.
import { useState } from "react";
import { Button } from "@mantine/core";
import { IconArrowRight, IconUserPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { nameOf, useMe } from "../../data/me.ts";
import { Invite } from "../organisations/people.tsx";
import type { Moves } from "./steps.tsx";
import styles from "./set-up.module.css";

const KINDS = ["mode-matrix", "service-hours", "contacts", "notifications", "objectives"] as const;

export function FirstPeople({ tenant, back }: Moves & { readonly tenant: string | undefined }) {
  const { t } = useTranslation("set-up");
  const me = useMe();
  const [inviting, setInviting] = useState<"provider" | "client">();
  return (
    <>
      <div className={styles.row}>
        {me.platform.includes("person:manage") && <Button size="sm" leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setInviting("provider")}>{t("inviteProvider")}</Button>}
        {tenant !== undefined && <Button size="sm" leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setInviting("client")}>{t("inviteClient", { name: nameOf(me, tenant) })}</Button>}
      </div>
      {tenant !== undefined && (
        <section className={styles.box} aria-label={t("contract")}>
          <h2>{t("contract")}</h2>
          <ul className={styles.list}>{KINDS.map((kind) => <li key={kind}><Link to="/organisations/$tenant" params={{ tenant }} search={{ tab: "settings", kind }}>{t(`kind.${kind}`, { ns: "organisations" })}</Link> · {t(`about.${kind}`, { ns: "organisations" })}</li>)}</ul>
        </section>
      )}
      <div className={styles.verbs}>
        {back !== undefined && <Button size="sm" variant="subtle" onClick={back}>{t("back")}</Button>}
        <Button size="sm" className={styles.on} variant="filled" rightSection={<IconArrowRight size={16} aria-hidden />} renderRoot={(props) => <Link to="/" {...props} />}>{t("toWork")}</Button>
      </div>
      {inviting !== undefined && <Invite tenant={inviting === "client" ? tenant : undefined} close={() => setInviting(undefined)} />}
    </>
  );
}
