// Templates of requests: JSON in which a value may be a placeholder. It is filled as a value, never into a text: whatever a
// title says, it stays the title. Pure.
import { z } from "zod";
import type { Ask } from "../../../outbound/index.ts";

/** What may be filled in; each template gets those that its action has. */
const PLACEHOLDERS = ["action", "key", "id", "title", "text", "html", "queue", "priority", "asset", "dueAt", "state", "note", "visibility", "fileName", "fileType", "fileBase64"] as const;
export type Values = Readonly<Partial<Record<(typeof PLACEHOLDERS)[number], string | null>>>;

const WHOLE = /^\{([A-Za-z0-9]{1,20})\}$/;
const isName = (name: string): name is keyof Values => (PLACEHOLDERS as readonly string[]).includes(name);
const ALLOWED = `a placeholder is a whole value, one of ${PLACEHOLDERS.map((name) => `{${name}}`).join(", ")}`;

/** Text without a placeholder, or one and nothing beside it. */
const isFillable = (text: string): boolean => {
  const name = WHOLE.exec(text)?.[1];
  return name === undefined ? !PLACEHOLDERS.some((one) => text.includes(`{${one}}`)) : isName(name);
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
const Json: z.ZodType<Json> = z.lazy(() => z.union([z.null(), z.boolean(), z.number(), z.string().max(10_000).refine(isFillable, ALLOWED), z.array(Json).max(100), z.record(z.string().max(200).refine((name) => name !== "__proto__"), Json)]));
const Path = z.string().max(1_000).refine((path) => path.split("/").every(isFillable), `between the slashes ${ALLOWED}`);
const Query = z.record(z.string().max(100), z.string().max(1_000).refine(isFillable, ALLOWED)).default({});

/** A request that writes. */
export const Template = z.strictObject({ method: z.enum(["POST", "PUT", "PATCH"]).default("POST"), path: Path.default(""), query: Query, body: Json });
export type Template = z.infer<typeof Template>;

/** A request that reads. */
export const ReadTemplate = z.strictObject({ path: Path, query: Query });
export type ReadTemplate = z.infer<typeof ReadTemplate>;

/** What is asked, with the values in their places. */
export const filledRead = ({ path, query }: ReadTemplate, values: Values): Pick<Ask, "path" | "query"> => ({
  path: path.split("/").map((part) => segmentOf(part, values)).join("/"),
  query: Object.fromEntries(Object.entries(query).flatMap(([name, text]) => {
    const value = valueOf(text, values);
    return value === null ? [] : [[name, value]];
  })),
});

/** The body with the values in their places. What an action does not have is null. */
export function filledBody(body: Json, values: Values): Json {
  if (typeof body === "string") return valueOf(body, values);
  if (Array.isArray(body)) return body.map((one: Json) => filledBody(one, values));
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, one]) => [name, filledBody(one, values)]));
}

function valueOf(text: string, values: Values): string | null {
  const name = WHOLE.exec(text)?.[1];
  return name === undefined || !isName(name) ? text : values[name] ?? null;
}

/** A part of a path stays one part: no slash, no way up. */
function segmentOf(part: string, values: Values): string {
  if (!WHOLE.test(part)) return part;
  return encodeURIComponent(valueOf(part, values) ?? "").replace(/^\.+$/, (dots) => "%2E".repeat(dots.length));
}

/** What stands at a path of names and numbers ("ticket.id", "items.0"); "" is the whole. Own keys alone. */
export function at(json: unknown, path: string): unknown {
  let found = json;
  for (const name of path === "" ? [] : path.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}

/** The same as text; undefined where there is none. */
export function textAt(json: unknown, path: string | null): string | undefined {
  const found = path === null ? undefined : at(json, path);
  return typeof found === "string" ? found : typeof found === "number" ? String(found) : undefined;
}
