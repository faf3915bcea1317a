// Assets: what is said of one, by whom, and what of it counts. Pure.
import type { AssetValues as Given, SourceKind } from "../../contract/cmdb.ts";

export type Address = { readonly ip: string; readonly zone: string | null; readonly from: string | null; readonly until: string | null };

/** Values of one asset in their normal form (`normalValues`); what is missing is not said. */
export type AssetValues = { readonly [Name in keyof Omit<Given, "addresses">]?: Readonly<NonNullable<Given[Name]>> } & { readonly addresses?: readonly Address[] };
export type Field = keyof AssetValues;

/** Of these the value of one source counts. */
export const SINGLE = ["name", "kind", "serial", "os", "team", "contact", "criticality", "environment", "location", "exposure", "lifecycle"] as const satisfies readonly Field[];
/** Of these the entries of all sources count. */
export const LISTS = ["names", "addresses", "macs", "tags", "services", "externalIds"] as const satisfies readonly Field[];
export const FIELDS: readonly Field[] = [...SINGLE, ...LISTS];

/** What one source says of one asset, and since when. */
export type Claim = {
  readonly source: string;
  readonly sourceKind: SourceKind;
  /** What the source itself knows the asset by. */
  readonly key: string;
  readonly values: AssetValues;
  /** When a field took its value, as ISO 8601, where that was after `givenAt`. */
  readonly changed: Readonly<Partial<Record<Field, string>>>;
  readonly givenAt: Date;
  readonly staleSince: Date | null;
};

/** The source of what people enter. */
export const BY_HAND = "manual";

/** When a claim took the value of a field. */
export const saidAt = ({ changed, givenAt }: Claim, field: Field): Date => {
  const at = changed[field];
  return at === undefined ? givenAt : new Date(at);
};

/** The claim with other values; those that stay keep their time. */
export function restate(claim: Claim, values: AssetValues, now: Date): Claim {
  const changed: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) {
    if (values[field] === undefined) continue;
    const isSame = sameValue(values[field], claim.values[field]);
    const at = isSame ? claim.changed[field] : now.toISOString();
    if (at !== undefined) changed[field] = at;
  }
  return { ...claim, values, changed, staleSince: null };
}

/** Whether two values in normal form are the same; lists are in order there. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a === b || (a.length === b.length && a.every((entry, i) => entryKey(entry) === entryKey(b[i])));
}

/** By which the entries of a list are told apart and sorted. An address from jsonb has its names in another order. */
export const entryKey = (entry: unknown): string => (typeof entry === "string" ? entry : addressKey(entry as Address));
const addressKey = ({ ip, zone, from, until }: Address): string => JSON.stringify([ip, zone ?? "", from ?? "", until ?? ""]);
