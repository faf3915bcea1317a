// Sigma correlation rules specification, "Condition"; pySigma's `percentile` key.
import { CORRELATION_KEYS } from "./correlation-keys.ts";
import { OPERATORS, type Bound, type CorrelationCondition, type CorrelationType, type Operator } from "./correlation-types.ts";
import { kind, mapping } from "./document.ts";
import { RuleProblem, type At } from "./problem.ts";

type Bounds = Extract<CorrelationCondition, { kind: "bounds" }>;

// The specification names no percentile at all; docs/correlations.md says why this one.
const DEFAULT_PERCENTILE = 95;

/** Parses a condition map: one operator, or two that make a range, with the fields that the type needs. */
export function parseBounds(value: unknown, type: CorrelationType, rules: number, at: At): Bounds {
  const map = mapping(value, at, "condition");
  CORRELATION_KEYS.condition.check(map, at);
  const bounds = OPERATORS.filter((operator) => Object.hasOwn(map, operator))
    .map((operator) => ({ operator, limit: numberAt(map[operator], [...at, operator]) }));
  if (bounds.length === 0 || bounds.length > 2) {
    throw new RuleProblem(at, `condition has ${bounds.length} of ${OPERATORS.join(", ")}`, 'Give one, as in "gte: 10", or two that make a range.');
  }
  refuseImpossible(bounds, type, rules, at);
  return { kind: "bounds", bounds, fields: fields(map["field"], type, at), percentile: percentile(map["percentile"], type, at) };
}

function numberAt(value: unknown, at: At): number {
  const number = typeof value === "string" && /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw new RuleProblem(at, `the limit must be a number, not ${kind(value)}`, 'Write a number, as in "gte: 10".');
}

function fields(value: unknown, type: CorrelationType, at: At): readonly string[] {
  const place = [...at, "field"];
  if (!type.startsWith("value_")) {
    if (value === undefined) return [];
    throw new RuleProblem(place, `${type} looks at no field`, `Take "field" out, or use type value_count.`);
  }
  const list = Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
  if (list.length === 0) throw new RuleProblem(at, `${type} needs the field whose values it looks at`, 'Add "field: NAME" to the condition.');
  if (!list.every((name): name is string => typeof name === "string" && name !== "")) {
    throw new RuleProblem(place, "field must be a name or a list of names", 'Write "field: NAME".');
  }
  if (type !== "value_count" && list.length > 1) {
    throw new RuleProblem(place, `${type} works on numbers of one field, not of ${list.length}`, "Name one field; only value_count takes several.");
  }
  return list;
}

function percentile(value: unknown, type: CorrelationType, at: At): number | undefined {
  const place = [...at, "percentile"];
  if (type !== "value_percentile") {
    if (value === undefined) return undefined;
    throw new RuleProblem(place, `${type} has no percentile`, 'Take "percentile" out, or use type value_percentile.');
  }
  if (value === undefined) return DEFAULT_PERCENTILE;
  const number = numberAt(value, place);
  if (number >= 0 && number <= 100) return number;
  throw new RuleProblem(place, `percentile ${number} is not between 0 and 100`, 'Write "percentile: 95" for the value that 95 of 100 do not pass.');
}

/** A correlation that can never fire looks like one that guards: it is refused. */
function refuseImpossible(bounds: readonly Bound[], type: CorrelationType, rules: number, at: At): void {
  const counts = type === "event_count" || type === "value_count" || type.startsWith("temporal");
  const most = type.startsWith("temporal") ? rules : Infinity;
  const candidates = bounds.flatMap(({ limit }) => [limit, Math.floor(limit), Math.ceil(limit)].flatMap((n) => [n - 1, n, n + 1]));
  const between = bounds.length === 2 ? [(bounds[0]!.limit + bounds[1]!.limit) / 2] : [];
  const figures = counts ? [1, ...candidates].filter((n) => Number.isInteger(n) && n >= 1 && n <= most) : [...candidates, ...between];
  if (figures.some((figure) => within(bounds, figure))) return;
  const text = bounds.map(({ operator, limit }) => `${operator}: ${limit}`).join(", ");
  const range = most === Infinity ? "at least 1" : `from 1 to ${most}`;
  const hint = counts ? `A window begins with a hit, so what is counted is ${range}; absence cannot be counted.` : "Correct the range: its upper limit lies below its lower one.";
  throw new RuleProblem(at, `condition ${text} can never hold`, hint);
}

const HOLDS: Readonly<Record<Operator, (figure: number, limit: number) => boolean>> = {
  gt: (figure, limit) => figure > limit,
  gte: (figure, limit) => figure >= limit,
  lt: (figure, limit) => figure < limit,
  lte: (figure, limit) => figure <= limit,
  eq: (figure, limit) => figure === limit,
  neq: (figure, limit) => figure !== limit,
};

/** Whether a figure meets every bound. */
export function within(bounds: readonly Bound[], figure: number): boolean {
  for (const bound of bounds) if (!HOLDS[bound.operator](figure, bound.limit)) return false;
  return true;
}
