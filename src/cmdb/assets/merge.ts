// Which of the values that sources give counts. Pure: `asset` and its tables follow from the claims by this alone.
import type { Weighing } from "../weighing.ts";
import { type AssetValues, BY_HAND, type Claim, entryKey, type Field, FIELDS, LISTS, saidAt, sameValue, SINGLE } from "./asset.ts";

/** What counts of an asset. */
export type Effective = {
  readonly values: AssetValues & Required<Pick<AssetValues, "name" | "kind" | "criticality" | "lifecycle" | (typeof LISTS)[number]>>;
  /** Since when no imported source names it; what people entered keeps nothing alive that a file once gave. */
  readonly staleSince: Date | null;
};

/** What nobody says. */
const DEFAULTS = { kind: "other", criticality: 2, lifecycle: "in_service" } as const;

/** A source's value of a field. */
export type Said = { readonly source: string; readonly at: Date; readonly value: AssetValues[Field] };

/** Who said what of a field, the one that counts first. */
export function saidOf(claims: readonly Claim[], field: Field, weighing: Weighing): readonly Said[] {
  return ranked(claims, field, weighing).map((claim) => ({ source: claim.source, at: saidAt(claim, field), value: claim.values[field] }));
}

/** What counts of all that is said of one asset. */
export function merge(claims: readonly Claim[], weighing: Weighing): Effective {
  const values: Record<string, unknown> = { ...DEFAULTS };
  for (const field of SINGLE) {
    const [first] = ranked(claims, field, weighing);
    if (first !== undefined) values[field] = first.values[field];
  }
  for (const field of LISTS) values[field] = united(claims, field);
  values["name"] ??= (values["names"] as readonly string[])[0] ?? claims.map(({ key }) => key).toSorted()[0] ?? "";
  return { values: values as Effective["values"], staleSince: staleSinceOf(claims) };
}

/**
 * The claims that say something of the field, in the order in which they count: what is stale behind what is not, then
 * by who owns the field (a person's word stays before them), then by the kind of the source, then the newer value.
 */
function ranked(claims: readonly Claim[], field: Field, { precedence, owners }: Weighing): readonly Claim[] {
  const owning = owners[field] ?? [];
  const first = owning.length === 0 ? [] : [BY_HAND, ...owning];
  const place = ({ source, sourceKind }: Claim): number => (first.indexOf(source) + 1 || first.length + 1) * 100 + (precedence.indexOf(sourceKind) + 1 || precedence.length + 1);
  const rank = (claim: Claim): number => (claim.staleSince === null ? 0 : 1_000_000) + place(claim);
  return claims
    .filter((claim) => claim.values[field] !== undefined)
    .toSorted((a, b) => rank(a) - rank(b) || saidAt(b, field).getTime() - saidAt(a, field).getTime() || (a.source < b.source ? -1 : 1));
}

/** All entries; those of stale claims where no other says anything. */
function united(claims: readonly Claim[], field: (typeof LISTS)[number]): readonly unknown[] {
  const saying = claims.filter((claim) => claim.values[field] !== undefined);
  const fresh = saying.filter(({ staleSince }) => staleSince === null);
  const counted = fresh.length > 0 ? fresh : saying;
  if (counted.length === 1) return counted[0]?.values[field] as readonly unknown[];
  const entries = new Map<string, unknown>();
  for (const claim of counted) for (const entry of claim.values[field] as readonly unknown[]) entries.set(entryKey(entry), entry);
  return [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function staleSinceOf(claims: readonly Claim[]): Date | null {
  const imported = claims.filter(({ sourceKind }) => sourceKind !== "manual");
  if (imported.length === 0 || imported.some(({ staleSince }) => staleSince === null)) return null;
  return new Date(Math.max(...imported.map(({ staleSince }) => staleSince?.getTime() ?? 0)));
}

export type ValueChange = { readonly before: unknown; readonly after: unknown };

/** The fields whose value that counts is another now. */
export function changesBetween(before: Effective | undefined, after: Effective): Readonly<Partial<Record<Field, ValueChange>>> {
  const changes: Partial<Record<Field, ValueChange>> = {};
  for (const field of FIELDS) {
    const [was, is] = [before?.values[field] ?? null, after.values[field] ?? null];
    if (!sameValue(was, is)) changes[field] = { before: was, after: is };
  }
  return changes;
}

export type Withheld = { readonly given: unknown; readonly kept: unknown; readonly by: string };

/** The values of one source's claim that do not count, each with what does and who said it. */
export function withheldOf(claims: readonly Claim[], source: string, weighing: Weighing): Readonly<Partial<Record<Field, Withheld>>> {
  const withheld: Partial<Record<Field, Withheld>> = {};
  const own = claims.find((claim) => claim.source === source);
  if (own === undefined || claims.length === 1) return withheld;
  for (const field of SINGLE) {
    if (own.values[field] === undefined) continue;
    const [first] = ranked(claims, field, weighing);
    if (first !== undefined && first !== own && first.values[field] !== own.values[field]) withheld[field] = { given: own.values[field], kept: first.values[field], by: first.source };
  }
  return withheld;
}
