// Beside the timeline: what teams were asked, what was decided, and the facts.
import { Link } from "@tanstack/react-router";
import { IconCheck, IconGavel, IconTicket } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Due } from "../../components/due.tsx";
import { SeverityShape } from "../../components/severity.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { VerdictBadge } from "../../components/badges.tsx";
import type { Incident } from "../../data/incidents.ts";
import { may, useMe } from "../../data/me.ts";
import { useRequest, useRequests, type RequestRow } from "../../data/requests.ts";
import { IncidentFiles } from "./incident-files.tsx";
import { Parts } from "./parts.tsx";
import styles from "./aside.module.css";

export const Aside = ({ incident }: { readonly incident: Incident }) => {
  const me = useMe();
  return (
    <aside className={styles.aside}>
      {may(me, "request:read", incident.tenant) && <Requests incident={incident} />}
      <Decisions incident={incident} />
      <Parts incident={incident} />
      <Alerts incident={incident} />
      <IncidentFiles incident={incident} />
      <Others incident={incident} />
    </aside>
  );
};

function Requests({ incident: { tenant, id } }: { readonly incident: Incident }) {
  const { t } = useTranslation("incident");
  const { data, error, isPending, refetch } = useRequests(tenant, { incident: id, view: "all" });
  const requests = data?.pages.flatMap((page) => page.requests) ?? [];
  const teams = new Set(requests.map(({ team }) => team.name));
  return (
    <section className={styles.section}>
      <header className={styles.head}><h2>{t("part.requests")}</h2>{requests.length > 0 && <span>{t("requests.to", { count: teams.size, requests: requests.length })}</span>}</header>
      {isPending && <Loading rows={3} />}
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {!isPending && requests.length === 0 && <p className={styles.muted}>{t("requests.none")}</p>}
      <ul className={styles.rows}>{requests.map((request) => <RequestItem key={request.id} tenant={tenant} request={request} />)}</ul>
    </section>
  );
}

const ENDED: ReadonlySet<string> = new Set(["verified", "cancelled", "refused"]);

function RequestItem({ tenant, request }: { readonly tenant: string; readonly request: RequestRow }) {
  const { t } = useTranslation("incident");
  const { ref, title, team, state, since, due } = request;
  const page = useRequest({ tenant, request: ref });
  const ticket = page.data?.tickets.at(-1);
  return (
    <li className={styles.request}>
      <Link className={styles.title} to="/requests/$tenant/$request" params={{ tenant, request: ref }} search={({ org }) => ({ org })}>{title}</Link>
      <span className={styles.due}>{!ENDED.has(state) && due !== null ? <Due dueAt={due.at} startedAt={page.data?.madeAt ?? null} /> : state === "verified" && <span className={styles.ok}><IconCheck size={14} aria-hidden /><Time at={since} /></span>}</span>
      <span className={styles.muted}><code>{ref}</code> {team.name ?? t("requests.noTeam")}</span>
      <span className={styles.state} data-state={state}>{t(`request.state.${state}`)}</span>
      {ticket !== undefined && <><span className={styles.muted}><IconTicket size={14} aria-hidden /> {ticket.number} {ticket.state}</span>{ticket.readAt !== null && <span className={styles.read}>{t("requests.read")} <Time at={ticket.readAt} /></span>}</>}
    </li>
  );
}

function Decisions({ incident: { decisions } }: { readonly incident: Incident }) {
  const { t } = useTranslation("incident");
  if (decisions.length === 0) return null;
  return (
    <section className={styles.section}>
      <header className={styles.head}><h2>{t("decisions")}</h2><span>{decisions.length}</span></header>
      <ul className={styles.rows}>{decisions.map((one) => <li key={one.id} className={styles.decision}><IconGavel size={16} stroke={1.75} aria-hidden /><div><p>{one.text}</p><p className={styles.muted}>{one.author}, <Time at={one.eventTime ?? one.at} /></p></div></li>)}</ul>
    </section>
  );
}

function Alerts({ incident: { alerts, tenant } }: { readonly incident: Incident }) {
  const { t } = useTranslation("incident");
  if (alerts.length === 0) return null;
  return (
    <section className={styles.section}>
      <header className={styles.head}><h2>{t("alerts")}</h2><span>{alerts.length}</span></header>
      <ul className={styles.rows}>
        {alerts.map(({ id, ref, title, level, firstTime, verdict }) => (
          <li key={id} className={styles.alert}>
            <SeverityShape severity={level as "high"} />
            <div><Link className={styles.plain} to="/alerts/$tenant/$alert" params={{ tenant, alert: ref }} search={({ org }) => ({ org })}>{title}</Link><p className={styles.muted}><code>{ref}</code> <Time at={firstTime} /> <VerdictBadge verdict={verdict} /></p></div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Others({ incident: { related, merged, alike, tenant } }: { readonly incident: Incident }) {
  const { t } = useTranslation("incident");
  const rows = [...merged.map((one) => ({ ...one, words: t("others.merged") })), ...related.map((one) => ({ ...one, words: one.reason })), ...alike.map((one) => ({ ...one, words: one.why }))];
  if (rows.length === 0) return null;
  return (
    <section className={styles.section}>
      <header className={styles.head}><h2>{t("others.title")}</h2></header>
      <ul className={styles.rows}>{rows.map(({ id, ref, title, words }) => <li key={`${id} ${words}`}><Link to="/incidents/$tenant/$incident" params={{ tenant, incident: ref }} search={({ org }) => ({ org })}>{ref}</Link> {title}<p className={styles.muted}>{words}</p></li>)}</ul>
    </section>
  );
}
