// Which alerts a list has, and in which order.
import type { Status, Verdict } from "../alert.ts";
import type { Level } from "../level.ts";

export const STAGES = ["open", "mine", "unowned", "closed", "all"] as const;
export type Stage = (typeof STAGES)[number];

const SORTS = ["worst", "due", "newest"] as const;
export type Sort = (typeof SORTS)[number];

export type AlertQuery = {
  readonly stage: Stage;
  readonly sort: Sort;
  /** Who asks, for `mine`. */
  readonly person: string;
  readonly statuses?: readonly Status[] | undefined;
  readonly levels?: readonly Level[] | undefined;
  readonly rule?: string | undefined;
  readonly technique?: string | undefined;
  readonly asset?: string | undefined;
  readonly entity?: string | undefined;
  readonly incident?: string | undefined;
  /** When it was raised. */
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly verdicts?: readonly (Verdict | "none")[] | undefined;
  readonly dueBefore?: Date | undefined;
  readonly text?: string | undefined;
  readonly tenants?: readonly string[] | undefined;
};

/** A place in a list: the values that it is sorted by, and the id. */
export type Place = { readonly id: string; readonly score: number; readonly raisedAt: Date; /** Null: nothing is due. */ readonly dueAt: Date | null };
