// Mapping files are YAML 1.2; a problem in one is told with line and column.
import { EVENT_ID, YAMLException, load, parseEvents, type Event as YamlEvent } from "js-yaml";
import { MappingProblem, type At } from "./problem.ts";

/** A YAML mapping. Mappings are content of the project, but their keys are read as own ones all the same. */
export type Mapping = { readonly [key: string]: unknown };

/** The value of a text, or a problem at the place where it is no YAML. */
export function readYaml(text: string): unknown {
  return load(text, { maxDepth: 24 });
}

/** Line and column, from 1, of the problem in the text that was read. */
export function placeOf(error: unknown, text: string): { readonly line: number; readonly column: number } {
  if (error instanceof YAMLException) return { line: (error.mark?.line ?? 0) + 1, column: (error.mark?.column ?? 0) + 1 };
  return placeAt(text, error instanceof MappingProblem ? error.at : []);
}

/** Line and column, from 1, of a part of the text. */
export function placeAt(text: string, at: At): { readonly line: number; readonly column: number } {
  const offset = at.length === 0 ? 0 : offsetOf(text, at);
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

// Of the part itself, or of its nearest parent that stands in the text.
function offsetOf(text: string, at: At): number {
  const events = parseEvents(text, {});
  let node = events.findIndex(({ type }) => type === EVENT_ID.DOCUMENT) + 1;
  let offset = 0;
  for (const step of at) {
    const next = child(text, events, node, step);
    if (next === undefined) break;
    node = next.node;
    offset = next.offset;
  }
  return offset;
}

function child(text: string, events: YamlEvent[], node: number, step: string | number): { readonly node: number; readonly offset: number } | undefined {
  const parent = events[node];
  if (parent?.type !== EVENT_ID.MAPPING && parent?.type !== EVENT_ID.SEQUENCE) return undefined;
  const isMapping = parent.type === EVENT_ID.MAPPING;
  for (let i = node + 1, position = 0; i < events.length && events[i]!.type !== EVENT_ID.POP; position++) {
    const value = isMapping ? behind(events, i) : i;
    const key = events[i]!;
    const isIt = isMapping ? key.type === EVENT_ID.SCALAR && text.slice(key.valueStart, key.valueEnd) === String(step) : position === step;
    if (isIt) return { node: value, offset: startOf(key) };
    i = behind(events, value);
  }
  return undefined;
}

/** Index behind a node and all that it holds. */
function behind(events: YamlEvent[], node: number): number {
  let depth = 0;
  for (let i = node; i < events.length; i++) {
    const type = events[i]!.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    else if (type === EVENT_ID.POP) depth--;
    if (depth === 0) return i + 1;
  }
  return events.length;
}

function startOf(event: YamlEvent): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  return event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE ? event.start : 0;
}

/** Whether the value is a mapping. */
export const isMapping = (value: unknown): value is Mapping => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value as a mapping, or a problem that says what was expected there. */
export function mapping(value: unknown, at: At, what: string): Mapping {
  if (isMapping(value)) return value;
  throw new MappingProblem(at, `${what} is no mapping`, `Write ${what} as "key: value" lines.`);
}

/** Refuses keys that are not of the language: a misspelt one would be silently without effect. */
export function onlyKeys(value: Mapping, at: At, keys: readonly string[]): void {
  const [first, ...others] = Object.keys(value).filter((key) => !keys.includes(key)).map((key) => [[...at, key], `there is no "${key}" here`, `Use one of ${keys.join(", ")}.`] as const);
  if (first !== undefined) throw new MappingProblem(...first, others.map((one) => new MappingProblem(...one)));
}

/** Whether the key says true; absent means false. `yes` and `on` are texts in YAML 1.2, and would be silently without effect. */
export function flagAt(value: Mapping, key: string, at: At): boolean {
  const found = value[key];
  if (found === undefined || typeof found === "boolean") return found === true;
  throw new MappingProblem([...at, key], `${key} is neither true nor false`, `Write ${key}: true, or leave it out.`);
}

/** A text, or undefined if the key is absent. */
export function textAt(value: Mapping, key: string, at: At): string | undefined {
  const found = value[key];
  if (found === undefined || typeof found === "string") return found;
  if (typeof found === "number" || typeof found === "boolean") return String(found);
  throw new MappingProblem([...at, key], `${key} is no text`, `Write one text behind "${key}:", in quotes if it holds : or #.`);
}

/** One text or several; undefined if the key is absent. Numbers count as texts: codes are often numbers. */
export function textsAt(value: Mapping, key: string, at: At): readonly string[] | undefined {
  const found = value[key];
  if (found === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(found) ? found : [found];
  return list.map((item, i) => {
    if (typeof item === "string" || typeof item === "number" || typeof item === "boolean") return String(item);
    throw new MappingProblem([...at, key, i], `${key} holds what is no text`, `Write one text behind "${key}:" or a list of texts.`);
  });
}
