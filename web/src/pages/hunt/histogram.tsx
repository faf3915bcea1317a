// Counts by time: bars hold a block and a shape where their events are in detections. A drag, or the arrows, choose a
// range; Enter zooms into it.
import { useRef, useState } from "react";
import { Button } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { Key } from "../../components/badges.tsx";
import { SeverityShape } from "../../components/severity.tsx";
import { useNow } from "../../components/use-now.ts";
import type { HistogramAnswer } from "../../data/events.ts";
import { dayText, durationText, numberText, timeText } from "../../format/time.ts";
import type { Severity } from "../../theme.ts";
import type { Marks } from "./marks.ts";
import { barsBetween, chosenOf, stepped, type Chosen } from "./choose-bars.ts";
import styles from "./histogram.module.css";

const HEIGHT = 84;
const TOP = 20;
const LABEL_PX = 110;
const DAY_MS = 86_400_000;

type Props = { readonly answer: HistogramAnswer; readonly marks: Marks; readonly until: string; readonly zoom: (since: string, until: string) => void; readonly note: React.ReactNode };

export function Histogram({ answer: { bars, intervalMs, total }, marks, until, zoom, note }: Props) {
  const { t } = useTranslation("hunt");
  const { ref, width } = useElementSize<HTMLDivElement>();
  const began = useRef<number>(undefined);
  const [chosen, setChosen] = useState<Chosen>();
  const [isTable, setTable] = useState(false);
  const now = useNow(60_000);
  const end = (at: number): string => bars[at + 1]?.time ?? until;
  const picked = chosen === undefined ? undefined : barsBetween(chosen, bars.length);
  const said = picked === undefined ? t("histogram.noRange") : t("histogram.chosen", { since: timeText(new Date(bars[picked.first]!.time), now), until: timeText(new Date(end(picked.last)), now), total: numberText(bars.slice(picked.first, picked.last + 1).reduce((sum, { count }) => sum + count, 0)) });
  const zoomIn = (): void => {
    if (picked === undefined) return;
    zoom(bars[picked.first]!.time, end(picked.last));
    setChosen(undefined);
  };
  const barAt = (x: number, box: DOMRect): number => Math.min(bars.length - 1, Math.max(0, Math.floor(((x - box.left) / box.width) * bars.length)));
  const keyed = (event: React.KeyboardEvent): void => {
    const next = stepped(event, chosen, bars.length);
    if (event.key === "Enter") zoomIn();
    else if (event.key === "Escape" && chosen !== undefined) setChosen(undefined);
    else if (next !== undefined) setChosen(next);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (bars.length === 0) return null;
  return (
    <section className={styles.histogram} aria-label={t("histogram.label")}>
      <div className={styles.head}>
        {note}
        <span className={styles.width}>{t("histogram.bar", { time: durationText(intervalMs / 1000) })}</span>
        <Button variant="subtle" size="compact-xs" aria-pressed={isTable} onClick={() => setTable((was) => !was)}>{t(isTable ? "histogram.chart" : "histogram.table")}</Button>
        {picked !== undefined && (
          <span className={styles.chosen}>
            <strong>{said}</strong>
            <Button variant="filled" size="compact-xs" rightSection={<Key>↵</Key>} onClick={zoomIn}>{t("histogram.zoom")}</Button>
          </span>
        )}
      </div>
      {isTable ? <BarTable bars={bars} marks={marks} /> : (
        <div
          ref={ref} className={styles.plot} role="slider" tabIndex={0} aria-label={t("histogram.how", { total: numberText(total) })} aria-valuemin={1} aria-valuemax={bars.length} aria-valuenow={(chosen?.to ?? bars.length - 1) + 1} aria-valuetext={said} onKeyDown={keyed}
          onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); began.current = barAt(event.clientX, event.currentTarget.getBoundingClientRect()); setChosen(undefined); }}
          onPointerMove={(event) => { if (began.current !== undefined) setChosen(chosenOf(began.current, barAt(event.clientX, event.currentTarget.getBoundingClientRect()))); }}
          onPointerUp={() => (began.current = undefined)} onPointerCancel={() => (began.current = undefined)}
        >
          {width > 0 && <Bars width={width} bars={bars} marks={marks} picked={picked} />}
          {width > 0 && <Axis width={width} bars={bars} intervalMs={intervalMs} now={now} />}
        </div>
      )}
    </section>
  );
}

