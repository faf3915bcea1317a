// What became of the lines of each source, hour by hour. An hour's `received` is the sum of the four outcomes, always.
import { LAG_CLASSES } from "./lag.ts";

/** The four things that can become of a line. */
export type Outcome = "stored" | "quarantined" | "dropped" | "duplicates";

/** Counts of one source and one hour of arrival. Lines, but for `events`: a line may hold several, and several lines one. */
export type SourceHour = {
  readonly tenant: string;
  readonly source: string;
  /** Beginning of the hour, in milliseconds since 1970 UTC. */
  readonly hourMs: number;
  received: number;
  stored: number;
  quarantined: number;
  dropped: number;
  duplicates: number;
  events: number;
  bytes: number;
  /** When the last of the lines arrived, in milliseconds since 1970 UTC. */
  lastMs: number;
  /** Events by class of lag: src/collection/lag.ts. */
  readonly lag: number[];
  /** Lines that each drop rule took. */
  readonly droppedBy: Map<string, number>;
};

const HOUR_MS = 3_600_000;

/** The counts of one batch. */
export class Tally {
  readonly #hours = new Map<string, SourceHour>();

  /** The counts that a line of this source, arrived then, belongs to. */
  of(tenant: string, source: string, arrivedMs: number): SourceHour {
    const hourMs = arrivedMs - (arrivedMs % HOUR_MS);
    const key = `${tenant}\n${source}\n${hourMs}`;
    const known = this.#hours.get(key);
    if (known !== undefined) {
      known.lastMs = Math.max(known.lastMs, arrivedMs);
      return known;
    }
    const hour = {
      tenant, source, hourMs, received: 0, stored: 0, quarantined: 0, dropped: 0, duplicates: 0, events: 0, bytes: 0, lastMs: arrivedMs,
      lag: Array.from({ length: LAG_CLASSES }, () => 0), droppedBy: new Map(),
    };
    this.#hours.set(key, hour);
    return hour;
  }

  hours(): readonly SourceHour[] {
    return [...this.#hours.values()];
  }
}
