// What people of clients saw and declared: taken up, refused in words they understand, or found to be part of another.
import { useState } from "react";
import { Button, Textarea, TextInput } from "@mantine/core";
import { IconCheck, IconGitMerge, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { OrgBadge } from "../../components/badges.tsx";
import { Due } from "../../components/due.tsx";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { OwnSeverity } from "../../components/own-severity.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { ApiProblem } from "../../data/client.ts";
import { useSuspicionAct, useSuspicions, type SuspicionOfTenant } from "../../data/escalations.ts";
import { may, useMe } from "../../data/me.ts";
import styles from "./incidents.module.css";

export function Suspicions({ tenants }: { readonly tenants: readonly string[] }) {
  const { t } = useTranslation("incidents");
  const { suspicions, isPending, error, retry } = useSuspicions(tenants);
  if (isPending) return <Loading />;
  return (
    <div className={styles.scroll}>
      {error !== null && <Failed error={error} retry={retry} />}
      {suspicions.length === 0 && error === null && <Empty title={t("suspicion.none")}>{t("suspicion.noneWhy")}</Empty>}
      <ul className={styles.cards}>{suspicions.map((one) => <Item key={one.id} suspicion={one} />)}</ul>
    </div>
  );
}

function Item({ suspicion }: { readonly suspicion: SuspicionOfTenant }) {
  const { t } = useTranslation("incidents");
  const { tenant, title, seen, seenAt, assets, urgency, severity, declared, state, decided, mergedInto, due, incident } = suspicion;
  return (
    <li className={styles.suspicion}>
      <div className={styles.line}>
        <OwnSeverity severity={severity} /><OrgBadge tenant={tenant} />
        <Link to="/incidents/$tenant/$incident" params={{ tenant, incident: incident.ref }} search={({ org }) => ({ org })}><code>{incident.ref}</code></Link>
        <span className={styles.state} data-state={state}>{t(`suspicion.state.${state}`)}</span>
        {due !== null && state === "declared" && <span className={styles.right}><Due dueAt={due.dueAt} startedAt={declared.at} /></span>}
      </div>
      <h2 className={styles.heading}>{title}</h2>
      <p className={styles.seen}>{seen}</p>
      <p className={styles.muted}>{t("suspicion.by", { name: declared.by })} <Time at={declared.at} /> · {t(`suspicion.urgency.${urgency}`)}{seenAt !== null && <> · {t("suspicion.seenAt")} <Time at={seenAt} /></>}{assets.length > 0 && <> · {assets.join(", ")}</>}</p>
      {decided !== null && <p>{t("suspicion.decided", { name: decided.by })} <Time at={decided.at} />{decided.words !== null && <>: {decided.words}</>}{mergedInto !== null && <> (<code>{mergedInto}</code>)</>}</p>}
      <Verbs suspicion={suspicion} />
    </li>
  );
}

function Verbs({ suspicion }: { readonly suspicion: SuspicionOfTenant }) {
  const { t } = useTranslation("incidents");
  const me = useMe();
  const act = useSuspicionAct(suspicion);
  const [dialog, setDialog] = useState<"refuse" | "merge">();
  const isOpen = suspicion.state === "declared" || suspicion.state === "acknowledged";
  if (!isOpen || !may(me, "incident:handle", suspicion.tenant)) return null;
  return (
    <div className={styles.verbs}>
      {suspicion.state === "declared" && <Button variant="filled" leftSection={<IconCheck size={16} aria-hidden />} loading={act.isPending && dialog === undefined} onClick={() => act.mutate({ verb: "acknowledge" })}>{t("suspicion.take")}</Button>}
      <Button leftSection={<IconGitMerge size={16} aria-hidden />} onClick={() => setDialog("merge")}>{t("suspicion.merge")}</Button>
      <Button leftSection={<IconX size={16} aria-hidden />} onClick={() => setDialog("refuse")}>{t("suspicion.refuse")}</Button>
      {act.error !== null && dialog === undefined && <span className={styles.problem} role="alert">{act.error instanceof ApiProblem ? act.error.problem.detail : t("state.unknown", { ns: "shell" })}</span>}
      {dialog === "refuse" && (
        <FormDialog title={t("suspicion.refuseTitle")} verb={t("suspicion.refuseVerb")} close={() => setDialog(undefined)} run={(form) => act.mutateAsync({ verb: "refuse", reason: textOf(form, "reason") })}>
          <Textarea name="reason" label={t("suspicion.refuseWhy")} autosize minRows={3} required minLength={3} data-autofocus />
        </FormDialog>
      )}
      {dialog === "merge" && (
        <FormDialog title={t("suspicion.mergeTitle")} verb={t("suspicion.mergeVerb")} close={() => setDialog(undefined)} run={(form) => act.mutateAsync({ verb: "merge", into: textOf(form, "into"), reason: textOf(form, "reason") })}>
          <TextInput name="into" label={t("suspicion.into")} required data-autofocus />
          <Textarea name="reason" label={t("suspicion.mergeWhy")} autosize minRows={2} required minLength={3} />
        </FormDialog>
      )}
    </div>
  );
}
