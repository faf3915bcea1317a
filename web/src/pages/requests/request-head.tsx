import { IconArrowLeft, IconCheck, IconTicket } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { OwnSeverity } from "../../components/own-severity.tsx";
import { OrgBadge } from "../../components/badges.tsx";
import { Time } from "../../components/time.tsx";
import { seatOf, useMe } from "../../data/me.ts";
import type { Request } from "../../data/requests.ts";
import { DueBy } from "./due-by.tsx";
import styles from "./request.module.css";

/** Until when, what, and how far it is. */
export function RequestHead({ tenant, request }: { readonly tenant: string; readonly request: Request }) {
  const { t } = useTranslation("requests");
  const me = useMe();
  const isTeam = seatOf(me) === "operations";
  const { ref, title, due, severity, state, team, incident, tickets } = request;
  const ticket = tickets.at(-1);
  return (
    <header className={styles.head}>
      <div className={styles.refs}>
        <Link className={styles.back} to="/requests" search={({ org }) => ({ org })} aria-label={t("back")}><IconArrowLeft size={20} aria-hidden /></Link>
        {!isTeam && me.organisations.length > 1 && <OrgBadge tenant={tenant} />}
        <code>{ref}</code>
        {ticket !== undefined && <span className={styles.ticket}><IconTicket size={16} stroke={1.75} aria-hidden />{ticket.number}</span>}
        {!isTeam && <Link to="/incidents/$tenant/$incident" params={{ tenant, incident: incident.ref }} search={({ org }) => ({ org })}>{incident.ref}</Link>}
      </div>
      <div className={styles.line}>
        {!isTeam && <OwnSeverity severity={severity} />}
        {due !== null && <DueBy due={due} />}
        {!isTeam && <span className={styles.muted}>{t(`state.${state}`)} · {team.name ?? t("noTeam")}</span>}
      </div>
      <h1 className={styles.title}>{title}</h1>
      <Progress request={request} />
    </header>
  );
}

function Progress({ request: { progress, state } }: { readonly request: Request }) {
  const { t } = useTranslation("requests");
  const last = progress.reduce((found, step, at) => (step.isReached ? at : found), -1);
  if (state === "refused" || state === "cancelled") return <p className={styles.ended}>{t(`team.state.${state}`)}</p>;
  return (
    <ol className={styles.progress}>
      {progress.map((step, at) => (
        <li key={step.name} data-reached={step.isReached} {...(at === last ? { "aria-current": "step" as const } : {})}>
          <span className={styles.dot}>{step.isReached && <IconCheck size={14} stroke={2.5} aria-hidden />}</span>
          <span className={styles.stepName}>{t(`progress.${step.name}`)}</span>
          <span className={styles.muted}>{step.at !== null && <Time at={step.at} />}</span>
        </li>
      ))}
    </ol>
  );
}
