// What rules found, whether or not it became an alert.
import { useCallback, useMemo, useState } from "react";
import { Button, MultiSelect, UnstyledButton } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DataTable, type Column } from "../../components/data-table.tsx";
import { SeverityBadge } from "../../components/severity.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { useDetectionPages, type Detection } from "../../data/events.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { useKeys } from "../../keys/index.tsx";
import type { Severity } from "../../theme.ts";
import { rangeOf, timesOf } from "./asked.ts";
import { DetectionPanel } from "./detection-panel.tsx";
import { RangePicker } from "./range-picker.tsx";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./hunt.module.css";

const LEVELS: readonly Severity[] = ["critical", "high", "medium", "low", "informational"];

export function DetectionsTab({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("hunt");
  const view = useView();
  const change = useChangeView();
  const [ranAt, setRanAt] = useState(() => Date.now());
  const range = rangeOf(view);
  const { since, until } = timesOf(range, ranAt);
  const levels = LEVELS.filter((level) => view["level"]?.split(",").includes(level));
  const { rule } = view;
  const found = useDetectionPages(tenant, { since, until, ...(rule === undefined ? {} : { rule }), ...(levels.length === 0 ? {} : { level: levels }) });
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.detections) ?? [], [found.data]);
  const isPhone = useAtMost(640);
  const columns = useColumns(isPhone);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const more = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const at = rows.findIndex(({ id }) => id === view["detection"]);
  const move = (by: number): void => change({ detection: rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]?.id }, { replace: true });
  useKeys([{ key: "j", label: t("keys.next"), group: t("title"), run: () => move(1) }, { key: "k", label: t("keys.before"), group: t("title"), run: () => move(-1) }]);
  const chosen = rows[at];
  return (
    <>
      <div className={styles.under}>
        <div className={styles.line}>
          <MultiSelect aria-label={t("detection.level")} placeholder={levels.length === 0 ? t("detection.anyLevel") : ""} data={LEVELS.map((value) => ({ value, label: t(`severity.${value}`, { ns: "shell" }) }))} value={[...levels]} onChange={(to) => change({ level: to.length === 0 ? undefined : to.join(",") }, { replace: true })} />
          {rule !== undefined && <Button rightSection={<IconX size={14} aria-hidden />} onClick={() => change({ rule: undefined })}>{t("detection.ofRule")}</Button>}
          <RangePicker range={range} times={{ since, until }} choose={(to) => { setRanAt(Date.now()); change({ last: undefined, since: undefined, until: undefined, ...to }); }} />
        </div>
      </div>
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Loading rows={12} />}
      {found.isSuccess && rows.length === 0 && <Empty title={t("detection.none")}>{t("detection.noneWhy")}</Empty>}
      {rows.length > 0 && (
        <div className={styles.detections} data-beside={chosen !== undefined}>
          <div><DataTable label={t("tab.detections")} columns={columns} rows={rows} rowHeight={isPhone ? 64 : 36} idOf={({ id }) => id} cursor={chosen?.id} onRow={({ id }) => change({ detection: id })} onEnd={more} /></div>
          {chosen !== undefined && <DetectionPanel key={chosen.id} tenant={tenant} detection={chosen} close={() => change({ detection: undefined })} />}
        </div>
      )}
    </>
  );
}

/** On a phone one column has all: what, how bad, when, where. */
function useColumns(isPhone: boolean): readonly Column<Detection>[] {
  const { t } = useTranslation("hunt");
  return useMemo(() => isPhone ? [
    { id: "rule", header: t("detection.rule"), cell: ({ rule, level, time, host }) => <span className={styles.stack}><UnstyledButton className={styles.cellButton}>{rule.title}</UnstyledButton><span className={styles.below}>{level !== null && <SeverityBadge severity={level} />}<Time at={time} />{host !== null && <Value value={host} longest={30} />}</span></span> },
  ] : [
    { id: "time", header: t("column.time"), width: 150, cell: ({ time }) => <Time at={time} seconds /> },
    { id: "level", header: t("detection.level"), width: 110, cell: ({ level }) => level !== null && <SeverityBadge severity={level} /> },
    { id: "rule", header: t("detection.rule"), cell: ({ rule }) => <UnstyledButton className={styles.cellButton}>{rule.title}</UnstyledButton> },
    { id: "host", header: t("detection.host"), width: 200, cell: ({ host }) => host !== null && <Value value={host} /> },
    { id: "source", header: t("line.source"), width: 130, cell: ({ source }) => <Value value={source} /> },
  ], [t, isPhone]);
}
