// From a native value to the type that ECS wants; undefined if it is not of that type.
import { isoOfWritten, timeMs, type Value } from "../../core/index.ts";
import { normalAddress } from "./address.ts";
import type { EcsType } from "./ecs-fields.ts";

export type Converted = string | number | boolean | { readonly [name: string]: Value } | readonly Converted[];
export type Convert = (value: Value) => Converted | undefined;

const SCALARS: Readonly<Record<EcsType, Convert>> = {
  keyword(value) {
    if (typeof value === "string") return value;
    return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
  },
  ip(value) {
    return typeof value === "string" ? normalAddress(value) : undefined;
  },
  long(value) {
    const number = numberOf(value);
    return number === undefined ? undefined : Math.round(number);
  },
  float: numberOf,
  boolean(value) {
    if (typeof value === "boolean") return value;
    if (value === "true" || value === "True" || value === "yes" || value === "1" || value === 1) return true;
    return value === "false" || value === "False" || value === "no" || value === "0" || value === 0 ? false : undefined;
  },
  date(value) {
    const ms = typeof value === "number" ? timeMs(value) : typeof value === "string" ? (timeMs(value) ?? timeMs(isoOfWritten(value))) : undefined;
    return ms === undefined ? undefined : isoOf(ms);
  },
  geo_point: objectOf,
  object: objectOf,
};

/** A conversion to the type: of a list, each value by itself. `list` makes one of a single value, too; `repeats` keeps what stands in it twice. */
export function converter(type: EcsType, list: boolean, repeats = false): Convert {
  const scalar = SCALARS[type];
  const many = (values: readonly Value[]): Converted | undefined => {
    const all: Converted[] = [];
    for (const value of values) {
      const one = Array.isArray(value) ? undefined : scalar(value);
      if (one !== undefined && (repeats || !all.includes(one))) all.push(one);
    }
    if (all.length === 0) return undefined;
    return all.length === 1 && !list ? all[0] : all;
  };
  return (value) => {
    if (Array.isArray(value)) return many(value as readonly Value[]);
    const one = scalar(value);
    return one === undefined || !list ? one : [one];
  };
}

// Decimal, and hexadecimal as Windows writes process ids. More than a double holds exactly stays text.
function numberOf(value: Value): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || value.length === 0 || value.length > 20 || !/^(?:-?\d+(?:\.\d+)?|0x[\da-fA-F]+)$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(Math.trunc(number)) ? number : undefined;
}

function objectOf(value: Value): Converted | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as { readonly [name: string]: Value }) : undefined;
}

/** ISO 8601 in UTC; undefined beyond the years that it can write. */
export function isoOf(ms: number): string | undefined {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined;
}
