import type { Filter } from "./filter.ts";

/** Times that all events meant lie between, as far as the filter says so of `@timestamp`; `untilMs` is the first that is too late. */
export type TimeBounds = { readonly sinceMs?: number; readonly untilMs?: number };

/** The bounds that hold whatever else the filter asks: those of its top, and of what is joined there by `and`. */
export function timeBounds(filter: Filter): TimeBounds {
  if (filter.kind === "and") return filter.of.map(timeBounds).reduce(narrower, {});
  if (filter.kind !== "field" || filter.field !== "@timestamp" || filter.test.op !== "time") return {};
  const { compare, ms } = filter.test;
  switch (compare) {
    case ">=":
      return { sinceMs: ms };
    case ">":
      return { sinceMs: ms + 1 };
    case "<":
      return { untilMs: ms };
    case "<=":
      return { untilMs: ms + 1 };
  }
}

function narrower(a: TimeBounds, b: TimeBounds): TimeBounds {
  const sinceMs = Math.max(a.sinceMs ?? -Infinity, b.sinceMs ?? -Infinity);
  const untilMs = Math.min(a.untilMs ?? Infinity, b.untilMs ?? Infinity);
  return { ...(sinceMs === -Infinity ? {} : { sinceMs }), ...(untilMs === Infinity ? {} : { untilMs }) };
}
