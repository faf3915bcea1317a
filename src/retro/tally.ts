// Counting what a run matches: by day, host and source. Hosts come from logs, so only so many are told apart.
import { forecastOf } from "./forecast.ts";
import type { RetroResult } from "./retro-run.ts";

/** What is counted of one match. */
export type Matched = { readonly ruleKey: string; readonly timeMs: number; readonly host: string | null; readonly source: string };

const MAX_HOSTS = 5_000;
const HOSTS_TOLD = 50;
const DAY_MS = 86_400_000;

/** Counts the matches of one run. */
export class Tally {
  matched = 0;
  areHostsCut = false;
  readonly #byRule = new Map<string, number>();
  readonly #bySource = new Map<string, number>();
  readonly #byDay = new Map<number, number>();
  /** Days by host. */
  readonly #byHost = new Map<string | null, Map<number, number>>();
  #firstMs = Infinity;
  #lastMs = -Infinity;

  add({ ruleKey, timeMs, host, source }: Matched): void {
    const day = Math.floor(timeMs / DAY_MS);
    this.matched++;
    this.#firstMs = Math.min(this.#firstMs, timeMs);
    this.#lastMs = Math.max(this.#lastMs, timeMs);
    count(this.#byRule, ruleKey);
    count(this.#bySource, source);
    count(this.#byDay, day);
    const days = this.#byHost.get(host);
    if (days !== undefined) count(days, day);
    else if (this.#byHost.size < MAX_HOSTS) this.#byHost.set(host, new Map([[day, 1]]));
    else this.areHostsCut = true;
  }

  /** How often a rule matched. */
  ofRule(key: string): number {
    return this.#byRule.get(key) ?? 0;
  }

  /** The figures of a range. */
  figures(sinceMs: number, untilMs: number): Pick<RetroResult, "days" | "hosts" | "sources" | "forecast" | "firstAt" | "lastAt" | "areHostsCut"> {
    const days = daysOf(sinceMs, untilMs);
    const hosts = [...this.#byHost].map(([host, byDay]) => ({ host, matched: [...byDay.values()].reduce((sum, n) => sum + n, 0) })).toSorted((a, b) => b.matched - a.matched);
    const noisiest = hosts.find((one): one is typeof one & { host: string } => one.host !== null)?.host;
    return {
      days: days.map(({ day, isWhole }) => ({ day: new Date(day * DAY_MS).toISOString().slice(0, 10), matched: this.#byDay.get(day) ?? 0, isWhole })),
      hosts: hosts.slice(0, HOSTS_TOLD),
      sources: [...this.#bySource].map(([source, matched]) => ({ source, matched })).toSorted((a, b) => b.matched - a.matched),
      forecast: forecastOf({ sinceMs, untilMs, days, byDay: this.#byDay, noisiest: noisiest === undefined ? undefined : { host: noisiest, byDay: this.#byHost.get(noisiest) ?? new Map<number, number>() } }),
      firstAt: this.matched === 0 ? null : new Date(this.#firstMs).toISOString(),
      lastAt: this.matched === 0 ? null : new Date(this.#lastMs).toISOString(),
      areHostsCut: this.areHostsCut,
    };
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The calendar days in UTC that a range has a part of, as numbers since 1970. */
function daysOf(sinceMs: number, untilMs: number): { readonly day: number; readonly isWhole: boolean }[] {
  const first = Math.floor(sinceMs / DAY_MS);
  const end = Math.ceil(untilMs / DAY_MS);
  return Array.from({ length: end - first }, (_, i) => ({ day: first + i, isWhole: (first + i) * DAY_MS >= sinceMs && (first + i + 1) * DAY_MS <= untilMs }));
}
