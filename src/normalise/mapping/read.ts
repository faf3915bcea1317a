// One way to read a technology's records, declared in its mapping: by which marks they are told, how their text is taken
// apart, and which of the names found are the event's product, channel, code, time and host.
import { type Draft, type Event, type Fields, isoOfWritten, put, timeMs, type Value } from "../../core/index.ts";
import { makeEvent, object, scalar } from "../make.ts";
import { compileRules } from "./compile-rule.ts";
import { compileTest } from "./condition.ts";
import { compileExtract, type Extract } from "./extract.ts";
import { nativePath, type Read as ReadPath } from "./native-path.ts";
import { MARK_BEGINNING } from "./mark-search.ts";
import { MappingProblem, type At } from "./problem.ts";
import type { Language, Rule } from "./rule.ts";
import type { Scope } from "./scope.ts";
import { flagAt, mapping, onlyKeys, textAt, textsAt } from "./yaml.ts";

/** The marks that a record must bear; of each kind one. All are compared as written, which costs little. */
export type Marks = {
  /** A product that the readers in code know by its header: they leave to the technologies which of that vendor's it is. */
  readonly of: string | undefined;
  /** Syslog programs, in lower case. */
  readonly programs: ReadonlySet<string> | undefined;
  /** What the message begins with. */
  readonly begins: readonly string[] | undefined;
  /** What stands among the line's first characters: behind whatever header a relay wrote. */
  readonly holds: readonly string[] | undefined;
  /** Names that the record has, all of them. */
  readonly names: readonly string[] | undefined;
};

/** One declared way, compiled. */
export type DeclaredRead = Marks & {
  /** Whether the marks suffice where nobody says what the records are. */
  readonly isSure: boolean;
  /** Whether many products write what the marks tell: it is asked after the ways that know a product. */
  readonly isLast: boolean;
  readonly when: ((scope: Scope) => boolean) | undefined;
  readonly extract: readonly Extract[];
  /** What the names begin with that the record loses, since `extract` gives them anew. */
  readonly without: readonly string[];
  readonly each: ReadPath | undefined;
  readonly product: string;
  readonly fields: ReadonlyMap<string, readonly Rule[]>;
  readonly dayFirst: boolean;
  /** What its records are written in, for people. */
  readonly format: string;
};

const KEYS = ["about", "of", "program", "begins", "holds", "names", "when", "label_only", "last", "extract", "without", "each", "product", "fields", "day_first"];
const FIELDS = ["$channel", "$code", "$time", "$zone", "$host"];

/** Compiles one item of `reads`; `product` is the technology's own. */
export function compileRead(value: unknown, at: At, product: string, language: Language): DeclaredRead {
  const given = mapping(value, at, "a way to read");
  onlyKeys(given, at, KEYS);
  const rules = given["fields"] === undefined ? {} : mapping(given["fields"], [...at, "fields"], "fields");
  onlyKeys(rules, [...at, "fields"], FIELDS);
  const steps: readonly unknown[] = given["extract"] === undefined ? [] : Array.isArray(given["extract"]) ? given["extract"] : [given["extract"]];
  const each = textAt(given, "each", at);
  const marks = { of: textAt(given, "of", at)?.toLowerCase(), programs: lowerSet(textsAt(given, "program", at)), begins: textsAt(given, "begins", at), holds: textsAt(given, "holds", at), names: textsAt(given, "names", at) };
  if (marks.holds?.some((mark) => mark.length < MARK_BEGINNING) === true) throw new MappingProblem([...at, "holds"], "a mark that may stand anywhere is too short", `Write at least ${MARK_BEGINNING} characters that nothing else writes.`);
  return {
    ...marks,
    isSure: !flagAt(given, "label_only", at) && Object.values(marks).some((mark) => mark !== undefined),
    isLast: flagAt(given, "last", at),
    when: given["when"] === undefined ? undefined : compileTest(given["when"], [...at, "when"], language),
    extract: steps.map((step, i) => compileExtract(step, Array.isArray(given["extract"]) ? [...at, "extract", i] : [...at, "extract"], language)),
    without: textsAt(given, "without", at) ?? [],
    each: each === undefined ? undefined : nativePath(each, [...at, "each"]),
    product: textAt(given, "product", at)?.toLowerCase() ?? product,
    fields: new Map(Object.keys(rules).map((target) => [target, compileRules(target, rules[target], [...at, "fields", target], language)])),
    dayFirst: flagAt(given, "day_first", at),
    format: formatOf(steps, marks.names !== undefined),
  };
}

