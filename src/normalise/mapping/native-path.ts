// Reads a native value by its path: `userIdentity.arn`, `Parameters[Name=Identity].Value`, `Data.2`.
import type { Value } from "../../core/index.ts";
import { MappingProblem, type At } from "./problem.ts";

/** Reads one value; undefined if there is none. */
export type Read = (fields: { readonly [name: string]: Value }) => Value;

type Step = {
  readonly name: string;
  readonly where: readonly [name: string, value: string] | undefined;
  /** The path from here to its end: an object may have it as one name. */
  readonly whole: string;
};

// On the way through lists an attacker's record must not grow the result without end.
const VALUES_LIMIT = 1000;

/**
 * Compiles a path. A name with dots is also tried as it is, since Zeek, Falco and others write dots into names. A list on the
 * way is gone through: the values of all its items are the result, or those of the items that `[name=value]` picks.
 */
export function nativePath(path: string, at: At): Read {
  if (/(?:^|\.)(?:__proto__|constructor|prototype)(?:\.|$|\[)/.test(path)) throw new MappingProblem(at, `${path} is no name of a field`, "Name a field of the record.");
  if (!/[.[]/.test(path)) return (fields) => fields[path];
  const steps = stepsOf(path, at);
  const [first, ...rest] = steps as [Step, ...Step[]];
  return (fields) => {
    const whole = fields[path];
    if (whole !== undefined) return whole;
    return walk(picked(fields[first.name], first), rest, 0);
  };
}

function stepsOf(path: string, at: At): Step[] {
  const steps: Step[] = [];
  // The value behind = may hold dots, so the path is not simply split.
  for (const found of path.matchAll(/([^.[]+)(?:\[([^=\]]+)=([^\]]*)\])?(?:\.|$)/gy)) {
    steps.push({ name: found[1]!, where: found[2] === undefined ? undefined : [found[2], found[3] ?? ""], whole: path.slice(found.index) });
  }
  const length = steps.reduce((sum, { name, where }) => sum + name.length + 1 + (where === undefined ? 0 : where[0].length + where[1].length + 3), -1);
  if (length !== path.length) throw new MappingProblem(at, `${path} is no path`, "Write names with dots between; pick an item of a list by [name=value].");
  return steps;
}

function walk(value: Value, steps: readonly Step[], from: number): Value {
  for (let i = from; i < steps.length; i += 1) {
    if (typeof value !== "object" || value === null) return undefined;
    const step = steps[i]!;
    if (Array.isArray(value)) {
      if (/^\d{1,4}$/.test(step.name)) {
        value = (value as readonly Value[])[Number(step.name)];
        continue;
      }
      return each(value as readonly Value[], steps, i);
    }
    const inside = value as { readonly [name: string]: Value };
    const whole = i < steps.length - 1 ? own(inside, step.whole) : undefined;
    if (whole !== undefined) return whole;
    value = picked(own(inside, step.name), step);
  }
  return value;
}

function each(items: readonly Value[], steps: readonly Step[], at: number): Value {
  const values: Value[] = [];
  for (const item of items) {
    if (Array.isArray(item)) continue;
    const value = walk(item, steps, at);
    if (value === undefined || value === null) continue;
    if (Array.isArray(value)) values.push(...(value as readonly Value[]).slice(0, VALUES_LIMIT));
    else values.push(value);
    if (values.length >= VALUES_LIMIT) break;
  }
  return values.length === 0 ? undefined : values.length === 1 ? values[0] : values;
}

const own = (object: { readonly [name: string]: Value }, name: string): Value => (Object.hasOwn(object, name) ? object[name] : undefined);

function picked(value: Value, { where }: Step): Value {
  if (where === undefined) return value;
  const [name, wanted] = where;
  const list: readonly Value[] = Array.isArray(value) ? (value as readonly Value[]) : [value];
  return list.filter((item) => {
    const one = typeof item === "object" && item !== null && !Array.isArray(item) ? own(item as { readonly [name: string]: Value }, name) : undefined;
    return (typeof one === "string" || typeof one === "number" || typeof one === "boolean") && String(one) === wanted;
  });
}
