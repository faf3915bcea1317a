// Which fields and technologies the events of each source bring, by day: what log-source engineering looks at.
import { HOT_FIELDS, type HotValues } from "../normalise/index.ts";

/** Counts of one source and one day of arrival. */
export type SourceDay = {
  readonly tenant: string;
  readonly source: string;
  /** Beginning of the day, in milliseconds since 1970 UTC. */
  readonly dayMs: number;
  events: number;
  /** Values that did not fit the type of their field, by field. */
  readonly clashes: Map<string, number>;
  /** Events that have each of HOT_FIELDS, at its place. */
  readonly fields: number[];
  /** Events by technology and, where that differs, by what the configuration calls the source. */
  readonly technologies: Map<string, TechnologyCount>;
};

export type TechnologyCount = { readonly technology: string; readonly labelled: string; n: number };

/** One stored event, as far as it is counted here. */
export type Filled = { readonly arrivedMs: number; readonly technology: string; readonly label: string | undefined; readonly hot: HotValues; readonly clashes: readonly string[] };

const DAY_MS = 86_400_000;

/** Counts by source and day. */
export class Fill {
  readonly #days = new Map<string, SourceDay>();

  add(tenant: string, source: string, { arrivedMs, technology, label, hot, clashes }: Filled): void {
    const day = this.#day(tenant, source, arrivedMs - (arrivedMs % DAY_MS));
    day.events++;
    for (const field of clashes) day.clashes.set(field, (day.clashes.get(field) ?? 0) + 1);
    for (let i = 0; i < hot.length; i++) if (hot[i] !== undefined) day.fields[i]!++;
    count(day, technology, label === undefined || label === technology ? "" : label, 1);
  }

  /** Adds the counts of another, and gives all. */
  merge(other: Fill): void {
    for (const from of other.#days.values()) {
      const day = this.#day(from.tenant, from.source, from.dayMs);
      day.events += from.events;
      for (const [field, n] of from.clashes) day.clashes.set(field, (day.clashes.get(field) ?? 0) + n);
      for (const [i, n] of from.fields.entries()) day.fields[i]! += n;
      for (const { technology, labelled, n } of from.technologies.values()) count(day, technology, labelled, n);
    }
  }

  days(): readonly SourceDay[] {
    return [...this.#days.values()];
  }

  #day(tenant: string, source: string, dayMs: number): SourceDay {
    const key = `${tenant}\n${source}\n${dayMs}`;
    const known = this.#days.get(key);
    if (known !== undefined) return known;
    const day: SourceDay = { tenant, source, dayMs, events: 0, clashes: new Map(), fields: HOT_FIELDS.map(() => 0), technologies: new Map() };
    this.#days.set(key, day);
    return day;
  }
}

function count({ technologies }: SourceDay, technology: string, labelled: string, n: number): void {
  const key = `${technology}\n${labelled}`;
  const known = technologies.get(key);
  if (known === undefined) technologies.set(key, { technology, labelled, n });
  else known.n += n;
}
