// Numbers and parts of a time. Specification v2.1, "Numeric Modifiers" and "Time Modifiers".
import { timeMs, type Value } from "../../src/core/index.ts";

export type Operator = "lt" | "lte" | "gt" | "gte" | "eq";
export type Part = "minute" | "hour" | "day" | "week" | "month" | "year";

/** Compares an event's value with a rule's number; false if the value is none. */
export function compare(operator: Operator, value: Value, number: number): boolean {
  const left = numberOf(value);
  if (left === undefined) return false;
  switch (operator) {
    case "lt": return left < number;
    case "lte": return left <= number;
    case "gt": return left > number;
    case "gte": return left >= number;
    case "eq": return left === number;
  }
}

function numberOf(value: Value): number | undefined {
  if (typeof value === "number") return value;
  const isDecimal = typeof value === "string" && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value);
  return isDecimal ? Number(value) : undefined;
}

/** A part of the time that a value is, in UTC; undefined if it is none. */
export function partOf(part: Part, value: Value): number | undefined {
  const ms = typeof value === "string" || typeof value === "number" ? timeMs(value) : undefined;
  if (ms === undefined) return undefined;
  const time = new Date(ms);
  switch (part) {
    case "minute": return time.getUTCMinutes();
    case "hour": return time.getUTCHours();
    case "day": return time.getUTCDate();
    case "week": return isoWeek(time);
    case "month": return time.getUTCMonth() + 1;
    case "year": return time.getUTCFullYear();
  }
}

const DAY_MS = 86_400_000;

/** ISO 8601: weeks begin on Monday, and a week belongs to the year that holds its Thursday. */
function isoWeek(time: Date): number {
  const sinceMonday = (time.getUTCDay() + 6) % 7;
  const thursday = new Date(time.getTime() + (3 - sinceMonday) * DAY_MS);
  const dayOfYear = Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / DAY_MS);
  return Math.floor(dayOfYear / 7) + 1;
}
