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
import styles from "./timeline.module.css";

const SIGNS: Readonly<Record<LaneKind, Icon>> = { host: IconDeviceDesktop, user: IconUserCog, address: IconWorldPin };
const TICKS = [0, 0.25, 0.5, 0.75, 1];
// As many as the eye tells apart on a lane.
const STEPS = 160;

type Row = { readonly lane: Lane; readonly events: readonly FoundEvent[] };
type Props = { readonly lanes: readonly Row[]; readonly range: { readonly since: string; readonly until: string }; readonly own: ReadonlySet<string>; readonly detected: ReadonlyMap<string, readonly Detection[]> };

/** The lanes, the time above them, and below what was pressed. */
export function LaneRows({ lanes, range, own, detected }: Props) {
  const { t } = useTranslation("alert");
  const now = useNow(60_000);
  const [chosen, setChosen] = useState<FoundEvent>();
  const [from, to] = [Date.parse(range.since), Date.parse(range.until)];
  const shareOf = (time: string | number): number => ((typeof time === "number" ? time : Date.parse(time)) - from) / (to - from);
  const nowAt = shareOf(now.getTime());
  return (
    <>
      <div className={styles.lanes}>
        <div className={styles.axis} aria-hidden>{TICKS.map((share) => <span key={share} style={{ left: `${share * 100}%` }}>{timeText(new Date(from + share * (to - from)), now)}</span>)}</div>
        {lanes.map(({ lane, events }) => {
          const Sign = SIGNS[lane.kind];
          const marked = events.filter(({ id }) => detected.has(id) || own.has(id));
          const plain = [...new Set(events.filter(({ id }) => !detected.has(id) && !own.has(id)).map(({ time }) => Math.round(shareOf(time) * STEPS)))];
          return (
            <div key={`${lane.kind}${lane.value}`} className={styles.lane}>
              <span className={styles.name} title={lane.value}><Sign size={16} stroke={1.75} aria-hidden /><Value value={lane.value} longest={40} /></span>
              <div className={styles.line}>
                {nowAt > 0 && nowAt < 1 && <span className={styles.now} style={{ left: `${nowAt * 100}%` }} aria-hidden />}
                {plain.map((step) => <span key={step} className={styles.dot} style={{ left: `${(step / STEPS) * 100}%` }} aria-hidden />)}
                {marked.map((event) => {
                  const found = detected.get(event.id) ?? [];
                  const what = own.has(event.id) ? t("timeline.this") : (found[0]?.rule.title ?? "");
                  return <button key={event.id} type="button" className={styles.mark} data-own={own.has(event.id)} style={{ left: `${shareOf(event.time) * 100}%` }} aria-label={`${timeText(new Date(event.time), now, { seconds: true })} ${what}`} title={what} aria-pressed={chosen?.id === event.id} onClick={() => setChosen(event)}><SeverityShape severity={severityOf(found)} /></button>;
                })}
              </div>
            </div>
          );
        })}
      </div>
      {chosen !== undefined && <p className={styles.chosen} role="status"><Time at={chosen.time} seconds />{own.has(chosen.id) && <strong>{t("timeline.this")}</strong>}{(detected.get(chosen.id) ?? []).map(({ id, rule }) => <strong key={id}>{rule.title}</strong>)}{summaryOf(chosen.event).map(({ name, values }) => <Value key={name} value={values.join(", ")} longest={100} />)}</p>}
    </>
  );
}
