import { useState } from "react";
import { IconDeviceDesktop, IconUserCog, IconWorldPin, type Icon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { SeverityShape } from "../../components/severity.tsx";
import { Time } from "../../components/time.tsx";
import { useNow } from "../../components/use-now.ts";
import { Value } from "../../components/value.tsx";
import { summaryOf } from "../../data/event-document.ts";
import type { Detection, FoundEvent } from "../../data/events.ts";
import { timeText } from "../../format/time.ts";
import { severityOf } from "../hunt/marks.ts";
import type { Lane, LaneKind } from "./lanes.ts";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./timeline.module.css";

const SIGNS: Readonly<Record<LaneKind, Icon>> = { host: IconDeviceDesktop, user: IconUserCog, address: IconWorldPin };
const TICKS = [0, 0.25, 0.5, 0.75, 1];
// As many as the eye tells apart on a lane.
const STEPS = 160;
// A mark is pressed: 24 pixels wide, and 44 on a phone.
const MARKS = 26;
const MARKS_PHONE = 7;
const CHOSEN = 12;

type Row = { readonly lane: Lane; readonly events: readonly FoundEvent[] };
type Props = { readonly lanes: readonly Row[]; readonly range: { readonly since: string; readonly until: string }; readonly own: ReadonlySet<string>; readonly detected: ReadonlyMap<string, readonly Detection[]> };

/** The lanes, the time above them, and below what was pressed. */
export function LaneRows({ lanes, range, own, detected }: Props) {
  const { t } = useTranslation("alert");
  const now = useNow(60_000);
  const steps = useAtMost(640) ? MARKS_PHONE : MARKS;
  const [chosen, setChosen] = useState<string>();
  const [from, to] = [Date.parse(range.since), Date.parse(range.until)];
  const shareOf = (time: string | number): number => ((typeof time === "number" ? time : Date.parse(time)) - from) / (to - from);
  const nowAt = shareOf(now.getTime());
  const stepOf = ({ time }: FoundEvent): number => Math.min(steps - 1, Math.floor(shareOf(time) * steps));
  const all = lanes.flatMap(({ events }) => events);
  const first = all.find(({ id }) => id === chosen);
  const shown = first === undefined ? [] : [...new Map(all.filter((event) => stepOf(event) === stepOf(first) && (detected.has(event.id) || own.has(event.id))).map((event) => [event.id, event])).values()].slice(0, CHOSEN);
  return (
    <>
      <div className={styles.lanes}>
        <div className={styles.axis} aria-hidden>{TICKS.map((share) => <span key={share} style={{ left: `${share * 100}%` }}>{timeText(new Date(from + share * (to - from)), now)}</span>)}</div>
        {lanes.map(({ lane, events }) => {
          const Sign = SIGNS[lane.kind];
          const marked = Map.groupBy(events.filter(({ id }) => detected.has(id) || own.has(id)), stepOf);
          const plain = [...new Set(events.filter(({ id }) => !detected.has(id) && !own.has(id)).map(({ time }) => Math.round(shareOf(time) * STEPS)))];
          return (
            <div key={`${lane.kind}${lane.value}`} className={styles.lane}>
              <span className={styles.name} title={lane.value}><Sign size={16} stroke={1.75} aria-hidden /><Value value={lane.value} longest={40} /></span>
              <div className={styles.line}>
                {nowAt > 0 && nowAt < 1 && <span className={styles.now} style={{ left: `${nowAt * 100}%` }} aria-hidden />}
                {plain.map((step) => <span key={step} className={styles.dot} style={{ left: `${(step / STEPS) * 100}%` }} aria-hidden />)}
                {[...marked].map(([step, some]) => {
                  const found = some.flatMap(({ id }) => detected.get(id) ?? []);
                  const isOwn = some.some(({ id }) => own.has(id));
                  const what = [...new Set([...(isOwn ? [t("timeline.this")] : []), ...found.map(({ rule }) => rule.title)])].join(", ");
                  return <button key={step} type="button" className={styles.mark} data-own={isOwn} data-many={some.length > 1 ? some.length : undefined} style={{ left: `${((step + 0.5) / steps) * 100}%` }} aria-label={`${timeText(new Date(some[0]!.time), now, { seconds: true })} ${what}${some.length > 1 ? ` (${some.length})` : ""}`} title={what} aria-pressed={chosen === some[0]!.id} onClick={() => setChosen(some[0]!.id)}><SeverityShape severity={severityOf(found)} /></button>;
                })}
              </div>
            </div>
          );
        })}
      </div>
      {shown.length > 0 && <ul className={styles.chosen} role="status">{shown.map((event) => <li key={event.id}><Time at={event.time} seconds />{own.has(event.id) && <strong>{t("timeline.this")}</strong>}{(detected.get(event.id) ?? []).map(({ id, rule }) => <strong key={id}>{rule.title}</strong>)}{summaryOf(event.event).map(({ name, values }) => <Value key={name} value={values.join(", ")} longest={100} />)}</li>)}</ul>}
    </>
  );
}
