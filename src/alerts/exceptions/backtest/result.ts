import type { Level } from "../../level.ts";
import type { Verdict } from "../../alert.ts";

/** One square: a past alert, and what would have become of it. */
export type TestedAlert = {
  readonly id: string;
  readonly ref: string;
  readonly title: string;
  readonly time: Date;
  readonly level: Level;
  readonly verdict: Verdict | null;
  /** All of its detections would have been kept below the line. */
  readonly hidden: boolean;
  /** Some of them. */
  readonly partly: boolean;
};

export type VerdictCounts = { readonly true_positive: number; readonly benign_positive: number; readonly false_positive: number; readonly unjudged: number };

/** A condition more, that keeps the true positives or narrows what is wide. */
export type Narrower = { readonly field: string; readonly value: string; /** To be added to the conditions. */ readonly condition: Readonly<Record<string, string>>; readonly hides: number; readonly of: number; readonly truePositives: number; readonly sentence: string };

export type UnknownField = { readonly field: string; readonly instead: string | null };

/** What a text would have hidden. */
export type BacktestResult = {
  readonly detections: { readonly total: number; readonly hidden: number; /** Their events are gone or were not read in time: they count as not hidden. */ readonly undecided: number };
  readonly alerts: { readonly total: number; readonly hidden: number; readonly partly: number; readonly byVerdict: VerdictCounts; readonly hiddenByVerdict: VerdictCounts };
  /** The newest ones. */
  readonly squares: readonly TestedAlert[];
  readonly truePositives: { readonly count: number; readonly named: readonly Pick<TestedAlert, "id" | "ref" | "title">[] };
  readonly narrower: Narrower | null;
  /** Fields that nothing looked at had. */
  readonly unknownFields: readonly UnknownField[];
  /** Why not all was looked at; null: all was. */
  readonly partial: string | null;
  readonly sentence: string;
};
