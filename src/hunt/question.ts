// What all answers begin with: the query understood, the time it asks for, and until when to look.
import { compileFilter, decider, timeBounds, type CompiledFilter, type Decide } from "../events/filter/index.ts";
import { DomainError } from "../core/index.ts";
import type { Asking, Hunting } from "./hunting.ts";
import { notesOn } from "./notes.ts";
import { parseQuery } from "./parse.ts";

/** A query as the API takes it. */
export type Asked = { readonly query: string; readonly since?: string | undefined; readonly until?: string | undefined };

/** A query that can be put to the store. */
export type Question = Asking & {
  readonly compiled: CompiledFilter;
  /** Decides on what the store gives if it gives more than was asked. */
  readonly decide: Decide | undefined;
  /** In the range are times from `sinceMs` on, `untilMs` left out. */
  readonly sinceMs: number;
  readonly untilMs: number;
  /** What whoever asked should know of the query. */
  readonly notes: readonly string[];
  /** By the clock of `Hunting`. */
  readonly deadlineMs: number;
};

const DAY_MS = 86_400_000;

// What the store takes in one statement, with room for escapes.
const MAX_CHARS = 100_000;

/** Understands what was asked; refuses a query that cannot be, with its column. */
export function questionOf(hunting: Hunting, asking: Asking, asked: Asked): Question {
  const nowMs = hunting.nowMs();
  const filter = parseQuery(asked.query, nowMs);
  const compiled = compileFilter(filter, hunting.isCopied);
  const chars = Object.values(compiled.params).reduce((sum, { value }) => sum + (typeof value === "object" ? value.join().length : String(value).length), 0);
  if (chars > MAX_CHARS) throw new DomainError("invalid", "query: the values are too long, letters with accents count for twenty; look for a part of them, or leave some out");
  // `@timestamp: 2026-03-01` means that day, not that day within the last one.
  const bounds = timeBounds(filter);
  const untilMs = asked.until === undefined ? (bounds.untilMs ?? nowMs) : Date.parse(asked.until);
  const sinceMs = asked.since === undefined ? (bounds.sinceMs ?? untilMs - DAY_MS) : Date.parse(asked.since);
  if (!(sinceMs < untilMs)) throw new DomainError("invalid", `since (${asked.since ?? "24 hours before until"}) has to be before until (${asked.until ?? "now"})`);
  return { ...asking, compiled, decide: compiled.exact ? undefined : decider(filter), sinceMs, untilMs, notes: notesOn(filter), deadlineMs: nowMs + asking.timeoutMs };
}
