// The rows: pages of 200 as one scroll; old rows stay while new ones come.
import { useCallback } from "react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../components/data-table.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import type { AlertRow, useQueue } from "../../data/alerts.ts";
import { useMe } from "../../data/me.ts";
import { useScope } from "../../data/scope.ts";
import { useView } from "../../data/search.ts";
import { languageNow } from "../../locales/index.ts";
import { useColumns, type Room } from "./columns.tsx";
import { FILTER_MEMBERS, type SORTS, stageOf } from "./filter.ts";
import type { Cursor } from "./use-cursor.ts";
import type { Selection } from "./use-selection.ts";
import styles from "./queue.module.css";

type Props = {
  readonly queue: ReturnType<typeof useQueue>;
  readonly rows: readonly AlertRow[];
  readonly total: number;
  readonly room: Room;
  readonly cursor: Cursor;
  readonly selection: Selection | undefined;
  readonly isDimmed: (row: AlertRow) => boolean;
  readonly sort: (typeof SORTS)[number];
  readonly changeSort: (sort: (typeof SORTS)[number]) => void;
};

const HEIGHTS: Readonly<Record<Room, number>> = { wide: 36, beside: 36, narrow: 59, phone: 96 };
const idOf = ({ id }: AlertRow): string => id;

export function QueueList({ queue, rows, total, room, cursor, selection, isDimmed, sort, changeSort }: Props) {
  const { t } = useTranslation("queue");
  const me = useMe();
  const scope = useScope();
  const isOneOrg = me.organisations.length === 1 || scope !== undefined;
  const columns = useColumns({ tabStop: cursor.row?.id ?? rows[0]?.id, open: cursor.open, room, isOneOrg, selection, sort, changeSort });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = queue;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (queue.isPending) return <div className={styles.body}><Loading rows={14} /></div>;
  if (queue.isError && rows.length === 0) return <div className={styles.body}><Failed error={queue.error} retry={() => void queue.refetch()} /></div>;
  if (rows.length === 0) return <div className={styles.body}><Nothing /></div>;
  return (
    <div className={styles.body} data-list tabIndex={-1}>
      <DataTable
        key={room} label={t("title")} columns={columns} rows={rows} idOf={idOf} total={total} rowHeight={HEIGHTS[room]} isHeadHidden={room === "narrow" || room === "phone"}
        cursor={cursor.name?.id} isDimmed={isDimmed} isStrong={({ owner, status }) => owner === null && status !== "closed"} onRow={(row) => cursor.open(row)} onEnd={more}
        version={[room, isOneOrg, sort, languageNow(), cursor.row === undefined].join()} {...(selection === undefined ? {} : { isSelected: selection.has })}
      />
    </div>
  );
}

/** Why there is nothing: filters, or nothing happened. */
function Nothing() {
  const { t } = useTranslation("queue");
  const view = useView();
  const isFiltered = FILTER_MEMBERS.some((name) => name !== "sort" && name !== "stage" && view[name] !== undefined);
  if (isFiltered) return <Empty title={t("empty.filtered")} action={<Link className={styles.older} to="/queue" search={({ org }) => ({ org })}>{t("empty.clear")}</Link>}>{t("empty.filteredWhy")}</Empty>;
  return <Empty title={t(`empty.${stageOf(view)}`)} action={<Link className={styles.older} to="/sources" search={({ org }) => ({ org })}>{t("empty.sources")}</Link>}>{t("empty.why")}</Empty>;
}
