import type { Draft, Event, Provenance } from "../core/index.ts";

/** Reads an event further, if a technology declares how: gives the event itself where none does. */
export type ReadFurther = (event: Event, latestMs: number | undefined) => readonly Event[];

/** What is known of a record from outside it. Anything of it may be wrong: what the record says itself goes before it. */
export type Hint = {
  /** The product that writes these records, where they do not tell. */
  readonly product?: string | undefined;
  /** The log within the product: a Zeek path, a syslog program. */
  readonly channel?: string | undefined;
  /** When the record was written at the latest: it tells the year of a time that names none. */
  readonly latestMs?: number | undefined;
  /** IANA name of the zone of times that name none. It changes no event: `createEventClock` takes it to read the time. */
  readonly timeZone?: string | undefined;
  /** Reads what the readers left whole, in the ways that technologies declare. */
  readonly read?: ReadFurther | undefined;
};

/** One record on its way to being recognised. */
export type Candidate = {
  readonly record: Draft;
  /** The text that `record` was parsed from, if it was JSON of its own. */
  readonly json: string | undefined;
  readonly source: Provenance;
  readonly hint: Hint;
  /** Recognises what lies inside an envelope: an array's item, a message. `json` as above. */
  readonly inside: (value: unknown, json: string | undefined) => Event[];
  /** The same without the hint's product: what the value itself tells. */
  readonly insideUnlabelled: (value: unknown, json: string | undefined) => Event[];
};

/** Recognises the records of one family, or answers undefined, for the next to try. */
export type Shape = (candidate: Candidate) => Event[] | undefined;
