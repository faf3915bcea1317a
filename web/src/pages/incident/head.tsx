// The head: how bad, whose, under which mode and marking, where it stands, and the verbs.
import { useState } from "react";
import { Button } from "@mantine/core";
import { IconListCheck, IconMessageShare, IconPhone } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Key, ModeBadge, PapBadge, TlpBadge, VerdictBadge } from "../../components/badges.tsx";
import { OwnSeverity } from "../../components/own-severity.tsx";
import { ApiProblem } from "../../data/client.ts";
import { useTakeIncident, type Incident } from "../../data/incidents.ts";
import { may, useMe } from "../../data/me.ts";
import { useKeys } from "../../keys/index.tsx";
import { CallNote } from "./call-note.tsx";
import { Menu } from "./menu.tsx";
import { NewRequest } from "./new-request.tsx";
import { Stages } from "./stages.tsx";
import type { Writing } from "./timeline.tsx";
import styles from "./head.module.css";

export function Head({ incident, write }: { readonly incident: Incident; readonly write: (writing: Writing) => void }) {
  const { t } = useTranslation(["incident", "incidents"]);
  const { tenant, title, severity, mode, tlp, pap, category, verdict } = incident;
  return (
    <header className={styles.head}>
      <div className={styles.first}>
        <OwnSeverity severity={severity} />
        <h1 className={styles.title}>{title}</h1>
        <Verbs key={tenant} incident={incident} write={write} />
      </div>
      <div className={styles.second}>
        <ModeBadge mode={mode} /><TlpBadge tlp={tlp} /><PapBadge pap={pap} />
        {verdict !== null && <VerdictBadge verdict={verdict} />}
        <span className={styles.word}>{t(`category.${category}`, { ns: "incidents" })}</span>
        <Owners incident={incident} />
        <Stages incident={incident} />
      </div>
      {incident.summary !== "" && <p className={styles.summary}>{incident.summary}</p>}
    </header>
  );
}

function Verbs({ incident, write }: { readonly incident: Incident; readonly write: (writing: Writing) => void }) {
  const { t } = useTranslation(["incident", "incidents"]);
  const me = useMe();
  const [dialog, setDialog] = useState<"request" | "call">();
  const { tenant, stage } = incident;
  const isOpen = stage !== "closed";
  const mayRequest = may(me, "request:send", tenant) && isOpen;
  const maySay = may(me, "incident:comment", tenant);
  const isProvider = me.side !== "client";
  const close = (): void => setDialog(undefined);
  useKeys(mayRequest ? [{ key: "r", label: t("verb.request"), run: () => setDialog("request") }] : []);
  return (
    <div className={styles.verbs}>
      <Take incident={incident} />
      {isProvider && maySay && <Button variant="filled" leftSection={<IconMessageShare size={16} stroke={1.75} aria-hidden />} onClick={() => write({ visibility: "shared", at: Date.now() })}>{t("verb.share")}</Button>}
      {mayRequest && <Button leftSection={<IconListCheck size={16} stroke={1.75} aria-hidden />} rightSection={<Key>r</Key>} onClick={() => setDialog("request")}>{t("verb.request")}</Button>}
      {isProvider && maySay && <Button leftSection={<IconPhone size={16} stroke={1.75} aria-hidden />} onClick={() => setDialog("call")}>{t("verb.call")}</Button>}
      <Menu incident={incident} />
      {dialog === "request" && <NewRequest incident={incident} close={close} />}
      {dialog === "call" && <CallNote incident={incident} close={close} />}
    </div>
  );
}

/** Offered while nobody of the caller's side has it. */
function Take({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation(["incident", "incidents"]);
  const me = useMe();
  const { tenant, id, owners, stage } = incident;
  const take = useTakeIncident({ tenant, incident: id });
  const owner = me.side === "client" ? owners.client : owners.provider;
  const isOffered = owner === null && stage !== "closed" && may(me, "incident:comment", tenant);
  useKeys(isOffered ? [{ key: "a", label: t("verb.take"), run: () => take.mutate(undefined) }] : []);
  if (!isOffered) return null;
  return <><Button variant={me.side === "client" ? "filled" : "default"} loading={take.isPending} rightSection={<Key>a</Key>} onClick={() => take.mutate(undefined)}>{t("verb.take")}</Button>{take.error !== null && <span className={styles.problem} role="alert">{take.error instanceof ApiProblem ? take.error.problem.detail : t("state.unknown", { ns: "shell" })}</span>}</>;
}

function Owners({ incident: { owners } }: { readonly incident: Incident }) {
  const { t } = useTranslation(["incident", "incidents"]);
  return (
    <span className={styles.word}>
      {owners.provider === null ? t("owner.noneProvider") : t("owner.provider", { name: owners.provider.who })}
      {owners.client !== null && <> {t("owner.with", { name: owners.client.who })}</>}
    </span>
  );
}
