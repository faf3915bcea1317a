// What a detection is about: the machine, else the user, else the address.
import type { KeptDetection } from "../../detections/index.ts";
import { storableText } from "../../store/index.ts";
import { textOf, valueAt } from "../values.ts";

const ENTITY_KINDS = ["asset", "host", "user", "address", "none"] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** `value` is compared, `name` is shown; `asset` where the CMDB knows exactly one machine. */
export type Entity = { readonly kind: EntityKind; readonly value: string; readonly name: string; readonly asset: string | null };

// Names of rules' own taxonomies beside ECS's; the first that is there counts.
const USERS = ["user.name", "TargetUserName", "User", "SubjectUserName", "user", "username", "AccountName", "userIdentity.userName", "UserId", "actor.alternateId"];
const ADDRESSES = ["source.ip", "client.ip", "IpAddress", "SourceIp", "src_ip", "c-ip", "sourceIPAddress", "ClientIP", "ipAddress"];
const LONGEST = 512;

/** The entity of a detection, in this order: asset, host, user, source address; `none` if it tells of none of them. */
export function entityOf({ context, host, fields }: Pick<KeptDetection, "context" | "host" | "fields">): Entity {
  const asset = onlyAsset(context, "host");
  const named = plain(host);
  if (asset !== undefined) return { kind: "asset", value: asset.id, name: asset.name, asset: asset.id };
  if (named !== undefined) return { kind: "host", value: named.toLowerCase(), name: named, asset: null };
  const user = first(fields, USERS);
  if (user !== undefined) return { kind: "user", value: user.toLowerCase(), name: user, asset: null };
  const address = first(fields, ADDRESSES);
  if (address !== undefined) return { kind: "address", value: address.toLowerCase(), name: address, asset: onlyAsset(context, "source")?.id ?? null };
  return { kind: "none", value: "", name: "", asset: null };
}

/** The machine at an end, if the context knows one and no other that it could be. */
export function onlyAsset(context: KeptDetection["context"], end: "host" | "source" | "destination"): { readonly id: string; readonly name: string } | undefined {
  const ids = valueAt(context, `${end}.asset.id`);
  if (!Array.isArray(ids) || ids.length !== 1 || valueAt(context, `${end}.asset.ambiguous`) === true) return undefined;
  const names = valueAt(context, `${end}.asset.name`);
  const [id, name] = [textOf(ids[0]), textOf(Array.isArray(names) ? names[0] : undefined)];
  return id === undefined ? undefined : { id, name: name ?? id };
}

const first = (fields: KeptDetection["fields"], names: readonly string[]): string | undefined => {
  for (const name of names) {
    const text = plain(textOf(valueAt(fields, name)));
    if (text !== undefined) return text;
  }
  return undefined;
};

/** As it can be stored and compared; a dot at the end of a name says nothing. */
function plain(text: string | null | undefined): string | undefined {
  const trimmed = storableText(text ?? "").trim();
  const whole = trimmed.endsWith(".") ? trimmed.slice(0, -1) : trimmed;
  return whole === "" || whole === "-" ? undefined : whole.slice(0, LONGEST).toWellFormed();
}
