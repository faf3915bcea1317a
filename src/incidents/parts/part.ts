// What belongs to an incident beside its alerts and its thread.
import type { Caller } from "../../core/index.ts";
import type { Visibility } from "../../timeline/index.ts";

/** What something or somebody is in an incident. */
const ENTITY_ROLES = ["victim", "source", "pivot", "witness", "target", "related", "unknown"] as const;
const INDICATOR_TYPES = ["sha256", "sha1", "md5", "file-name", "file-path", "ip", "domain", "url", "email", "user-agent", "certificate", "mutex", "registry-key", "other"] as const;
const INDICATOR_VERDICTS = ["malicious", "suspicious", "benign", "unknown"] as const;
const PART_KINDS = ["asset", "account", "indicator", "technique", "task"] as const;
export type PartKind = (typeof PART_KINDS)[number];

type EntityRole = (typeof ENTITY_ROLES)[number];

/** By kind, what is said of it. */
export type PartDocuments = {
  /** `asset` is its id in the CMDB, if it is known there. */
  readonly asset: { readonly name: string; readonly asset: string | null; readonly role: EntityRole; readonly state: string };
  /** `origin`: an event speaks of it, no person said so; none: somebody did, or the rule looked at it. */
  readonly account: { readonly name: string; readonly role: EntityRole; readonly state: string; readonly origin?: "event" | undefined };
  /** `isPassedOn`: whether it may be given to others than the two sides. */
  readonly indicator: { readonly type: (typeof INDICATOR_TYPES)[number]; readonly value: string; readonly verdict: (typeof INDICATOR_VERDICTS)[number]; readonly isPassedOn: boolean; readonly note: string };
  readonly technique: { readonly technique: string; readonly note: string };
  /** `order`: smaller ones come first. */
  readonly task: { readonly text: string; readonly who: string | null; readonly dueAt: string | null; readonly doneAt: string | null; readonly doneBy: string | null; readonly order: number };
};

export type PartOf<Kind extends PartKind> = { readonly kind: Kind; readonly document: PartDocuments[Kind] };
/** A part before it is added. */
export type PartToAdd = { [Kind in PartKind]: PartOf<Kind> }[PartKind] & { readonly visibility?: Visibility | undefined };

export type Part = { [Kind in PartKind]: PartOf<Kind> }[PartKind] & {
  readonly id: number;
  readonly incident: string;
  readonly visibility: Visibility;
  readonly side: Caller["side"];
  readonly addedAt: Date;
  readonly addedBy: string;
  readonly changedAt: Date;
  readonly removed: { readonly at: Date; readonly by: string; readonly reason: string } | null;
  /** Where it was added, if incidents were merged or split since. */
  readonly originIncident: string;
};

/** What a part is, so that it is there once: names and values without regard to case. */
export function keyOf(part: { [Kind in PartKind]: PartOf<Kind> }[PartKind]): string {
  if (part.kind === "asset") return part.document.asset === null ? `name:${part.document.name.toLowerCase()}` : `id:${part.document.asset}`;
  if (part.kind === "account") return part.document.name.toLowerCase();
  if (part.kind === "indicator") return `${part.document.type}:${isCaseSensitive(part.document.type) ? part.document.value : part.document.value.toLowerCase()}`;
  return part.kind === "technique" ? part.document.technique : part.document.text.slice(0, 2000);
}

// In paths of URLs, user agents and free text letters of both cases differ.
const isCaseSensitive = (type: PartDocuments["indicator"]["type"]): boolean => ["url", "user-agent", "mutex", "other"].includes(type);

/** The part in a few words, for threads and journals. */
export function nameOf(part: { [Kind in PartKind]: PartOf<Kind> }[PartKind]): string {
  if (part.kind === "asset" || part.kind === "account") return `${part.kind} ${part.document.name}`;
  if (part.kind === "indicator") return `indicator ${part.document.type} ${part.document.value}`;
  return part.kind === "technique" ? `technique ${part.document.technique}` : `task "${part.document.text}"`;
}

/** Whether a side sees what was added by `by` with this visibility. The platform's own is the provider's. */
export const isSeenBy = (reader: Caller["side"], { visibility, side }: { readonly visibility: Visibility; readonly side: Caller["side"] }): boolean =>
  visibility === "shared" || (reader === "client") === (side === "client");
