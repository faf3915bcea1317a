// The columns of the queue, by what there is room for and who looks.
import type { ReactNode } from "react";
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ModeSign, OrgBadge, StatusText, VerdictBadge } from "../../components/badges.tsx";
import type { Column } from "../../components/data-table.tsx";
import { Score } from "../../components/severity.tsx";
import { Time } from "../../components/time.tsx";
import { Owner, OwnerOrStatus } from "../../components/alert/owner.tsx";
import { Turn } from "../../components/alert/turn.tsx";
import { EntityName } from "../../components/alert/entity-name.tsx";
import type { AlertRow } from "../../data/alerts.ts";
import type { SORTS } from "./filter.ts";
import type { Selection } from "./use-selection.ts";
import styles from "./queue.module.css";

export type Room = "wide" | "beside" | "narrow" | "phone";
type Sort = (typeof SORTS)[number];
type Options = { readonly tabStop: string | undefined; readonly open: (row: AlertRow) => void; readonly room: Room; readonly isOneOrg: boolean; readonly selection: Selection | undefined; readonly sort: Sort; readonly changeSort: (sort: Sort) => void };

/** What stands in each row. */
export function useColumns({ tabStop, open, room, isOneOrg, selection, sort, changeSort }: Options): Column<AlertRow>[] {
  const { t } = useTranslation("queue");
  // One stop of the Tab key in the list: the cursor. j and k move it, and a screen reader finds the others by itself.
  const title = (row: AlertRow) => <UnstyledButton className={styles.title} tabIndex={row.id === tabStop ? 0 : -1} title={row.title} onClick={() => open(row)}>{row.title}</UnstyledButton>;
  if (room === "narrow" || room === "phone") return [{ id: "alert", header: t("column.what"), cell: (row) => <Card row={row} isOneOrg={isOneOrg} isPhone={room === "phone"} title={title(row)} /> }];
  const sorted = (name: Sort) => ({ direction: sort === name ? "descending" as const : undefined, change: () => changeSort(name) });
  const columns: (Column<AlertRow> | false)[] = [
    selection !== undefined && { id: "select", header: <Check isOn={selection.isAll} label={t("select.loaded")} change={selection.toggleAll} />, width: 52, cell: (row) => <Check isOn={selection.has(row)} label={t("select.one", { ref: row.ref })} change={() => selection.toggle(row)} /> },
    { id: "score", header: t("column.score"), width: 74, sort: sorted("worst"), cell: (row) => <Score severity={row.level} score={row.score} /> },
    { id: "due", header: t("column.due"), width: 132, sort: sorted("due"), cell: (row) => <Turn row={row} /> },
    { id: "org", header: t(isOneOrg ? "column.mode" : "column.org"), width: isOneOrg ? 60 : 68, cell: (row) => <span className={styles.org}>{!isOneOrg && <OrgBadge tenant={row.tenant} />}<ModeSign mode={row.mode} /></span> },
    { id: "what", header: t("column.what"), cell: title },
    { id: "asset", header: t("column.asset"), width: room === "wide" ? 176 : 116, cell: (row) => <EntityName value={room === "wide" ? row.entity.name : shortName(row)} /> },
    room === "wide" && { id: "technique", header: t("column.technique"), width: 128, cell: (row) => <code className={styles.muted}>{row.techniques[0] ?? ""}{row.techniques.length > 1 ? ` +${row.techniques.length - 1}` : ""}</code> },
    room === "wide" && { id: "status", header: t("column.status"), width: 132, cell: (row) => (row.verdict === null ? <StatusText status={row.status} /> : <VerdictBadge verdict={row.verdict} />) },
    room === "wide" && { id: "owner", header: t("column.owner"), width: 64, cell: (row) => <Owner owner={row.owner} /> },
    room === "wide" && { id: "seen", header: t("column.seen"), width: 104, align: "right", sort: sorted("newest"), cell: (row) => <Time at={row.lastTime} /> },
    room === "beside" && { id: "state", header: t("column.state"), width: 100, cell: (row) => <OwnerOrStatus row={row} /> },
  ];
  return columns.filter((column) => column !== false);
}

// A machine without its domain, where there is little room; the whole name stands in the flyout.
const shortName = ({ entity: { kind, name } }: AlertRow): string => (kind === "host" || kind === "asset" ? name.replace(/^([\w-]*[a-z][\w-]*)\..+$/i, "$1") : name);

const Check = ({ isOn, label, change }: { readonly isOn: boolean; readonly label: string; readonly change: () => void }) => (
  <label className={styles.check}><input type="checkbox" checked={isOn} onChange={change} aria-label={label} /></label>
);

/** Two lines where there is no room for columns; three on a phone. */
const Card = ({ row, isOneOrg, isPhone, title }: { readonly row: AlertRow; readonly isOneOrg: boolean; readonly isPhone: boolean; readonly title: ReactNode }) => (
  <div className={styles.card}>
    <div className={styles.cardLine}>
      <Score severity={row.level} score={row.score} /><Turn row={row} />
      <span className={styles.cardSide}>{!isOneOrg && <OrgBadge tenant={row.tenant} />}<ModeSign mode={row.mode} /><OwnerOrStatus row={row} /></span>
    </div>
    <div className={styles.cardTitle}>{title}</div>
    {isPhone && <EntityName value={row.entity.name} />}
  </div>
);
