// How a source is, in one word and with what shows it: what a person looks at first. Pure, of the counts of its hours.
import { ahead, LAG_CLASSES, lagPercentile } from "../lag.ts";
import type { Heard, KeptHour } from "../repo.ts";

/** The worst first. */
export const SOURCE_STATES = ["silent", "late", "unparsed", "clock", "never", "maintenance", "healthy"] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** An hour of a source; counts are null where nobody can know them: before it was heard first. */
export type HealthHour = { readonly hour: Date; readonly counts: Counts | null };
export type Counts = { readonly received: number; readonly stored: number; readonly quarantined: number; readonly dropped: number; readonly duplicates: number };

export type SourceHealth = {
  readonly state: SourceState;
  /** Since when it is so, as far as hours tell; null: it always was, or nobody knows. */
  readonly since: Date | null;
  /** When its last line arrived; null: it was never heard. */
  readonly lastAt: Date | null;
  /** False: `lastAt` is the beginning of the hour only. */
  readonly isLastExact: boolean;
  /** The last 24, in order; the last one is not over yet. */
  readonly hours: readonly HealthHour[];
  readonly total: Counts;
  /** Lines a second over the last hour and the one at work; null: it was never heard. */
  readonly perSecond: number | null;
  /** Of the events of the last hours that had some; null: none had a time. Infinity: more than a day. */
  readonly lagP95Ms: number | null;
  /** Share of the lines of the last hours that nobody could read, 0–1; null: there were none. */
  readonly unparsed: number | null;
  /** Share of the events of the last hours that are ahead of our clock, 0–1; null: none had a time. */
  readonly ahead: number | null;
};

/** What is known of a source. */
export type HealthKnown = {
  /** Of the last 24 hours; those without lines may lack. */
  readonly hours: readonly KeptHour[];
  readonly heard: Heard | undefined;
  /** Until when work on it is planned, if there is such work now. */
  readonly maintenanceUntil: Date | undefined;
  readonly nowMs: number;
};

const HOUR_MS = 3_600_000;
const SHOWN_HOURS = 24;
// "Now" is the last hours that had lines: one alone may have just begun.
const RECENT_HOURS = 3;
// A source that is this late, or of which so much is not understood or from the future, is not healthy.
const LATE_MS = 300_000;
const TOO_MUCH = 0.05;
// Fewer lines or events tell nothing.
const ENOUGH = 20;

/** The health of one source at `nowMs`. */
export function sourceHealth({ hours, heard, maintenanceUntil, nowMs }: HealthKnown): SourceHealth {
  const active = hours.filter(({ received }) => received > 0).toSorted((a, b) => a.hour.getTime() - b.hour.getTime());
  const recent = active.slice(-RECENT_HOURS);
  const lag = addLags(recent);
  const timed = sum(lag);
  const p95 = lagPercentile(lag, 0.95) ?? null;
  const fresh = sum(recent.map(newLines));
  const lastAt = heard === undefined ? null : (heard.lastAt ?? heard.lastHour);
  const measured = {
    lastAt,
    isLastExact: heard?.lastAt !== undefined && heard.lastAt !== null,
    hours: shownHours(hours, heard, nowMs),
    total: totalOf(hours),
    perSecond: heard === undefined ? null : rateOf(hours, nowMs),
    lagP95Ms: p95,
    unparsed: fresh === 0 ? null : sum(recent.map(({ quarantined }) => quarantined)) / fresh,
    ahead: timed === 0 ? null : ahead(lag) / timed,
  };
  const is = (state: SourceState, since: Date | null): SourceHealth => ({ state, since, ...measured });
  if (maintenanceUntil !== undefined) return is("maintenance", null);
  if (lastAt === null) return is("never", null);
  if (isSilent(active, heard, nowMs)) return is("silent", measured.isLastExact ? lastAt : new Date(lastAt.getTime() + HOUR_MS));
  if (timed >= ENOUGH && p95 !== null && p95 > LATE_MS) return is("late", sinceWhen(active, (hour) => (lagPercentile(hour.lag, 0.95) ?? 0) > LATE_MS));
  if (fresh >= ENOUGH && (measured.unparsed ?? 0) >= TOO_MUCH) return is("unparsed", sinceWhen(active, (hour) => newLines(hour) > 0 && hour.quarantined / newLines(hour) >= TOO_MUCH));
  if (timed >= ENOUGH && (measured.ahead ?? 0) >= TOO_MUCH) return is("clock", sinceWhen(active, (hour) => sum(hour.lag) > 0 && ahead(hour.lag) / sum(hour.lag) >= TOO_MUCH));
  return is("healthy", null);
}

/** Nothing for an hour, and for longer than it paused at any time of the day before: one that sends at night alone is not silent at noon. */
function isSilent(active: readonly KeptHour[], heard: Heard | undefined, nowMs: number): boolean {
  const lastMs = heard?.lastAt?.getTime() ?? (heard === undefined ? -Infinity : heard.lastHour.getTime() + HOUR_MS);
  const pauses = active.slice(1).map(({ hour }, i) => hour.getTime() - active[i]!.hour.getTime() - HOUR_MS);
  return nowMs - lastMs >= Math.max(HOUR_MS, ...pauses);
}

/** The beginning of the run of hours up to now in which it was so. */
function sinceWhen(active: readonly KeptHour[], isSo: (hour: KeptHour) => boolean): Date | null {
  const begun = active.findLastIndex((hour) => !isSo(hour)) + 1;
  // Before the first hour that is looked at it may have been so, too.
  return begun === 0 ? null : (active[begun]?.hour ?? null);
}

function shownHours(hours: readonly KeptHour[], heard: Heard | undefined, nowMs: number): HealthHour[] {
  const byMs = new Map(hours.map((hour) => [hour.hour.getTime(), hour]));
  const lastMs = nowMs - (nowMs % HOUR_MS);
  return Array.from({ length: SHOWN_HOURS }, (_, i) => {
    const ms = lastMs - (SHOWN_HOURS - 1 - i) * HOUR_MS;
    const kept = byMs.get(ms);
    return { hour: new Date(ms), counts: kept === undefined ? (heard === undefined || ms < heard.firstHour.getTime() ? null : NOTHING) : countsOf(kept) };
  });
}

function rateOf(hours: readonly KeptHour[], nowMs: number): number {
  const currentMs = nowMs - (nowMs % HOUR_MS);
  const beganMs = currentMs - HOUR_MS;
  return sum(hours.filter(({ hour }) => hour.getTime() >= beganMs).map(({ received }) => received)) / ((nowMs - beganMs) / 1000);
}

const NOTHING: Counts = { received: 0, stored: 0, quarantined: 0, dropped: 0, duplicates: 0 };
const countsOf = ({ received, stored, quarantined, dropped, duplicates }: Counts): Counts => ({ received, stored, quarantined, dropped, duplicates });
/** Lines that were not sent again: only these could be read or not. */
const newLines = ({ received, duplicates }: KeptHour): number => received - duplicates;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const addLags = (hours: readonly KeptHour[]): readonly number[] => Array.from({ length: LAG_CLASSES }, (_, i) => sum(hours.map(({ lag }) => lag[i] ?? 0)));

/** The counts of several hours or sources together. */
export const totalOf = (all: readonly Counts[]): Counts => all.reduce<Counts>((total, one) => ({
  received: total.received + one.received, stored: total.stored + one.stored, quarantined: total.quarantined + one.quarantined, dropped: total.dropped + one.dropped, duplicates: total.duplicates + one.duplicates,
}), NOTHING);
