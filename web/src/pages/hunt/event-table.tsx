// Events in a table: rows outside the window are not there, a row opens under itself. The cursor's row holds the focus,
// so that Enter and the arrows do what they do everywhere.
import { useEffect, useRef } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslation } from "react-i18next";
import type { Detection, FoundEvent } from "../../data/events.ts";
import { EventDetail } from "./event-detail.tsx";
import { EventRow } from "./event-row.tsx";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./event-table.module.css";

const ROW_PX = 36;
const DETAIL_PX = 420;
const OVERSCAN = 12;
const MARK_PX = 66;
const TIME_PX = 148;
const COLUMN_PX = 190;
const NARROW_COLUMN_PX = 132;
const LEAST_PX = 150;

type Props = {
  readonly events: readonly FoundEvent[];
  readonly total: number;
  readonly columns: readonly string[];
  readonly detected: ReadonlyMap<string, readonly Detection[]>;
  readonly cursor: string | undefined;
  readonly open: ReadonlySet<string>;
  readonly isFocused: boolean;
  readonly toggle: (id: string) => void;
  readonly onEnd: () => void;
};

type Line = { readonly event: FoundEvent; readonly at: number; readonly isDetail: boolean };

export function EventTable({ events, total, columns, detected, cursor, open, isFocused, toggle, onEnd }: Props) {
  const { t } = useTranslation("hunt");
  const scroll = useRef<HTMLDivElement>(null);
  const lines = events.flatMap((event, at): Line[] => [{ event, at, isDetail: false }, ...(open.has(event.id) ? [{ event, at, isDetail: true }] : [])]);
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroll.current, estimateSize: (at) => (lines[at]?.isDetail === true ? DETAIL_PX : ROW_PX), getItemKey: (at) => `${lines[at]?.event.id}${lines[at]?.isDetail === true ? "+" : ""}`, overscan: OVERSCAN });
  const shown = virtual.getVirtualItems();
  const cursorAt = cursor === undefined ? -1 : lines.findIndex(({ event, isDetail }) => event.id === cursor && !isDetail);
  useEffect(() => {
    if (cursorAt < 0) return;
    virtual.scrollToIndex(cursorAt, { align: "auto" });
    if (isFocused) requestAnimationFrame(() => scroll.current?.querySelector<HTMLElement>(`[data-row="${cursor}"] [data-open]`)?.focus({ preventScroll: true }));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the virtualizer is another object at each scroll
  }, [cursorAt, cursor, isFocused]);
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lines.length > 0 && last >= lines.length - OVERSCAN) onEnd();
  }, [last, lines.length, onEnd]);
  const above = shown[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const span = columns.length + 2;
  const isSummed = columns.includes("*");
  const isNarrow = useAtMost(1100);
  const columnPx = isNarrow ? NARROW_COLUMN_PX : COLUMN_PX;
  return (
    <div className={styles.scroll} ref={scroll} tabIndex={-1}>
      <table className={styles.table} aria-label={t("title")} aria-rowcount={total + 1} style={{ minWidth: TIME_PX + MARK_PX + columns.length * (isSummed ? Math.min(LEAST_PX, columnPx) : columnPx) }}>
        <colgroup><col width={MARK_PX} /><col width={TIME_PX} />{columns.map((name, at) => <col key={name} width={name === "*" || (!isSummed && at === columns.length - 1) ? undefined : columnPx} />)}</colgroup>
        <thead><tr aria-rowindex={1}><th scope="col"><span className="hidden-text">{t("column.mark")}</span></th><th scope="col" aria-sort="descending">{t("column.time")} ↓</th>{columns.map((name) => <th key={name} scope="col" title={name === "*" ? undefined : name}>{name === "*" ? t("column.what") : name}</th>)}</tr></thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }}><td colSpan={span} /></tr>}
          {shown.map(({ index, key }) => {
            const { event, at, isDetail } = lines[index]!;
            const detections = detected.get(event.id) ?? [];
            if (isDetail) return <tr key={key} data-index={index} ref={virtual.measureElement} className={styles.detailRow}><td colSpan={span}><EventDetail event={event} detections={detections} /></td></tr>;
            return <EventRow key={key} index={index} rowIndex={at + 2} event={event} columns={columns} detections={detections} isCursor={event.id === cursor} isOpen={open.has(event.id)} toggle={toggle} height={ROW_PX} />;
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }}><td colSpan={span} /></tr>}
        </tbody>
      </table>
    </div>
  );
}
