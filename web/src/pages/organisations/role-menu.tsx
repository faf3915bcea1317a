// What is changed of one person: a role more, a role less.
import { useState } from "react";
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { CLIENT_ROLES, PROVIDER_ROLES, useChangeRole, type Person, type Role } from "../../data/people.ts";
import styles from "./organisations.module.css";

export function RoleMenu({ tenant, person, held }: { readonly tenant: string | undefined; readonly person: Person; readonly held: readonly Role[] }) {
  const { t } = useTranslation("organisations");
  const change = useChangeRole(tenant);
  const free = (tenant === undefined ? PROVIDER_ROLES : CLIENT_ROLES).filter((role) => !held.includes(role));
  const [given, setGiven] = useState<Role | undefined>(free[0]);
  const [taken, setTaken] = useState<Role | undefined>(held[0]);
  const choice = (roles: readonly Role[], role: Role | undefined, set: (role: Role | undefined) => void) => <Select label={t("aRole")} data={roles.map((value) => ({ value, label: t(`role.${value}`) }))} value={role ?? null} onChange={(value) => set(roles.find((one) => one === value))} allowDeselect={false} comboboxProps={{ withinPortal: false }} />;
  return (
    <span className={styles.row}>
      {free.length > 0 && <AskReason label={t("giveRole")} verb={t("giveRole")} isOptional what={choice(free, given, setGiven)} run={(reason) => change.mutateAsync({ person: person.id, role: given ?? free[0]!, verb: "give", reason })} />}
      {held.length > 0 && <AskReason label={t("takeRole")} verb={t("takeRole")} isOptional what={<>{choice(held, taken, setTaken)}<p>{t("takeRoleWhy")}</p></>} run={(reason) => change.mutateAsync({ person: person.id, role: taken ?? held[0]!, verb: "take", reason })} />}
    </span>
  );
}
