import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Due } from "../../components/due.tsx";
import { Panel } from "../../components/panel.tsx";
import { SeverityShape } from "../../components/severity.tsx";
import { useIncidents } from "../../data/incidents.ts";
import type { ServiceState } from "../../data/service-state.ts";
import type { Severity } from "../../theme.ts";
import { Weeks } from "./weeks.tsx";
import styles from "./service.module.css";

const SHOWN = 4;
const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "informational"];
export const severityOf = (name: string): Severity => SEVERITIES.find((one) => one === name) ?? "informational";

/** What is open, and on whom it waits; thirteen weeks below. */
export function IncidentsCard({ tenant, state }: { readonly tenant: string; readonly state: ServiceState }) {
  const { t } = useTranslation("service");
  const found = useIncidents(tenant, { view: "open", order: "worst" });
  const incidents = found.data?.pages.flatMap((page) => page.incidents) ?? [];
  return (
    <Panel title={t("incidents")} note={t("incidentsNote", { open: state.incidents.open, closed: state.incidents.closed })} side={<Link to="/incidents" search={{ org: tenant }}>{t("all")}</Link>} isFlush>
      <ul className={styles.rows}>
        {incidents.slice(0, SHOWN).map((one) => (
          <li key={one.id}>
            <SeverityShape severity={severityOf(one.severity)} />
            <span className={styles.grow}><Link to="/incidents/$tenant/$incident" params={{ tenant, incident: one.ref }}>{one.title}</Link><small>{one.ref} · {t(`stage.${one.stage}`)}</small></span>
            <span className={styles.muted}>{one.turn === null ? t("waitsOnNobody") : one.turn.side === "team" ? t("waitsOnTeam", { who: one.turn.who }) : t(`waitsOn.${one.turn.side}`)}</span>
            <Due dueAt={one.due?.at ?? null} />
          </li>
        ))}
        {incidents.length === 0 && <li className={styles.muted}>{t("noIncidents")}</li>}
      </ul>
      <Weeks weeks={state.weeks} />
    </Panel>
  );
}
