// What makes the journal's tampering show: each entry's digest commits to it and to the digest before it. Pure, so that an
// export is verified without a server.
import { createHash } from "node:crypto";

/** An entry as it is linked and exported. */
export type LinkedEntry = {
  readonly seq: number;
  readonly id: number;
  /** Null: the platform's own journal. */
  readonly tenant: string | null;
  /** ISO 8601 in UTC, with milliseconds. */
  readonly at: string;
  readonly who: string;
  readonly caller: string;
  readonly side: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string | null;
  readonly details: unknown;
  readonly digest: string;
};

const FORMAT = "vigie journal 1";

/** The digest of an entry behind another ("" for the first): a SHA-256, hexadecimal, over a text that is the same wherever it is made. */
export function digestOf(entry: Omit<LinkedEntry, "digest">, previous: string): string {
  const { seq, id, tenant, at, who, caller, side, action, subject, reason, details } = entry;
  return createHash("sha256").update(JSON.stringify([FORMAT, previous, tenant, seq, id, at, who, caller, side, action, subject, reason, sorted(details)])).digest("hex");
}

/** The value with the names of its objects in order: jsonb keeps none, and a reader of JSON may choose another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, sorted(one)]);
}
