import type { Fields, Value } from "../../core/index.ts";
import type { Field } from "./field.ts";

/** One value of a field that is no list and no object. */
export type Scalar = string | number | boolean;

/** An event as hunts see it: its document under the names of ECS, and the line as it arrived. */
export type Searched = { readonly document: Fields; readonly line: string };

/** The values that an event has under a field's name, through lists on the way; absent and empty ones left out. */
export function valuesOf(document: Fields, { name, isList }: Field): Scalar[] {
  const out: Scalar[] = [];
  collect(document, name, 0, out);
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

function collect(value: Value, name: string, depth: number, out: Scalar[]): void {
  if (value === null || value === undefined || depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const one of value as readonly Value[]) collect(one, name, depth + 1, out);
    return;
  }
  if (typeof value !== "object") {
    if (name === "" && value !== "") out.push(value);
    return;
  }
  if (name === "") return;
  const fields = value as Fields;
  // A product's own names may hold dots themselves.
  if (Object.hasOwn(fields, name)) return collect(fields[name], "", depth + 1, out);
  const dot = name.indexOf(".");
  const head = name.slice(0, dot);
  if (dot > 0 && Object.hasOwn(fields, head)) collect(fields[head], name.slice(dot + 1), depth + 1, out);
}

function child(fields: Fields, name: string): Value {
  let value: Value = fields;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Fields)[part];
  }
  return value;
}
