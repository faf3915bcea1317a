import { OPERATORS } from "./correlation-types.ts";
import { RuleProblem, type At } from "./problem.ts";

/** The keys that a mapping may have. A key that is misspelt would otherwise be a condition that nobody checks. */
const keysOf = (what: string, allowed: readonly string[]) => ({
  check(map: object, at: At): void {
    for (const key of Object.keys(map)) {
      if (allowed.includes(key)) continue;
      const near = allowed.find((word) => distance(key.toLowerCase().replaceAll(/[_ ]/g, "-"), word) <= 2);
      const hint = near === undefined ? `${what} has the keys ${allowed.join(", ")}.` : `Did you mean "${near}"?`;
      throw new RuleProblem([...at, key], `${what} has no key "${key.slice(0, 60)}"`, hint);
    }
  },
});

export const CORRELATION_KEYS = {
  correlation: keysOf("correlation", ["type", "rules", "group-by", "timespan", "aliases", "condition", "generate"]),
  condition: keysOf("condition", [...OPERATORS, "field", "percentile"]),
} as const;

/** Letters to insert, delete or replace to make one word the other. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
