// A detection as conditions see it: what the rule looked at, what was known around, and the whole event where it is read.
import type { Draft, Fields, Value } from "../../core/index.ts";
import type { KeptDetection } from "../../detections/index.ts";

/** A whole event: under ECS names, and under those of the product where it is understood. */
export type SeenEvent = { readonly id: string; readonly document: Fields; readonly native?: Fields | undefined };

/** Reads stored events of a tenant by their ids in hexadecimal; those that are gone are missing in the answer. */
export type WholeEventsOf = (tenant: string, ids: readonly string[]) => Promise<readonly SeenEvent[]>;

export type Seen = Pick<KeptDetection, "fields" | "context" | "host" | "source" | "technology" | "collector">;

/** What is known without the event. What this says of a field, `wholeOf` says too. */
export function partOf({ fields, context, host, source, technology, collector }: Seen): Fields {
  const part: Draft = {};
  flatten(context as Fields | null, "", part);
  if (host !== null) part["host.name"] = host;
  Object.assign(part, { "vigie.source": source, "vigie.technology": technology, "vigie.collector": collector });
  const group = ["tags", "services", "environment"].flatMap((list) => part[`host.asset.${list}`] as readonly Value[] | undefined ?? []);
  if (group.length > 0) part["host.asset.group"] = group;
  flatten(fields as Fields, "", part);
  copy(fields as Fields, part);
  return part;
}

/** The same with all that the event holds: the product's own names, and ECS's beside them. */
export function wholeOf(detection: Seen, { document, native = {} }: SeenEvent): Fields {
  const whole: Draft = {};
  copy(native, whole);
  flatten(document, "", whole);
  copy(partOf(detection), whole);
  return whole;
}

const MAX_DEPTH = 20;

/** Puts an object's values under their paths, so that `user.name` of ECS and a product's own `user` do not collide. */
function flatten(fields: Fields | null, before: string, into: Draft, depth = 0): void {
  for (const [name, value] of Object.entries(fields ?? {})) {
    const path = before + name;
    if (typeof value === "object" && value !== null && !Array.isArray(value) && depth < MAX_DEPTH) flatten(value as Fields, `${path}.`, into, depth + 1);
    else define(into, path, value);
  }
}

function copy(from: Fields, into: Draft): void {
  for (const [name, value] of Object.entries(from)) define(into, name, value);
}

// A log may name a field `__proto__`.
const define = (into: Draft, name: string, value: Value): void => {
  if (name === "__proto__") Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true });
  else into[name] = value;
};
