import type { Value } from "../../core/index.ts";

/** One detection rule matched one event. Holds only JSON, for it crosses threads and is saved. */
export type Hit = {
  /** The rule's key. */
  readonly rule: string;
  /** Event time; fractions of a millisecond are cut off. */
  readonly timeMs: number;
  /** The event's id, computed from its content: the same event has the same one whenever it is read again. */
  readonly eventKey: string;
  /** Values of the fields that `fieldsNeeded` lists for the rule, in that order. */
  readonly values: readonly Value[];
  /** What leads a person back to the event; correlations only hand it on. */
  readonly evidence: unknown;
};

/** One hit that a detection was made of. */
type Contribution = Pick<Hit, "rule" | "timeMs" | "eventKey" | "evidence">;

/** A correlation's condition was met in one group. */
export type CorrelationDetection = {
  /** Computed from content, so a replay gives the same one. A text of its parts: hash it where a short one is needed. */
  readonly id: string;
  readonly rule: string;
  /** Time of the hit that completed it; where the condition is judged when a window closes, of the window's last hit. */
  readonly timeMs: number;
  /** Time of the earliest hit that still counted. */
  readonly firstMs: number;
  /** The group-by fields and aliases, as their values were written in the group's first hit. */
  readonly group: Readonly<Record<string, string>>;
  /** The figure that met the condition: hits, distinct values, sum, mean, percentile, or number of rules seen. */
  readonly figure: number;
  /** Hits of the group since it began or since its last detection, whichever is later. */
  readonly hits: number;
  /** Some of these hits in order of time; for temporal correlations one of each rule. */
  readonly evidence: readonly Contribution[];
};

/** Bounds of what one correlator keeps, and how long it waits. */
export type CorrelatorOptions = {
  /** How far behind the latest event a hit may arrive and still count. `Infinity` waits for `flush`: a scan of files. */
  readonly latenessMs?: number;
  /** Hits that wait for their turn; past this the older half is taken early, and counted as `forced`. */
  readonly maxWaiting?: number;
  /** Groups of one correlation; past this the group that was idle longest is dropped, and counted as `evicted`. */
  readonly maxGroups?: number;
  /** Times, values and hits that the groups of one correlation keep together; past this groups are dropped likewise. */
  readonly maxEntries?: number;
  /** Hits shown with a detection. */
  readonly maxEvidence?: number;
};

export const DEFAULTS: Required<CorrelatorOptions> = {
  latenessMs: 300_000,
  maxWaiting: 500_000,
  maxGroups: 100_000,
  maxEntries: 500_000,
  maxEvidence: 10,
};
