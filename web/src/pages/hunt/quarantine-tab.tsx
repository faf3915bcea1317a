// Lines that arrived and that nobody could read, as they came.
import { useCallback, useMemo, useState } from "react";
import { Select, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { DataTable, type Column } from "../../components/data-table.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { useQuarantineGroups, useQuarantineLines, type QuarantinedLine } from "../../data/quarantine.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { numberText } from "../../format/time.ts";
import { rangeOf, timesOf } from "./asked.ts";
import { RangePicker } from "./range-picker.tsx";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./hunt.module.css";

const LONGEST = 400;

export function QuarantineTab({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("hunt");
  const view = useView();
  const change = useChangeView();
  const [ranAt, setRanAt] = useState(() => Date.now());
  const range = rangeOf(view);
  const { since, until } = timesOf(range, ranAt);
  const { source, reason } = view;
  const filter = useMemo(() => ({ since, until, ...(source === undefined ? {} : { source }), ...(reason === undefined ? {} : { reason }) }), [since, until, source, reason]);
  const groups = useQuarantineGroups(tenant, { since, until });
  const found = useQuarantineLines(tenant, filter);
  const lines = useMemo(() => found.data?.pages.flatMap((page) => page.lines) ?? [], [found.data]);
  const all = groups.data?.groups ?? [];
  const sources = [...new Set(all.flatMap((group) => group.sources.map((one) => one.source)))].toSorted();
  const reasons = [...new Set(all.map((group) => group.reason))].toSorted();
  const total = all.filter((group) => reason === undefined || group.reason === reason).flatMap((group) => group.sources).filter((one) => source === undefined || one.source === source).reduce((sum, { count }) => sum + count, 0);
  const isPhone = useAtMost(640);
  const only = useCallback((to: string) => change({ reason: to }), [change]);
  const columns = useLineColumns(isPhone, only);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const more = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <>
      <div className={styles.under}>
        <div className={styles.line}>
          <Select aria-label={t("line.source")} placeholder={t("line.anySource")} data={sources} value={source ?? null} onChange={(to) => change({ source: to ?? undefined }, { replace: true })} clearable />
          <Select aria-label={t("line.reason")} placeholder={t("line.anyReason")} data={reasons} value={reason ?? null} onChange={(to) => change({ reason: to ?? undefined }, { replace: true })} clearable />
          <RangePicker range={range} times={{ since, until }} choose={(to) => { setRanAt(Date.now()); change({ last: undefined, since: undefined, until: undefined, ...to }); }} />
          {groups.isSuccess && <span className={styles.zone} aria-live="polite">{t(groups.data.complete ? "line.sum" : "line.sumAtLeast", { count: total, total: numberText(total) })}</span>}
          <Link to="/sources" search={({ org }) => ({ org, tab: "quarantine" })}>{t("line.byShape")}</Link>
        </div>
      </div>
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Loading rows={12} />}
      {found.isSuccess && lines.length === 0 && <Empty title={t("line.none")}>{t("line.noneWhy")}</Empty>}
      {lines.length > 0 && <div className={styles.lines}><DataTable label={t("tab.quarantine")} columns={columns} rows={lines} rowHeight={isPhone ? 64 : 36} total={Math.max(total, lines.length)} idOf={({ id }) => id} onEnd={more} /></div>}
    </>
  );
}

function useLineColumns(isPhone: boolean, only: (reason: string) => void): readonly Column<QuarantinedLine>[] {
  const { t } = useTranslation("hunt");
  return useMemo(() => isPhone ? [
    { id: "line", header: t("line.line"), cell: ({ line, arrived, reason }) => <span className={styles.stack}><Value value={line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line} longest={LONGEST + 1} /><span className={styles.below}><Time at={arrived} /><UnstyledButton className={styles.cellButton} onClick={() => only(reason)}>{reason}</UnstyledButton></span></span> },
  ] : [
    { id: "arrived", header: t("line.arrived"), width: 150, cell: ({ arrived }) => <Time at={arrived} seconds /> },
    { id: "source", header: t("line.source"), width: 140, cell: ({ source }) => <Value value={source} /> },
    { id: "reason", header: t("line.reason"), width: 220, cell: ({ reason }) => <UnstyledButton className={styles.cellButton} title={t("line.onlyReason")} onClick={() => only(reason)}>{reason}</UnstyledButton> },
    { id: "line", header: t("line.line"), cell: ({ line }) => <Value value={line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line} longest={LONGEST + 1} /> },
  ], [t, isPhone, only]);
}
