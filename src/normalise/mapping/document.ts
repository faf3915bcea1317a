// The whole ECS document of an event: for people and for the API. The way of every event is src/normalise/mapping/plan.ts.
import { type Draft, type Event, put, type Value } from "../../core/index.ts";
import { isoOf, type Converted } from "./convert.ts";
import { cutDeep } from "./depth.ts";
import type { Plan } from "./plan.ts";
import { relatedOf } from "./related.ts";
import type { Scope } from "./scope.ts";
import { valueOf, type Target, type Watch } from "./target.ts";
import { leftOver } from "./left-over.ts";

/** An event under ECS names. */
export type EcsDocument = {
  readonly fields: { readonly [name: string]: Value };
  /** ECS fields whose native value is not of their type: it is kept as text under its own name. */
  readonly clashed: readonly string[];
};

const ECS_VERSION = "9.0.0";

/** Builds the document. `ms` is the event's time. */
export function documentOf(plan: Plan, scope: Scope, ms: number | undefined): EcsDocument {
  const used = new Set<string>();
  const clashed = new Set<string>();
  const asText = new Set<string>();
  const watch: Watch = {
    used: ({ whole }) => whole.forEach((name) => used.add(name)),
    clashed({ name }, { whole }) {
      clashed.add(name);
      for (const one of whole) asText.add(one);
    },
  };
  const document: Draft = { "@timestamp": ms === undefined ? undefined : isoOf(ms), ecs: { version: ECS_VERSION } };
  const values: [Target, Converted][] = [];
  for (const target of plan.targets) {
    const value = valueOf(target, scope, watch);
    if (value !== undefined) values.push([target, value]);
  }
  for (const [{ path }, value] of values) write(document, path, value);
  if (isUnmapped(values)) write(document, ["tags"], [UNMAPPED_TAG]);
  const { technology } = plan;
  const related = relatedOf(values.map(([{ name }, value]) => [name, value] as const), technology.related);
  if (related !== undefined) document["related"] = related;
  const rest: Value = leftOver(scope.fields, technology.keepAll ? new Set() : used, technology.ignore, asText);
  if (rest !== undefined) {
    if (technology.root.length > 0) write(document, technology.root, rest);
    // ECS already: what has no column stands at its own place.
    else for (const [name, value] of Object.entries(rest as Draft)) write(document, [name], value);
  }
  return { fields: cutDeep(document) as Draft, clashed: [...clashed] };
}

// What was done is not known: a message that is new to the mapping, or to all of them.
const UNMAPPED_TAG = "unmapped";

/** Whether nothing says what kind of thing happened; metrics, states and alerts say so by their kind. */
function isUnmapped(values: readonly (readonly [Target, Converted])[]): boolean {
  let kind: Converted | undefined;
  for (const [{ name }, value] of values) {
    if (name === "event.category") return false;
    if (name === "event.kind") kind = value;
  }
  return kind === undefined || kind === "event";
}

/** Writes a value at its place; what stands there already is widened, never replaced. */
function write(document: Draft, path: readonly string[], value: Value): void {
  let at = document;
  for (const name of path.slice(0, -1)) {
    const next = Object.hasOwn(at, name) ? at[name] : undefined;
    if (typeof next === "object" && next !== null && !Array.isArray(next)) at = next as Draft;
    else if (next === undefined) {
      const made: Draft = {};
      put(at, name, made);
      at = made;
    } else return;
  }
  const last = path.at(-1)!;
  const there = Object.hasOwn(at, last) ? at[last] : undefined;
  if (there === undefined) put(at, last, value);
  else if (isMapping(there) && isMapping(value)) for (const name of Object.keys(value)) write(there, [name], value[name]);
}

const isMapping = (value: Value): value is Draft => typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands around the text of a line that is in none of the forms of its technology, and the text: what it says is not known. */
export function unreadDocument(event: Event, ms: number | undefined): EcsDocument {
  const { program, message, pid, syslog_priority: priority } = event.fields;
  const name = typeof program === "string" && program !== "" ? program : undefined;
  const fields: Draft = {
    "@timestamp": ms === undefined ? undefined : isoOf(ms),
    ecs: { version: ECS_VERSION },
    event: { kind: "event" },
    tags: [UNMAPPED_TAG],
    message: typeof message === "string" && message !== "" ? message : event.text,
  };
  if (event.host !== undefined) Object.assign(fields, { host: { name: event.host }, related: { hosts: [event.host] } });
  if (name !== undefined) fields["process"] = typeof pid === "string" && /^\d{1,15}$/.test(pid) ? { name, pid: Number(pid) } : { name };
  if (typeof priority === "number") fields["log"] = { syslog: { priority, facility: { code: Math.floor(priority / 8) }, severity: { code: priority % 8 } } };
  return { fields, clashed: [] };
}

/** The event as far as it is known where no technology was recognised. */
export function plainDocument(event: Event, ms: number | undefined): EcsDocument {
  return { fields: { "@timestamp": ms === undefined ? undefined : isoOf(ms), ecs: { version: ECS_VERSION }, unmapped: cutDeep(event.fields) }, clashed: [] };
}
