// How the sources of a tenant are: what log-source engineering looks at first. Pure, of rows.
import { LAG_CLASSES } from "../lag.ts";
import type { KeptDays, KeptHour } from "../repo.ts";

/** A source as the configuration names it; null where there is none of this name, but lines came from it. */
export type ConfiguredSource = { readonly name: string; readonly technology?: string | undefined };

/** What is known of a tenant's sources. Days are as 2026-11-24. */
export type Known = {
  readonly configured: readonly ConfiguredSource[];
  /** Today's hours. */
  readonly hours: readonly KeptHour[];
  readonly lastHours: ReadonlyMap<string, Date>;
  readonly days: KeptDays;
  readonly today: string;
  readonly yesterday: string;
  readonly nowMs: number;
};

const COUNTS = ["received", "stored", "quarantined", "dropped", "duplicates", "events", "bytes"] as const;

export type SourceStatus = {
  readonly source: string;
  readonly isConfigured: boolean;
  readonly technology: {
    readonly labelled: string | null;
    /** By its events of yesterday and today, the most frequent first. */
    readonly seen: readonly { readonly technology: string; readonly events: number }[];
    /** Whether most of them are of another technology than the configuration says. */
    readonly isWrong: boolean;
  };
  /** Beginning of the last hour in which lines arrived; null: nothing was ever heard. */
  readonly lastHour: Date | null;
  readonly isSilent: boolean;
  /** Milliseconds since the end of the last hour with lines: it has been silent for at least so long. */
  readonly silentMs: number | null;
  readonly today: Readonly<Record<(typeof COUNTS)[number], number>> & { readonly lag: readonly number[] };
  readonly fields: readonly FieldFill[];
};

/** The share of a source's events that have a field; null on a day without events. */
export type FieldFill = { readonly field: string; readonly today: number | null; readonly yesterday: number | null; readonly clashesToday: number; readonly hasDropped: boolean };

const HOUR_MS = 3_600_000;

/** The status of each source that is configured or was heard of, by name. */
export function sourceStatuses(known: Known): readonly SourceStatus[] {
  const configured = new Map(known.configured.map((source) => [source.name, source]));
  const names = new Set([...configured.keys(), ...known.lastHours.keys()]);
  return [...names].toSorted().map((name) => {
    const lastHour = known.lastHours.get(name) ?? null;
    const silentMs = lastHour === null ? null : Math.max(0, known.nowMs - lastHour.getTime() - HOUR_MS);
    return {
      source: name,
      isConfigured: configured.has(name),
      technology: technologyOf(known, name, configured.get(name)?.technology ?? null),
      lastHour,
      // Whoever sends less than every hour is told of here as well: it is a hint, no alarm.
      isSilent: silentMs === null || silentMs >= HOUR_MS,
      silentMs,
      today: countsOf(known.hours.filter(({ source }) => source === name)),
      fields: fillOf(known, name),
    };
  });
}

function technologyOf({ days }: Known, name: string, labelled: string | null): SourceStatus["technology"] {
  const own = days.technologies.filter(({ source }) => source === name);
  const seen = [...Map.groupBy(own, ({ technology }) => technology)].map(([technology, rows]) => ({ technology, events: sum(rows.map(({ events }) => events)) }));
  const other = sum(own.filter((row) => row.labelled !== "").map(({ events }) => events));
  return { labelled, seen: seen.toSorted((a, b) => b.events - a.events || (a.technology < b.technology ? -1 : 1)), isWrong: labelled !== null && other * 2 > sum(seen.map(({ events }) => events)) };
}

function countsOf(hours: readonly KeptHour[]): SourceStatus["today"] {
  const [received, stored, quarantined, dropped, duplicates, events, bytes] = COUNTS.map((name) => sum(hours.map((hour) => hour[name])));
  const lag = Array.from({ length: LAG_CLASSES }, (_, i) => sum(hours.map((hour) => hour.lag[i] ?? 0)));
  return { received: received ?? 0, stored: stored ?? 0, quarantined: quarantined ?? 0, dropped: dropped ?? 0, duplicates: duplicates ?? 0, events: events ?? 0, bytes: bytes ?? 0, lag };
}

// Below so many events, and for a field that few had, a share tells nothing.
const ENOUGH_EVENTS = 20;
const ENOUGH_SHARE = 0.1;

function fillOf({ days, today, yesterday }: Known, name: string): FieldFill[] {
  const eventsOn = (day: string): number => sum(days.technologies.filter((row) => row.source === name && row.day === day).map(({ events }) => events));
  const [eventsToday, eventsYesterday] = [eventsOn(today), eventsOn(yesterday)];
  const own = days.fields.filter(({ source }) => source === name);
  return [...Map.groupBy(own, ({ field }) => field)].map(([field, rows]) => {
    const on = (day: string) => rows.find((row) => row.day === day);
    const share = (day: string, events: number): number | null => (events === 0 ? null : (on(day)?.events ?? 0) / events);
    const [now, before] = [share(today, eventsToday), share(yesterday, eventsYesterday)];
    const hasDropped = now !== null && before !== null && eventsToday >= ENOUGH_EVENTS && eventsYesterday >= ENOUGH_EVENTS && before >= ENOUGH_SHARE && now < before / 2;
    return { field, today: now, yesterday: before, clashesToday: on(today)?.clashes ?? 0, hasDropped };
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