const FORMATS: Readonly<Record<string, string>> = { cef: "CEF", leef: "LEEF", pairs: "name=value", columns: "columns", json: "JSON", patterns: "text", regex: "text" };

function formatOf(steps: readonly unknown[], isRecord: boolean): string {
  const [first] = steps;
  const key = typeof first === "object" && first !== null ? Object.keys(FORMATS).find((name) => Object.hasOwn(first, name)) : undefined;
  return key === undefined ? (isRecord ? "JSON" : "text") : FORMATS[key]!;
}


const lowerSet = (texts: readonly string[] | undefined): ReadonlySet<string> | undefined => (texts === undefined ? undefined : new Set(texts.map((text) => text.toLowerCase())));

/** The events that the record of the scope gives when it is read in this way; undefined if it does not fit. */
export function readDeclared(read: DeclaredRead, scope: Scope, latestMs: number | undefined): readonly Event[] | undefined {
  if (read.when !== undefined && !read.when(scope)) return undefined;
  const draft = extracted(read, scope);
  if (draft === undefined) return undefined;
  const items = read.each?.(draft);
  if (items === undefined || items === null) return [eventOf(read, draft, scope, latestMs)];
  const list: readonly Value[] = Array.isArray(items) ? (items as readonly Value[]) : [items];
  // What stands beside the list is said of each of its items.
  const name = Object.keys(draft).find((key) => draft[key] === items);
  const shared = name === undefined ? draft : without(draft, name);
  const records = list.flatMap((item) => object(item) ?? []);
  return records.length === 0 ? [eventOf(read, draft, scope, latestMs)] : records.map((record) => eventOf(read, { ...shared, ...(record as Draft) }, scope, latestMs));
}

function without(draft: Draft, name: string): Draft {
  const { [name]: _left, ...others } = draft;
  return others;
}

// The first step must fit; what it found is the record, so it goes before what the envelope says.
function extracted({ extract, without: beginnings }: DeclaredRead, scope: Scope): Draft | undefined {
  const draft: Draft = withoutThese(scope.event.fields, beginnings);
  if (extract.length === 0) return draft;
  const before = scope.fields;
  scope.fields = draft;
  for (const [i, step] of extract.entries()) {
    const found: Draft = {};
    if (!step(scope, found, NOTHING) && i === 0) {
      scope.fields = before;
      return undefined;
    }
    for (const name of Object.keys(found)) put(draft, name, found[name]);
  }
  return draft;
}

const NOTHING = {};

function withoutThese(fields: Fields, beginnings: readonly string[]): Draft {
  if (beginnings.length === 0) return { ...fields };
  const kept: Draft = {};
  for (const name of Object.keys(fields)) if (!beginnings.some((beginning) => name.startsWith(beginning))) put(kept, name, fields[name]);
  return kept;
}

function eventOf({ product, fields, dayFirst, extract }: DeclaredRead, draft: Draft, scope: Scope, latestMs: number | undefined): Event {
  const { event } = scope;
  scope.fields = draft;
  const valueOf = (name: string): Value => {
    for (const rule of fields.get(name) ?? []) {
      if (rule.when !== undefined && !rule.when(scope)) continue;
      const value = rule.get(scope);
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  };
  const channel = valueOf("$channel") ?? (fields.has("$channel") ? "" : event.channel);
  const host = valueOf("$host") ?? event.host;
  const code = valueOf("$code") ?? event.code;
  const time = timeOf(valueOf("$time"), valueOf("$zone"), { latestMs, dayFirst }) ?? event.time;
  return makeEvent({ product, channel: typeof channel === "number" ? String(channel) : channel, code, time, host, fields: draft }, event.text, extract.length === 0 ? event.json : undefined, event.source);
}

type DateContext = { readonly latestMs: number | undefined; readonly dayFirst: boolean };

function timeOf(time: Value, zone: Value, context: DateContext): string | number | undefined {
  const written = scalar(time);
  if (typeof written !== "string") return written;
  const iso = timeMs(written) === undefined ? isoOfWritten(written, context) : written;
  if (iso === undefined) return undefined;
  const offset = typeof zone === "string" ? /^(?:UTC|GMT)?([+-]\d\d:?\d\d)$|^(Z|UTC|GMT)$/.exec(zone) : null;
  const isLocal = /^\d{4}-\d\d-\d\d[T ][\d:.,]+$/.test(iso);
  return offset === null || !isLocal ? iso : `${iso}${offset[1] ?? "Z"}`;
}
