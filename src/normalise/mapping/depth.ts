// A record may nest a hundred thousand levels: JSON.parse reads that, and whoever writes it again runs out of stack.
import type { Value } from "../../core/index.ts";

const LIMIT = 64;
const CUT = "(nested deeper than 64 levels)";

/** The value without what is nested too deep; the value itself where nothing is. */
export function cutDeep(value: Value): Value {
  return isDeep(value) ? copy(value, 0) : value;
}

/** Goes down level by level, so that it needs no stack. */
function isDeep(value: Value): boolean {
  let level: Value[] = [value];
  for (let depth = 0; depth <= LIMIT; depth += 1) {
    const next: Value[] = [];
    for (const one of level) if (typeof one === "object" && one !== null) for (const part of Object.values<Value>(one)) next.push(part);
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}

function copy(value: Value, depth: number): Value {
  if (typeof value !== "object" || value === null) return value;
  if (depth >= LIMIT) return CUT;
  if (Array.isArray(value)) return (value as readonly Value[]).map((part) => copy(part, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copy(part, depth + 1)]));
}
