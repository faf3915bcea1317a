// Lanes of entities over time: a ring is an event, a severity's shape an event in a detection.
import { useMemo, useState } from "react";
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../../components/states.tsx";
import type { AlertPage } from "../../data/alerts.ts";
import { useDetections, useSomeEvents } from "../../data/events.ts";
import { durationText } from "../../format/time.ts";
import { byEvent } from "../hunt/marks.ts";
import { LaneRows } from "./lane-rows.tsx";
import { isOf, laneOf, queryOfLanes, type Lane } from "./lanes.ts";
import { TimelineTable } from "./timeline-table.tsx";
import styles from "./timeline.module.css";

const WINDOWS = { "5m": 300_000, "30m": 1_800_000, "24h": 86_400_000 } as const;
type Window = keyof typeof WINDOWS;
const EVENTS = 1_000;

export function Timeline({ page, entities, own }: { readonly page: AlertPage; readonly entities: readonly Lane[]; readonly own: readonly string[] }) {
  const { t } = useTranslation("alert");
  const [window, setWindow] = useState<Window>("30m");
  const [added, setAdded] = useState<readonly Lane[]>([]);
  const [isAdding, setAdding] = useState(false);
  const [isTable, setTable] = useState(false);
  const lanes = useMemo(() => [...entities, ...added], [entities, added]);
  const middle = Date.parse(page.lastTime);
  const range = useMemo(() => ({ since: new Date(middle - WINDOWS[window]).toISOString(), until: new Date(middle + WINDOWS[window]).toISOString() }), [middle, window]);
  const found = useSomeEvents(page.tenant, { query: queryOfLanes(lanes), ...range }, EVENTS);
  const detections = useDetections(page.tenant, range);
  const detected = useMemo(() => byEvent(detections.data?.detections ?? []), [detections.data]);
  const events = found.data?.events ?? [];
  const inAlerts = events.filter(({ id }) => detected.has(id)).length;
  return (
    <section className={styles.section} aria-label={t("timeline.title")}>
      <div className={styles.head}>
        <h2>{t("timeline.title")}</h2>
        {found.isSuccess && <span className={styles.muted}>{t("timeline.sum", { count: events.length, window: durationText((2 * WINDOWS[window]) / 1000), found: inAlerts })}{found.data.next !== null && ` ${t("timeline.cut", { count: EVENTS })}`}</span>}
        <span className={styles.side}>
          <Button onClick={() => setTable((was) => !was)} aria-expanded={isTable}>{t(isTable ? "horizon.hide" : "horizon.table")}</Button>
          <SegmentedControl size="xs" aria-label={t("timeline.window")} value={window} onChange={(next) => setWindow(next === "5m" || next === "24h" ? next : "30m")} data={[{ value: "5m", label: "±5 min" }, { value: "30m", label: "±30 min" }, { value: "24h", label: "±24 h" }]} />
          <Button leftSection={<IconPlus size={16} aria-hidden />} aria-expanded={isAdding} onClick={() => setAdding((was) => !was)}>{t("timeline.add")}</Button>
        </span>
      </div>
      {isAdding && <form className={styles.add} onSubmit={(event) => { event.preventDefault(); const value = new FormData(event.currentTarget).get("entity"); if (typeof value === "string" && value.trim() !== "") { const lane = laneOf(value.trim()); setAdded((before) => [...before, lane]); } setAdding(false); }}><TextInput name="entity" size="xs" autoFocus label={t("timeline.which")} maxLength={300} /><Button type="submit">{t("timeline.add")}</Button></form>}
      {found.isPending && <Loading rows={4} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && <LaneRows lanes={lanes.map((lane) => ({ lane, events: events.filter(({ event }) => isOf(lane, event)) }))} range={range} own={new Set(own)} detected={detected} />}
      {isTable && <TimelineTable events={events} detected={detected} />}
    </section>
  );
}
