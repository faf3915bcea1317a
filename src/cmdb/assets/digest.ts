import { createHash } from "node:crypto";
import { type Claim, entryKey, FIELDS } from "./asset.ts";

/** The digest of what a source says: an import compares it, and not the values. */
export function digestOf({ values }: Pick<Claim, "values">): string {
  const ordered = FIELDS.flatMap((field) => (values[field] === undefined ? [] : [[field, said(values[field])]]));
  return createHash("sha256").update(JSON.stringify(ordered)).digest("base64url");
}

const said = (value: unknown): unknown => (Array.isArray(value) ? value.map(entryKey) : value);
