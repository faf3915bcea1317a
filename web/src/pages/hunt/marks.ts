// Which events are in detections, and which bars of the histogram hold them.
import type { Detection, FoundEvent, HistogramAnswer } from "../../data/events.ts";
import type { Severity } from "../../theme.ts";

/** By the time of a bar: how many of its events, and the worst severity. */
export type Marks = ReadonlyMap<string, { readonly count: number; readonly severity: Severity }>;

const WORST: readonly Severity[] = ["critical", "high", "medium", "low", "informational"];
const worse = (a: Severity, b: Severity): Severity => (WORST.indexOf(a) <= WORST.indexOf(b) ? a : b);

/** The detections of each event, by its id. */
export function byEvent(detections: readonly Detection[]): ReadonlyMap<string, readonly Detection[]> {
  const found = new Map<string, Detection[]>();
  for (const detection of detections) {
    for (const id of detection.eventIds) {
      const list = found.get(id);
      if (list === undefined) found.set(id, [detection]);
      else list.push(detection);
    }
  }
  return found;
}

export const severityOf = (detections: readonly Detection[]): Severity => detections.map(({ level }) => level ?? "informational").reduce(worse, "informational");

/** The marks of the bars, made by the events that are known. */
export function marksOf(events: readonly Pick<FoundEvent, "id" | "time">[], detected: ReadonlyMap<string, readonly Detection[]>, { bars, intervalMs }: Pick<HistogramAnswer, "bars" | "intervalMs">): Marks {
  const marks = new Map<string, { count: number; severity: Severity }>();
  const first = Date.parse(bars[0]?.time ?? "");
  for (const { id, time } of events) {
    const detections = detected.get(id);
    const bar = bars[Math.floor((Date.parse(time) - first) / intervalMs)];
    if (detections === undefined || bar === undefined) continue;
    const severity = severityOf(detections);
    const before = marks.get(bar.time);
    marks.set(bar.time, before === undefined ? { count: 1, severity } : { count: before.count + 1, severity: worse(before.severity, severity) });
  }
  return marks;
}
