import { OPERATORS } from "./correlation-types.ts";
import { nearest } from "../values/nearest.ts";
import { RuleProblem, type At } from "./problem.ts";

/** The keys that a mapping may have. A key that is misspelt would otherwise be a condition that nobody checks. */
const keysOf = (what: string, allowed: readonly string[]) => ({
  check(map: object, at: At): void {
    for (const key of Object.keys(map)) {
      if (allowed.includes(key)) continue;
      const near = nearest(key.replaceAll(/[_ ]/g, "-"), allowed);
      const hint = near === undefined ? `${what} has the keys ${allowed.join(", ")}.` : `Did you mean "${near}"?`;
      throw new RuleProblem([...at, key], `${what} has no key "${key.slice(0, 60)}"`, hint);
    }
  },
});

export const CORRELATION_KEYS = {
  correlation: keysOf("correlation", ["type", "rules", "group-by", "timespan", "aliases", "condition", "generate"]),
  condition: keysOf("condition", [...OPERATORS, "field", "percentile"]),
} as const;
