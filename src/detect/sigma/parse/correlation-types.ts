import type { RuleExpression, Term } from "./correlation-expression.ts";
import type { RuleHead } from "../types.ts";

export const CORRELATION_TYPES = [
  "event_count", "value_count", "value_sum", "value_avg", "value_percentile", "value_median", "temporal", "temporal_ordered",
] as const;
/** What a correlation looks at: how many hits, which values, or which rules together. */
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

export const OPERATORS = ["gt", "gte", "lt", "lte", "eq", "neq"] as const;
/** How a figure stands to a limit, in Sigma's words. */
export type Operator = (typeof OPERATORS)[number];

/** One side of a condition: the figure of the window stands in this relation to the limit. */
export type Bound = { readonly operator: Operator; readonly limit: number };

/** When a window matches: by a figure within bounds, or by which rules were seen in it. */
export type CorrelationCondition =
  | {
      readonly kind: "bounds";
      readonly bounds: readonly Bound[];
      /** The fields whose values are looked at, or several whose values together are one; empty for counts of hits and rules. */
      readonly fields: readonly string[];
      /** From 0 to 100; only `value_percentile` has one. */
      readonly percentile: number | undefined;
    }
  | {
      readonly kind: "expression";
      readonly expression: RuleExpression;
      /** The expression as alternatives; only `temporal_ordered` has them, for there order is a property of each. */
      readonly terms: readonly Term[] | undefined;
    };

/** A `correlation:` document whose own text is legal; what it refers to is not looked up yet. */
export type CorrelationRule = {
  /** What other correlations and detections call it: unique over all rules of one set. */
  readonly key: string;
  readonly head: RuleHead;
  readonly type: CorrelationType;
  /** Ids or names as written, at least one, none twice. */
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly timespanMs: number;
  /** Alias → reference as written in `rules` → the field that the alias stands for there. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly condition: CorrelationCondition;
  /** Whether the referenced rules still raise detections of their own. */
  readonly generate: boolean;
};
