import { useState } from "react";
import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../data/client.ts";
import styles from "./triage.module.css";

type Props = { readonly assign: (to: string) => void; readonly release: (() => void) | undefined; readonly cancel: () => void; readonly isBusy: boolean; readonly problem: string | undefined };

const MOST = 200;

/** Gives it to somebody of the provider, or to nobody. */
export function AssignForm({ assign, release, cancel, isBusy, problem }: Props) {
  const { t } = useTranslation("alert");
  const [to, setTo] = useState<string | null>(null);
  const people = useQuery({ queryKey: ["person", "provider"], queryFn: ({ signal }) => api.get("/v1/people", { query: { limit: MOST }, signal }) });
  const staff = people.data?.people.filter(({ memberships, disabledAt }) => disabledAt === null && memberships.some(({ tenant }) => tenant === null)) ?? [];
  return (
    <form className={styles.form} aria-label={t("assign.title")} onSubmit={(event) => { event.preventDefault(); if (to !== null) assign(to); }}>
      <Select size="xs" label={t("assign.to")} autoFocus searchable onKeyDown={(event) => { if (event.key === "Escape") cancel(); }} value={to} onChange={setTo} nothingFoundMessage={t("assign.nobody")} data={staff.map(({ id, name }) => ({ value: id, label: name }))} />
      {people.isError && <p className={styles.problem} role="alert">{t("assign.unknown")}</p>}
      {problem !== undefined && <p className={styles.problem} role="alert">{problem}</p>}
      <div className={styles.verbs}>{release !== undefined && <Button onClick={release} loading={isBusy}>{t("assign.release")}</Button>}<Button onClick={cancel}>{t("cancel")}</Button><Button type="submit" variant="filled" loading={isBusy} disabled={to === null}>{t("assign.send")}</Button></div>
    </form>
  );
}