type BarsProps = Pick<HistogramAnswer, "bars"> & { readonly width: number; readonly marks: Marks; readonly picked: { readonly first: number; readonly last: number } | undefined };

function Bars({ width, bars, marks, picked }: BarsProps) {
  const step = width / bars.length;
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const gap = step > 6 ? 2 : step > 3 ? 1 : 0;
  const tall = (count: number): number => (count === 0 ? 0 : Math.max(2, (count / most) * (HEIGHT - TOP)));
  const marked = bars.flatMap(({ time, count }, at) => {
    const mark = marks.get(time);
    return mark === undefined ? [] : [{ at, severity: mark.severity, block: Math.min(tall(count), Math.max(3, tall(mark.count))), top: tall(count) }];
  });
  return (
    <>
      <svg width={width} height={HEIGHT} aria-hidden className={styles.bars}>
        {picked !== undefined && <rect className={styles.range} x={picked.first * step} y={0} width={(picked.last - picked.first + 1) * step} height={HEIGHT} />}
        {bars.map(({ time, count }, at) => <rect key={time} className={styles.bar} x={at * step + gap / 2} y={HEIGHT - tall(count)} width={Math.max(0.5, step - gap)} height={tall(count)} />)}
        {marked.map(({ at, severity, block }) => <rect key={at} className={styles.block} data-severity={severity} x={at * step + gap / 2} y={HEIGHT - block} width={Math.max(0.5, step - gap)} height={block} />)}
        {picked !== undefined && [picked.first * step, (picked.last + 1) * step].map((x) => <g key={x} className={styles.handle}><line x1={x} x2={x} y1={0} y2={HEIGHT} /><rect x={x - 3} y={6} width={6} height={16} rx={3} /></g>)}
      </svg>
      {marked.map(({ at, severity, top }) => <span key={at} className={styles.shape} style={{ left: (at + 0.5) * step - 6, top: Math.max(0, HEIGHT - top - 16) }} aria-hidden><SeverityShape severity={severity} size={12} /></span>)}
    </>
  );
}

/** Times under the bars, as many as there is room for; whole days where the bars are long. */
function Axis({ width, bars, intervalMs, now }: Pick<HistogramAnswer, "bars" | "intervalMs"> & { readonly width: number; readonly now: Date }) {
  const every = Math.max(1, Math.ceil((LABEL_PX / width) * bars.length));
  const isLong = intervalMs * bars.length > 3 * DAY_MS;
  const shown = bars.flatMap(({ time }, at) => (at % every === 0 && at + every / 2 <= bars.length ? [{ time, at }] : []));
  return <div className={styles.axis} aria-hidden>{shown.map(({ time, at }) => <span key={time} style={{ left: (at / bars.length) * width }}>{isLong ? dayText(new Date(time), now) : timeText(new Date(time), now)}</span>)}</div>;
}

function BarTable({ bars, marks }: Pick<HistogramAnswer, "bars"> & { readonly marks: Marks }) {
  const { t } = useTranslation("hunt");
  const now = useNow(60_000);
  const word = (severity: Severity): string => t(`severity.${severity}`, { ns: "shell" });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
    <div className={styles.table} tabIndex={0} role="region" aria-label={t("histogram.label")}>
      <table>
        <thead><tr><th scope="col">{t("column.time")}</th><th scope="col" align="right">{t("histogram.events")}</th><th scope="col">{t("histogram.marked")}</th></tr></thead>
        <tbody>{bars.filter(({ count }) => count > 0).map(({ time, count }) => { const mark = marks.get(time); return <tr key={time}><th scope="row">{timeText(new Date(time), now)}</th><td align="right">{numberText(count)}</td><td>{mark !== undefined && `${mark.count} · ${word(mark.severity)}`}</td></tr>; })}</tbody>
      </table>
    </div>
  );
}
