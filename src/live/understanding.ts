// What the live stream asks of the technologies: one place, so that it can be given others in a test.
import type { Event } from "../core/index.ts";
import type { Contexts } from "../enrich/index.ts";
import type { EcsDocument, Hint, HotValues } from "../normalise/index.ts";
import type { SourceRef } from "../sources/index.ts";

export type Understanding = {
  /** What is known of a source before its lines are read. */
  readonly hintOf: (from: SourceRef) => Hint;
  /** Which technology an event is of, and how sure that is; undefined if nobody recognised it. */
  readonly technologyOf: (event: Event) => { readonly technology: string; readonly confidence: number } | undefined;
  /** The technology that the configuration gives a source. */
  readonly labelOf: (from: SourceRef) => string | undefined;
  /** Event time in milliseconds, NaN if it has none, with the zone of the source where the event names none. */
  readonly timeOf: (event: Event, from: SourceRef) => number;
  /** Network zone of the CMDB that the configuration gives a source, in lower case. */
  readonly zoneOf: (from: SourceRef) => string | undefined;
  /** The whole event under ECS names, with what its tenant's context says of it. */
  readonly documentOf: (event: Event, from: SourceRef, arrivedMs: number) => EcsDocument;
  /** Fills in the fields that have columns; gives the names of those whose value did not fit their type. */
  readonly hotValues: (event: Event, out: HotValues) => readonly string[];
  /** What is known around events, by tenant; undefined: nobody asks. */
  readonly contexts?: Pick<Contexts, "of" | "ready"> | undefined;
};
