// ECS related.*: every address, user, host and hash of an event in one place, so that a pivot needs one question.
import { normalAddress } from "./address.ts";
import type { Converted } from "./convert.ts";
import type { Related } from "./technology.ts";

type Kind = "ip" | "user" | "hosts" | "hash";

const DEFAULTS: { readonly [kind in Kind]: (name: string) => boolean } = {
  ip: (name) => (name.endsWith(".ip") || name === "dns.resolved_ip" || name === "network.forwarded_ip") && !name.startsWith("related."),
  user: (name) => /^(?:(?:source|destination|client|server)\.)?user\.(?:(?:target|effective|changes)\.)?(?:name|email)$/.test(name),
  hosts: (name) => ["host.name", "host.hostname", "source.domain", "destination.domain", "client.domain", "server.domain", "url.domain", "dns.question.name"].includes(name),
  hash: (name) => name.includes(".hash.") || name.endsWith(".imphash"),
};
const KINDS: readonly Kind[] = ["ip", "user", "hosts", "hash"];

/** The related values among the event's ECS fields; a mapping may name the fields that a kind takes them from. */
export function relatedOf(values: readonly (readonly [name: string, value: Converted])[], named: Related): { readonly [kind in Kind]?: readonly string[] } | undefined {
  const found: { [kind in Kind]?: readonly string[] } = {};
  const flat = values.flatMap(([name, value]) => texts(name, value));
  for (const kind of KINDS) {
    const chosen = named[kind];
    const is = chosen === undefined ? DEFAULTS[kind] : (name: string) => chosen.includes(name);
    const some = flat.flatMap(([name, text]) => ((is(name) || name === `related.${kind}`) && (kind !== "hosts" || normalAddress(text) === undefined) ? [text] : []));
    if (some.length > 0) found[kind] = [...new Set(some)];
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** The texts of a value with their names; of a list of objects, those of each object under `list.name`. */
function texts(name: string, value: Converted): (readonly [name: string, text: string])[] {
  if (typeof value === "string") return [[name, value]];
  if (Array.isArray(value)) return (value as readonly Converted[]).flatMap((one) => texts(name, one));
  return typeof value === "object" ? Object.entries(value).flatMap(([key, one]) => (typeof one === "string" ? [[`${name}.${key}`, one] as const] : [])) : [];
}
