import type { Event, Fields, Value } from "../../../core/index.ts";
import { MAX_DEPTH } from "./depth.ts";

/** Calls `visit` with every scalar in an event that a keyword can stand in: the line, if it is text, and all values. */
export function eachText(event: Event, visit: (text: string) => void): void {
  if (event.text !== undefined) visit(event.text);
  visitValues(event.fields, visit, 0);
}

function visitValues(value: Value, visit: (text: string) => void, depth: number): void {
  if (typeof value === "string") visit(value);
  else if (typeof value === "number" || typeof value === "boolean") visit(String(value));
  else if (typeof value === "object" && value !== null && depth < MAX_DEPTH) {
    for (const part of Object.values(value as Fields)) visitValues(part, visit, depth + 1);
  }
}
