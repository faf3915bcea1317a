// Hours of a week by the wall clock, as stretches of real time.
import type { Hours } from "../../contract/setting-parts.ts";
import { stretches, type Stretch } from "./wall-clock.ts";

/** A time that counts, in milliseconds since 1970 UTC; the end does not belong to it. */
export type Span = { readonly fromMs: number; readonly untilMs: number };

export type Weekly = { readonly timeZone: string; readonly hours: readonly Hours[]; readonly isHoliday: (day: string) => boolean };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The open spans between two times, in order and apart from each other; made as they are asked for. */
export function* openSpans(weekly: Weekly, fromMs: number, untilMs: number): Generator<Span> {
  const byDay = minutesByDay(weekly.hours);
  for (const stretch of stretches(weekly.timeZone, fromMs, untilMs)) yield* spansIn(stretch, weekly, byDay);
}

// Within a stretch wall time and real time differ by a constant, so an hour that the clock shows twice counts twice, and
// one that it leaves out not at all.
function* spansIn({ fromMs, untilMs, offsetMs }: Stretch, { isHoliday }: Weekly, byDay: readonly (readonly Span[])[]): Generator<Span> {
  for (let dayMs = Math.floor((fromMs + offsetMs) / DAY_MS) * DAY_MS; dayMs - offsetMs < untilMs; dayMs += DAY_MS) {
    const open = byDay[new Date(dayMs).getUTCDay()] ?? [];
    if (open.length === 0 || isHoliday(new Date(dayMs).toISOString().slice(0, 10))) continue;
    for (const span of open) {
      const cut = { fromMs: Math.max(dayMs + span.fromMs - offsetMs, fromMs), untilMs: Math.min(dayMs + span.untilMs - offsetMs, untilMs) };
      if (cut.fromMs < cut.untilMs) yield cut;
    }
  }
}

/** Sunday first, as `getUTCDay` counts: what is open on that day, in milliseconds since midnight, overlaps joined. */
function minutesByDay(hours: readonly Hours[]): readonly (readonly Span[])[] {
  return Array.from({ length: 7 }, (_, day) => {
    const ofDay = hours.filter(({ days }) => days.includes(day === 0 ? 7 : day)).map(({ from, to }) => ({ fromMs: minuteOf(from) * MINUTE_MS, untilMs: minuteOf(to) * MINUTE_MS }));
    return joined(ofDay.toSorted((a, b) => a.fromMs - b.fromMs));
  });
}

function joined(sorted: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (last !== undefined && span.fromMs <= last.untilMs) result[result.length - 1] = { fromMs: last.fromMs, untilMs: Math.max(last.untilMs, span.untilMs) };
    else result.push(span);
  }
  return result;
}

/** Minutes since midnight of HH:MM. */
const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
