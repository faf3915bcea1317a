// Counts what mappings leave: by technology, so that the commonest gap is mended first.
import type { Technology } from "../normalise/index.ts";
import type { Answer } from "./parse-answer.ts";
import { isCategorised, leavesOf } from "./technology-account.ts";

type Row = { readonly name: string; readonly events: number; readonly example?: string };

/** What one technology's events hold that its mapping does not read, the commonest first. */
export type GapReport = {
  readonly technology: string;
  readonly events: number;
  /** Events that say nothing of what kind of thing happened, by their code or action. */
  readonly uncategorised: readonly Row[];
  /** The vendor's fields that nothing in the mapping asks for. */
  readonly unmapped: readonly Row[];
  /** ECS fields whose native value was of another type. */
  readonly clashed: readonly Row[];
  /** Why records were not understood. */
  readonly unread: readonly Row[];
};

type Count = { events: number; example?: string };
type Tally = { events: number; readonly uncategorised: Map<string, Count>; readonly unmapped: Map<string, Count>; readonly clashed: Map<string, Count>; readonly unread: Map<string, Count> };

// Names come from the logs: a hostile one could make as many as it liked.
const NAMES_LIMIT = 10_000;
const EXAMPLE_CHARS = 80;
const NONE = "not understood";

/** Takes answers one by one. */
export class Gaps {
  readonly #technologies: ReadonlyMap<string, Technology>;
  readonly #tallies = new Map<string, Tally>();

  constructor(technologies: readonly Technology[]) {
    this.#technologies = new Map(technologies.map((one) => [one.name, one]));
  }

  add(answer: Answer): void {
    const tally = this.#tallyOf(answer.ok ? answer.technology : NONE);
    tally.events += 1;
    if (!answer.ok) return count(tally.unread, answer.reason);
    const technology = this.#technologies.get(answer.technology);
    const root = technology?.root ?? [answer.technology];
    const left = root.reduce<unknown>((at, name) => (typeof at === "object" && at !== null ? (at as { readonly [key: string]: unknown })[name] : undefined), answer.event);
    if (root.length > 0) for (const name of new Set(leavesOf(left, ""))) if (!isAskedFor(name, technology)) count(tally.unmapped, name, exampleOf(left, name));
    for (const name of answer.clashed ?? []) count(tally.clashed, name);
    if (isCategorised(answer)) return;
    const { event, message } = answer.event as { readonly event?: { readonly code?: unknown; readonly action?: unknown }; readonly message?: unknown };
    const code = event?.code ?? event?.action;
    count(tally.uncategorised, typeof code === "string" || typeof code === "number" ? String(code) : "without code", typeof message === "string" ? message.slice(0, EXAMPLE_CHARS) : undefined);
  }

  /** The technologies with most events first, of each kind of gap the commonest. */
  ranked(top: number): readonly GapReport[] {
    const rows = (counts: ReadonlyMap<string, Count>): readonly Row[] => [...counts].map(([name, one]) => ({ name, ...one })).toSorted((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1)).slice(0, top);
    return [...this.#tallies]
      .toSorted(([, a], [, b]) => b.events - a.events)
      .map(([technology, tally]) => ({ technology, events: tally.events, uncategorised: rows(tally.uncategorised), unmapped: rows(tally.unmapped), clashed: rows(tally.clashed), unread: rows(tally.unread) }));
  }

  #tallyOf(technology: string): Tally {
    const known = this.#tallies.get(technology);
    if (known !== undefined) return known;
    const made: Tally = { events: 0, uncategorised: new Map(), unmapped: new Map(), clashed: new Map(), unread: new Map() };
    this.#tallies.set(technology, made);
    return made;
  }
}

// What stands around any line.
const ENVELOPE = new Set(["program", "message", "pid", "syslog_priority", "syslog_facility", "syslog_severity"]);

/** Whether the mapping asks for the name, or for what it is a part of; it may keep it beside the ECS field that it makes of it. */
function isAskedFor(name: string, technology: Technology | undefined): boolean {
  if (ENVELOPE.has(name)) return true;
  if (technology === undefined) return false;
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
    const part = name.slice(0, end);
    if (technology.mentioned.has(part) || technology.constants.has(part)) return true;
  }
  return false;
}

function count(counts: Map<string, Count>, name: string, example?: string): void {
  const known = counts.get(name);
  if (known !== undefined) known.events += 1;
  else if (counts.size < NAMES_LIMIT) counts.set(name, { events: 1, ...(example === undefined ? {} : { example }) });
}

function exampleOf(value: unknown, path: string): string | undefined {
  let at = value;
  for (const name of path.split(".")) {
    if (Array.isArray(at)) [at] = at as readonly unknown[];
    at = typeof at === "object" && at !== null ? (at as { readonly [key: string]: unknown })[name] : undefined;
  }
  if (Array.isArray(at)) [at] = at as readonly unknown[];
  return typeof at === "string" || typeof at === "number" || typeof at === "boolean" ? String(at).slice(0, EXAMPLE_CHARS) : undefined;
}
