import type { Fields, Value } from "../../../core/index.ts";
import { MAX_DEPTH } from "../values/depth.ts";
import { transform } from "./transforms.ts";
import type { FieldSource } from "../types.ts";

/** Reads one field of an event; undefined = the event does not have it. */
export type Reader = (fields: Fields) => Value;

const compiled = new Map<string, Reader>();

/** Compiles the way to a field, once: the name as one flat key first, then as a path through nested objects and lists. */
export function compileReader(source: FieldSource): Reader {
  if (typeof source !== "string") return compile(source);
  const known = compiled.get(source) ?? compile(source);
  compiled.set(source, known);
  return known;
}

function compile(source: FieldSource): Reader {
  if (typeof source !== "string") {
    const parts = [source.from].flat().map((name) => compileReader(name));
    const { as } = source;
    return (fields) => transform(as, parts.map((part) => part(fields)));
  }
  const name = source;
  const path = name.split(".");
  if (path.length > 1) return (fields) => (Object.hasOwn(fields, name) ? fields[name] : walk(fields, path));
  // `constructor` and its like exist on every object: only an own key is a field.
  if (name in Object.prototype) return (fields) => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  return (fields) => fields[name];
}

/** The value at a path; through a list, the values of all its elements. Keys may themselves hold dots. */
function walk(value: Value, path: readonly string[], depth = 0): Value {
  if (path.length === 0) return value;
  if (depth >= MAX_DEPTH) return undefined;
  if (Array.isArray(value)) {
    const found = (value as readonly Value[]).map((element) => walk(element, path, depth + 1)).filter((one) => one !== undefined);
    return found.length > 0 ? found.flat() : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (let length = path.length; length > 0; length--) {
    const key = path.slice(0, length).join(".");
    if (!Object.hasOwn(value, key)) continue;
    const found = walk((value as Fields)[key], path.slice(length), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
