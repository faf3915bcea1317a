import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ModeSign, OrgBadge } from "../../components/badges.tsx";
import type { Column } from "../../components/data-table.tsx";
import { Due } from "../../components/due.tsx";
import { OwnSeverity } from "../../components/own-severity.tsx";
import { Time } from "../../components/time.tsx";
import type { IncidentRow } from "../../data/incidents.ts";
import styles from "./incidents.module.css";

/** What stands in each row of the list, by what there is room for. */
export function useColumns({ isOneOrg, isNarrow }: { readonly isOneOrg: boolean; readonly isNarrow: boolean }): Column<IncidentRow>[] {
  const { t } = useTranslation("incidents");
  const columns: (Column<IncidentRow> | false)[] = [
    { id: "severity", header: t("column.severity"), width: 108, cell: (row) => <OwnSeverity severity={row.severity} /> },
    { id: "due", header: t("column.due"), width: 132, cell: (row) => row.due !== null && <Due dueAt={row.due.at} startedAt={row.openedAt} /> },
    { id: "org", header: t(isOneOrg ? "column.mode" : "column.org"), width: isOneOrg ? 64 : 76, cell: (row) => <span className={styles.org}>{!isOneOrg && <OrgBadge tenant={row.tenant} />}<ModeSign mode={row.mode} /></span> },
    { id: "title", header: t("column.title"), cell: (row) => <Link className={styles.title} to="/incidents/$tenant/$incident" params={{ tenant: row.tenant, incident: row.ref }} search={({ org }) => ({ org })} title={row.title} onClick={(event) => event.stopPropagation()}>{row.title}</Link> },
    { id: "ref", header: t("column.ref"), width: 132, cell: (row) => <code>{row.ref}</code> },
    { id: "stage", header: t("column.stage"), width: 96, cell: (row) => t(`stage.${row.stage}`) },
    { id: "turn", header: t("column.turn"), width: isNarrow ? 120 : 160, cell: (row) => (row.turn === null ? <span className={styles.muted}>{t("nobody")}</span> : <span title={row.turn.who}>{row.turn.side === "client" ? t("client") : row.turn.who}</span>) },
    !isNarrow && { id: "owner", header: t("column.owner"), width: 136, cell: (row) => row.owners.provider?.who ?? <span className={styles.muted}>{t("noOwner")}</span> },
    !isNarrow && { id: "opened", header: t("column.opened"), width: 120, align: "right", cell: (row) => <Time at={row.openedAt} /> },
  ];
  return columns.filter((column) => column !== false);
}
