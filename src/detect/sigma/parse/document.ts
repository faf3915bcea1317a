import { EVENT_ID, YAMLException, constructFromEvents, parseEvents, type Event as YamlEvent } from "js-yaml";
import { RuleProblem, type At } from "./problem.ts";

/** A YAML mapping: own keys only matter, since a rule may name a field `constructor`. */
export type Mapping = { readonly [key: string]: unknown };

/** One YAML document of a rule file, and where its parts stand in the text. */
export type Document = {
  readonly value: unknown;
  readonly place: (at: At) => Place;
};
export type Place = { readonly line: number; readonly column: number };

export type Documents =
  | { readonly ok: true; readonly documents: readonly Document[] }
  | { readonly ok: false; readonly reason: string; readonly hint: string; readonly place: Place };

/** How long a rule file may be, as UTF-8. The longest rule of the public corpus has 50 KB; a list of 100,000 hashes has 7 MB. */
export const RULE_FILE_LIMIT_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 24;
// Aliases may repeat a part, but what they stand for, written out, may not grow past this many nodes.
const MAX_NODES = 500_000;

/** Reads YAML 1.2 (core schema) with one or more documents. Hostile text is refused in time and memory linear in its length. */
export function readDocuments(text: string): Documents {
  if (isTooLong(text)) return refuse(`the file has more than ${RULE_FILE_LIMIT_BYTES} bytes`, "Split it into several files.", { line: 1, column: 1 });
  let events: YamlEvent[];
  let values: unknown[];
  try {
    events = parseEvents(text, { maxDepth: MAX_DEPTH });
    values = constructFromEvents(events, { source: text });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const place = { line: (error.mark?.line ?? 0) + 1, column: (error.mark?.column ?? 0) + 1 };
    return refuse(`not valid YAML: ${error.reason}`, "Mend the YAML at this place; quote values that hold : # * or &.", place);
  }
  if (text.includes("*") && values.some((value) => writtenOut(value, new Map(), 0) > MAX_NODES)) {
    return refuse("aliases repeat or nest one part too often", "Write the values out instead of using * aliases.", { line: 1, column: 1 });
  }
  const find = finder(text, events);
  return { ok: true, documents: values.map((value, index) => ({ value, place: (at) => find(index, at) })) };
}

// A UTF-16 unit takes one to three bytes, so most texts need not be counted.
const isTooLong = (text: string): boolean =>
  text.length > RULE_FILE_LIMIT_BYTES || (text.length * 3 > RULE_FILE_LIMIT_BYTES && new TextEncoder().encode(text).length > RULE_FILE_LIMIT_BYTES);

const refuse = (reason: string, hint: string, place: Place): Documents => ({ ok: false, reason, hint, place });

/** Number of nodes with every alias written out; without limit if they nest too deep. Shared parts are counted once and multiplied, so a bomb costs nothing. */
function writtenOut(value: unknown, known: Map<object, number>, depth: number): number {
  if (typeof value !== "object" || value === null) return 1;
  if (depth > MAX_DEPTH) return Infinity;
  const before = known.get(value);
  if (before !== undefined) return before;
  known.set(value, Infinity); // an alias to a part that contains it
  let nodes = 1;
  for (const part of Object.values(value)) nodes += writtenOut(part, known, depth + 1);
  known.set(value, nodes);
  return nodes;
}

type Places = { readonly events: YamlEvent[]; readonly starts: readonly number[]; readonly lines: readonly number[] };

/**
 * Tells line and column of a part; of its nearest known parent if it has none of its own (an alias). What it needs for that is
 * kept weakly, for places may be asked long after loading and hardly ever are: the text is then parsed again.
 */
function finder(text: string, loaded: YamlEvent[]): (index: number, at: At) => Place {
  let known = new WeakRef(placesOf(text, loaded));
  return (index, at) => {
    let places = known.deref();
    if (places === undefined) {
      places = placesOf(text, parseEvents(text, {}));
      known = new WeakRef(places);
    }
    const { events, starts, lines } = places;
    let node = (starts[index] ?? 0) + 1;
    let offset = offsetOf(events[node]);
    for (const step of at) {
      const next = child(text, events, node, step);
      if (next === undefined) break;
      node = next.node;
      offset = next.offset;
    }
    const found = Math.max(offset, 0);
    const line = countUpTo(lines, found);
    return { line, column: found - lines[line - 1]! + 1 };
  };
}

/** The events of a text, where its documents begin among them, and where its lines begin. */
function placesOf(text: string, events: YamlEvent[]): Places {
  const starts = events.flatMap(({ type }, i) => (type === EVENT_ID.DOCUMENT ? [i] : []));
  const lines = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.push(at + 1);
  return { events, starts, lines };
}

/** How many of the sorted numbers, of which the first is 0, are not above the limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let from = 1;
  let to = numbers.length;
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if (numbers[middle - 1]! <= limit) from = middle;
    else to = middle - 1;
  }
  return from;
}

/** The part of a node behind one step: for a key its position is the key's, for a list item the item's own. */
function child(text: string, events: YamlEvent[], node: number, step: string | number): { node: number; offset: number } | undefined {
  const parent = events[node];
  if (parent?.type !== EVENT_ID.MAPPING && parent?.type !== EVENT_ID.SEQUENCE) return undefined;
  const isMapping = parent.type === EVENT_ID.MAPPING;
  for (let i = node + 1, position = 0; i < events.length && events[i]!.type !== EVENT_ID.POP; position++) {
    const value = isMapping ? skip(events, i) : i;
    const found = isMapping ? keyText(text, events[i]) === String(step) : position === step;
    if (found) return { node: value, offset: offsetOf(events[i]) };
    i = skip(events, value);
  }
  return undefined;
}

/** Index behind a node and all that it holds. */
function skip(events: YamlEvent[], node: number): number {
  let depth = 0;
  for (let i = node; i < events.length; i++) {
    const type = events[i]!.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    else if (type === EVENT_ID.POP) depth--;
    if (depth === 0) return i + 1;
  }
  return events.length;
}

const keyText = (text: string, event: YamlEvent | undefined): string | undefined =>
  event?.type === EVENT_ID.SCALAR ? text.slice(event.valueStart, event.valueEnd) : undefined;

function offsetOf(event: YamlEvent | undefined): number {
  if (event?.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event?.type === EVENT_ID.ALIAS) return event.anchorStart;
  return event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE ? event.start : 0;
}

/** The value as a mapping, or a refusal that names what was expected there. */
export function mapping(value: unknown, at: At, what: string): Mapping {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Mapping;
  throw new RuleProblem(at, `${what} must be a mapping, not ${kind(value)}`, `Write ${what} as "key: value" lines.`);
}

/** What a value is, in YAML's words. */
export function kind(value: unknown): string {
  if (value === undefined) return "absent";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a mapping" : `the ${typeof value} ${JSON.stringify(value).slice(0, 60)}`;
}
