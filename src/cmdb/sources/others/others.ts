// Teams, services, networks and maintenance windows that a source tells of: put in beside its assets. What a person entered,
// changed or removed stays so, and what another source made is its; nothing is deleted.
import { createHash } from "node:crypto";
import type { TenantDb } from "../../../store/index.ts";
import { BY_HAND } from "../../assets/asset.ts";
import { type AlsoTold, NOTHING_REGISTERED, type Registered, type ToldOther } from "../../import/asset-import.ts";
import { insertRow, type Row, updateRow } from "../../register/repo.ts";
import { type Columns, nounsOf, type NounWork, type OthersWork } from "./nouns.ts";
import { type KnownRecord, type RecordRow, selectKnownRecords, upsertRecords } from "./repo.ts";

const REMOVED = "a person removed it here";

/** Puts them in, or works out what would be. */
export async function settleOthers(db: TenantDb, work: OthersWork, dryRun: boolean): Promise<AlsoTold> {
  const told: ToldOther[] = [];
  const counts: { -readonly [name in keyof Registered]: number } = { ...NOTHING_REGISTERED };
  for (const noun of await nounsOf(db, work, dryRun)) {
    const known = await selectKnownRecords(db, work.source.id, noun.noun);
    const records: RecordRow[] = [];
    for (const entry of noun.entries) {
      const done = await settleEntry(db, work, { noun, entry, before: known.get(entry.key), dryRun });
      counts[done.count] += 1;
      if (done.told !== undefined) told.push(done.told);
      records.push({ noun: noun.noun, key: entry.key, row_id: done.row, digest: done.digest, words: done.words, seen_at: work.now, stale_since: null });
    }
    const keys = new Set(noun.entries.map(({ key }) => key));
    const absent = work.part === "all" ? [...known.values()].filter(({ key, staleSince }) => staleSince === null && !keys.has(key)) : [];
    counts.stale += absent.length;
    for (const one of absent) {
      told.push({ kind: "stale", name: one.key, details: { noun: noun.noun, key: one.key, since: work.now.toISOString() } });
      records.push({ noun: noun.noun, key: one.key, row_id: one.row, digest: one.digest, words: one.words, seen_at: one.seenAt, stale_since: work.now });
    }
    if (!dryRun) await upsertRecords(db, work.source.id, records);
  }
  return { told, registered: counts };
}

type Done = { readonly count: keyof Registered; readonly told?: ToldOther; readonly row: string | null; readonly digest: string; readonly words: string | null };
type Step = { readonly noun: NounWork; readonly entry: NounWork["entries"][number]; readonly before: KnownRecord | undefined; readonly dryRun: boolean };

async function settleEntry(db: TenantDb, { source, now, newId }: OthersWork, { noun, entry, before, dryRun }: Step): Promise<Done> {
  const { key, title, columns, why } = entry;
  const digest = digestOf(columns ?? { why });
  const isNews = before?.digest !== digest || before.staleSince !== null;
  const tell = (kind: ToldOther["kind"], details: object, words: string | null = null): { readonly told?: ToldOther } => (isNews || before?.words !== words ? { told: { kind, name: title, details: { noun: noun.noun, key, ...details } } } : {});
  const held = (row: string | null, words: string, details: object = {}): Done => ({ count: "withheld", ...tell("conflict", { reason: words, ...details }, words), row, digest, words });
  if (columns === undefined) return { count: "refused", ...tell("refused", { reason: why }, why ?? null), row: before?.row ?? null, digest, words: why ?? null };
  const row = before?.row === null || before === undefined ? noun.same(columns) : noun.rows.get(before.row);
  if (before?.words === REMOVED || (row === undefined && before !== undefined && before.row !== null)) return held(null, REMOVED);
  // A window that is not approved, or was cancelled before we heard of it.
  if (row === undefined && columns["cancelled_at"] instanceof Date) return { count: "unchanged", row: null, digest, words: "it is not approved there, or was cancelled" };
  if (row === undefined) {
    const id = newId();
    const made = { id, ...columns, source: source.name, changed_at: now };
    if (!dryRun) await insertRow(db, noun.table, made);
    noun.add(made);
    return { count: "added", ...tell("added", { values: columns }), row: id, digest, words: null };
  }
  const changes = differences(row, columns);
  if (row.source !== source.name) {
    const keeper = row.source === BY_HAND ? "a person" : `the source ${row.source}`;
    return Object.keys(changes).length === 0 ? { count: "unchanged", row: row.id, digest, words: null } : held(row.id, `${keeper} keeps it as it is`, { withheld: changes });
  }
  const other = noun.same(columns);
  if (other !== undefined && other.id !== row.id) return held(row.id, `there is another ${noun.noun} of this name`);
  if (Object.keys(changes).length === 0) return { count: "unchanged", ...(before?.staleSince === null || before === undefined ? {} : tell("revived", {})), row: row.id, digest, words: null };
  if (!dryRun) await updateRow(db, noun.table, row.id, { ...columns, changed_at: now });
  return { count: "changed", ...tell("changed", { changes }), row: row.id, digest, words: null };
}

function differences(row: Row, columns: Columns): Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>> {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  return Object.fromEntries(Object.entries(columns).filter(([name, value]) => !same(row[name], value)).map(([name, value]) => [name, { before: row[name] ?? null, after: value }]));
}

const digestOf = (value: object): string => createHash("sha256").update(JSON.stringify(value)).digest("base64url");
