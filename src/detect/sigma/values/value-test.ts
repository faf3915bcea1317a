import { RE2JS } from "re2js";
import { timeMs } from "../../../core/index.ts";
import { fold } from "./fold.ts";
import { contains, parseAddress, type Network } from "./ip.ts";
import { mapLiterals, type Pattern } from "./pattern.ts";
import { regexFacts } from "./regex-facts.ts";
import { compileRunLength } from "./run-length.ts";
import { compilePattern } from "./wildcard.ts";

/** What a rule asks of one value, after its modifiers are applied. */
export type ValueTest =
  | { readonly kind: "pattern"; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly kind: "regex"; readonly source: string; readonly flags: string }
  | { readonly kind: "cidr"; readonly network: Network }
  | { readonly kind: "compare"; readonly op: Comparison; readonly than: number; readonly part?: TimePart }
  | { readonly kind: "null" }
  | { readonly kind: "exists"; readonly want: boolean }
  | FieldTest;

/** The field's value equals, holds, begins or ends with that of another field of the event. */
export type FieldTest = {
  readonly kind: "field";
  readonly field: string;
  readonly opensStart: boolean;
  readonly opensEnd: boolean;
  readonly cased: boolean;
};

export type Comparison = "eq" | "lt" | "lte" | "gt" | "gte";
export const TIME_PARTS = ["minute", "hour", "day", "week", "month", "year"] as const;
export type TimePart = (typeof TIME_PARTS)[number];

/** The whole numbers that a part of a time can be, first and last. ISO 8601 has weeks 1 to 53; no time that we read has a longer year. */
export const TIME_RANGES: Readonly<Record<TimePart, readonly [first: number, last: number]>> = {
  minute: [0, 59], hour: [0, 23], day: [1, 31], week: [1, 53], month: [1, 12], year: [1, 9999],
};

/** Tests one present scalar: its text, and the text folded (the caller folds once for all tests). */
export type TextTest = (text: string, folded: string) => boolean;

/** Compiles the tests that look at one scalar alone; `null`, `exists` and `field` are not of them. Linear in the text. */
export function compileTest(test: Exclude<ValueTest, FieldTest | { kind: "null" | "exists" }>): TextTest {
  switch (test.kind) {
    case "pattern": {
      const matches = compilePattern(test.cased ? test.pattern : foldPattern(test.pattern));
      return test.cased ? matches : (_, folded) => matches(folded);
    }
    case "regex": {
      const run = compileRunLength(test.source, test.flags);
      if (run !== undefined) return run;
      const regex = compileRegex(test.source, test.flags);
      const { minLength } = regexFacts(test.source);
      return (text) => text.length >= minLength && regex.test(text);
    }
    case "cidr":
      return (text) => {
        const address = parseAddress(text);
        return address !== undefined && contains(test.network, address);
      };
    case "compare": {
      const { op, than, part } = test;
      const read = part === undefined ? decimal : (text: string) => timePart(part, text);
      return (text) => compare(op, read(text), than);
    }
  }
}

export const foldPattern = (pattern: Pattern): Pattern => mapLiterals(pattern, (literal) => [fold(literal)]);

/** Compiles a rule's regular expression with RE2, which is linear in the text. Throws RE2JS's own error if it is not RE2. */
export function compileRegex(source: string, flags: string): RE2JS {
  let bits = 0;
  if (flags.includes("i")) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes("m")) bits |= RE2JS.MULTILINE;
  if (flags.includes("s")) bits |= RE2JS.DOTALL;
  return RE2JS.compile(source, bits);
}

/** A plain decimal number, else NaN: `0x10`, ` 5` and an empty text are none. */
function decimal(text: string): number {
  return /^[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:e[+-]?\d{1,4})?$/i.test(text) ? Number(text) : NaN;
}

function compare(op: Comparison, value: number, than: number): boolean {
  switch (op) {
    case "eq": return value === than;
    case "lt": return value < than;
    case "lte": return value <= than;
    case "gt": return value > than;
    case "gte": return value >= than;
  }
}

/** One part of a time in UTC, else NaN. The week is that of ISO 8601. */
function timePart(part: TimePart, text: string): number {
  const ms = timeMs(text);
  if (ms === undefined) return NaN;
  const date = new Date(ms);
  switch (part) {
    case "minute": return date.getUTCMinutes();
    case "hour": return date.getUTCHours();
    case "day": return date.getUTCDate();
    case "week": return isoWeek(date);
    case "month": return date.getUTCMonth() + 1;
    case "year": return date.getUTCFullYear();
  }
}

const DAY_MS = 86_400_000;

/** ISO 8601: weeks begin on Monday, and a week belongs to the year that holds its Thursday. */
function isoWeek(date: Date): number {
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(date.getTime() + (3 - weekday) * DAY_MS);
  const firstDay = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - firstDay) / DAY_MS / 7) + 1;
}
