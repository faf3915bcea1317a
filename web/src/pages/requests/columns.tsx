import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { OrgBadge } from "../../components/badges.tsx";
import type { Column } from "../../components/data-table.tsx";
import { OwnSeverity } from "../../components/own-severity.tsx";
import type { RowOfTenant } from "../../data/requests.ts";
import { DueBy } from "./due-by.tsx";
import styles from "./requests.module.css";

/** What stands in each row, by what there is room for. */
export function useColumns({ isOneOrg, isNarrow }: { readonly isOneOrg: boolean; readonly isNarrow: boolean }): Column<RowOfTenant>[] {
  const { t } = useTranslation("requests");
  const columns: (Column<RowOfTenant> | false)[] = [
    { id: "severity", header: t("column.severity"), width: 108, cell: (row) => <OwnSeverity severity={row.severity} /> },
    { id: "due", header: t("column.due"), width: isNarrow ? 148 : 176, cell: (row) => row.due !== null && <DueBy due={row.due} /> },
    !isOneOrg && { id: "org", header: t("column.org"), width: 56, cell: (row) => <OrgBadge tenant={row.tenant} /> },
    { id: "title", header: t("column.title"), cell: (row) => <Link className={styles.title} title={row.title} to="/requests/$tenant/$request" params={{ tenant: row.tenant, request: row.ref }} search={({ org }) => ({ org })} onClick={(event) => event.stopPropagation()}>{row.title}</Link> },
    { id: "ref", header: t("column.ref"), width: 116, cell: (row) => <code>{row.ref}</code> },
    { id: "team", header: t("column.team"), width: isNarrow ? 104 : 136, cell: (row) => row.team.name ?? <span className={styles.muted}>{t("noTeam")}</span> },
    { id: "state", header: t("column.state"), width: isNarrow ? 132 : 152, cell: (row) => <span className={styles.plainState} data-state={row.state}>{t(`state.${row.state}`)}</span> },
    !isNarrow && { id: "turn", header: t("column.turn"), width: 128, cell: (row) => (row.turn.of === "team" ? row.team.name ?? t("turn.team") : t(`turn.${row.turn.of}`)) },
    !isNarrow && { id: "incident", header: t("column.incident"), width: 140, cell: (row) => <Link className={styles.title} to="/incidents/$tenant/$incident" params={{ tenant: row.tenant, incident: row.incident.ref }} search={({ org }) => ({ org })} onClick={(event) => event.stopPropagation()}><code>{row.incident.ref}</code></Link> },
  ];
  return columns.filter((column) => column !== false);
}
