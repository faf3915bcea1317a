import type { Fields, Value } from "../../core/index.ts";
import type { Field } from "./field.ts";

/** One value of a field that is no list and no object. */
export type Scalar = string | number | boolean;

/** An event as hunts see it: its document under the names of ECS, and the line as it arrived. */
export type Searched = { readonly document: Fields; readonly line: string };

/** The values that an event has under a field's name, through lists on the way; absent and empty ones left out. */
export function valuesOf(document: Fields, { name, isList }: Field): Scalar[] {
  const found: Found = { out: [], turns: 0 };
  collect(document, name, 0, found);
  const { out } = found;
  // The column of a field that is no list keeps the first value.
  return isList || out.length < 2 ? out : out.slice(0, 1);
}

/** Whether anything stands under the name, an object with content included. */
export function has(document: Fields, field: Field): boolean {
  if (valuesOf(document, field).length > 0) return true;
  const inner = field.column === undefined ? child(document, field.name) : undefined;
  return typeof inner === "object" && inner !== null && Object.keys(inner).length > 0;
}

// A document nests no deeper than this where mappings made it; what an attacker nested deeper is not looked at.
const MAX_DEPTH = 32;

type Found = { readonly out: Scalar[]; turns: number };

function collect(value: Value, name: string, depth: number, found: Found): void {
  if (value === null || value === undefined || depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const one of value as readonly Value[]) collect(one, name, depth + 1, found);
    return;
  }
  if (typeof value !== "object") {
    if (name === "" && value !== "") found.out.push(value);
    return;
  }
  if (name === "") return;
  const fields = value as Fields;
  if (Object.hasOwn(fields, name)) collect(fields[name], "", depth + 1, found);
  const first = name.indexOf(".");
  if (first < 0) return;
  if (Object.hasOwn(fields, name.slice(0, first))) collect(fields[name.slice(0, first)], name.slice(first + 1), depth + 1, found);
  // A product's own names may hold dots themselves: `{"a.b": {"c": 1}}` has `a.b.c`.
  for (let dot = name.indexOf(".", first + 1); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    if (!Object.hasOwn(fields, name.slice(0, dot)) || ++found.turns > MAX_TURNS) continue;
    collect(fields[name.slice(0, dot)], name.slice(dot + 1), depth + 1, found);
  }
}

// A record with `a`, `a.a`, `a.a.a`… at all levels has twice as many ways to read a name for each part of it.
const MAX_TURNS = 100;

function child(fields: Fields, name: string): Value {
  let value: Value = fields;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Fields)[part];
  }
  return value;
}
