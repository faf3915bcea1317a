import type { Fields, Value } from "../core/index.ts";

// An event of a log has some hundred; an attacker's may have any number.
const MAX_NAMES = 2000;
const MAX_DEPTH = 32;

/** The names of all fields of a document that have a value, each once, in the order of the document. */
export function fieldNames(document: Fields): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, "", 0, names);
  return names;
}

function visit(value: Value, name: string, depth: number, names: Set<string>): void {
  if (value === undefined || value === null || value === "" || depth > MAX_DEPTH || names.size >= MAX_NAMES) return;
  if (Array.isArray(value)) for (const one of value as readonly Value[]) visit(one, name, depth + 1, names);
  else if (typeof value !== "object") names.add(name);
  else for (const [key, inner] of Object.entries(value as Fields)) visit(inner, name === "" ? key : `${name}.${key}`, depth + 1, names);
}
