// Events under ECS names: which technology wrote an event, its whole document, and its hot fields fast.
import type { Event, Fields, Value } from "../../core/index.ts";
import { HOT_FIELDS, type HotValues } from "../hot-fields.ts";
import { Claims, type Claimed } from "./claims.ts";
import { holds } from "./condition.ts";
import { documentOf, plainDocument, unreadDocument, type EcsDocument } from "./document.ts";
import { fillHot, isFor, runExtracts } from "./plan.ts";
import type { Scope } from "./scope.ts";
import type { Section, Technology } from "./technology.ts";

/** Which technology wrote an event, and how sure that is: 1 where nothing else writes such events. */
export type Recognition = { readonly technology: string; readonly confidence: number };

/** Reads events under ECS names. It keeps one scope for all of them, so it belongs to one thread. */
export type EcsView = {
  readonly technologies: readonly Technology[];
  /** The technology, or undefined if none was recognised. */
  readonly recognise: (event: Event) => Recognition | undefined;
  /** The whole document. `ms` is the event's time, if it has one. */
  readonly document: (event: Event, ms: number | undefined) => EcsDocument;
  /** The technology's sections that are for the event. */
  readonly sections: (event: Event) => readonly Section[];
  /** Fills `out` with the hot fields at their places, undefined where the event has none; gives the names of those whose value has the wrong type. */
  readonly hotValues: (event: Event, out: HotValues) => readonly string[];
};

const NOTHING: readonly string[] = [];
// A label alone says whose it is.
const UNREAD_CONFIDENCE = 0.2;
const HOT_PATHS = HOT_FIELDS.map(({ name }) => name.split("."));
const at = (fields: Fields, path: readonly string[]): Value => path.reduce<Value>((value, name) => (typeof value === "object" && value !== null && Object.hasOwn(value, name) ? (value as Fields)[name] : undefined), fields);

/** A view of the technologies. */
export function createEcsView(technologies: readonly Technology[]): EcsView {
  const claims = new Claims(technologies);
  const scope: Scope = { event: NO_EVENT, fields: {}, asked: new Uint8Array(Math.max(1, ...technologies.map(({ conditions }) => conditions))) };
  const find = (event: Event): Claimed | undefined => {
    scope.event = event;
    scope.fields = event.fields;
    return claims.find(scope);
  };
  return {
    technologies,
    recognise(event) {
      const found = find(event);
      return found === undefined ? undefined : { technology: found.technology.name, confidence: event.isUnread === true ? UNREAD_CONFIDENCE : found.claim.confidence };
    },
    document(event, ms) {
      const found = find(event);
      if (found === undefined) return plainDocument(event, ms);
      if (event.isUnread === true) return unreadDocument(event, ms);
      const plan = found.plans.of(event);
      runExtracts(plan, scope);
      return documentOf(plan, scope, ms);
    },
    sections(event) {
      const found = find(event);
      if (found === undefined || event.isUnread === true) return [];
      runExtracts(found.plans.of(event), scope);
      return found.technology.sections.filter((section) => isFor(section, event) && (section.when === undefined || holds(section.when, scope)));
    },
    hotValues(event, out) {
      out.length = HOT_FIELDS.length;
      out.fill(undefined);
      const found = find(event);
      if (found === undefined) return NOTHING;
      if (event.isUnread === true) {
        const { fields } = unreadDocument(event, undefined);
        for (const [place, path] of HOT_PATHS.entries()) out[place] = at(fields, path) as HotValues[number];
        return NOTHING;
      }
      const plan = found.plans.of(event);
      runExtracts(plan, scope);
      return fillHot(plan, scope, out);
    },
  };
}

const NO_EVENT: Event = { product: "", channel: "", code: undefined, time: undefined, host: undefined, fields: {}, text: undefined, json: undefined, source: { path: "", record: 0 } };
