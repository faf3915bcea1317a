// The SQL of sources and of their readings.
import { type Selectable, sql } from "kysely";
import type { CmdbProbe, CmdbSourceSettings } from "../../contract/cmdb-sources.ts";
import { storableJson, type SystemDb, type Tables, type TenantDb } from "../../store/index.ts";
import type { Problem, Reading, StoredSource } from "./source.ts";

/** False: another one in use has the name. */
export async function insertSource(db: TenantDb, source: StoredSource): Promise<boolean> {
  const { tenant, id, name, kind, url, state, settings, secretNames, secrets, nextReadAt, version, madeAt, madeBy, changedAt } = source;
  const { numInsertedOrUpdatedRows } = await db.sql
    .insertInto("cmdb_source")
    .values({ tenant_id: tenant, id, name, kind, url, state, settings: storableJson(settings), secret_names: secretNames, secrets, next_read_at: nextReadAt, failures: 0, version, made_at: madeAt, made_by: madeBy, changed_at: changedAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Those in use, by name. */
export async function selectSources(db: TenantDb): Promise<readonly StoredSource[]> {
  const rows = await db.sql.selectFrom("cmdb_source").selectAll().where("tenant_id", "=", db.tenant).where("removed_at", "is", null).orderBy("name").execute();
  return rows.map(sourceOf);
}

/** One in use, by id or name; nobody else changes it until the transaction ends, if `isLocked`. */
export async function selectSource(db: TenantDb, idOrName: string, isLocked = false): Promise<StoredSource | undefined> {
  const select = db.sql.selectFrom("cmdb_source").selectAll().where("tenant_id", "=", db.tenant).where("removed_at", "is", null).where((of) => of.or([of("id", "=", idOrName), of("name", "=", idOrName)])).orderBy(sql`id = ${idOrName}`, "desc").limit(1);
  const row = await (isLocked ? select.forUpdate() : select).executeTakeFirst();
  return row === undefined ? undefined : sourceOf(row);
}

type SourceChange = Partial<Pick<StoredSource, "url" | "state" | "settings" | "secretNames" | "secrets" | "cursor" | "digest" | "nextReadAt" | "readAt" | "fullReadAt" | "problem" | "failures" | "probe" | "probedAt" | "pausedBy" | "pauseReason" | "version" | "changedAt">> & { readonly removedAt?: Date };

export async function updateSource(db: TenantDb, id: string, change: SourceChange): Promise<void> {
  const { secretNames, nextReadAt, readAt, fullReadAt, probedAt, pausedBy, pauseReason, changedAt, removedAt, settings, problem, probe, ...same } = change;
  const json = (value: object | null | undefined) => (value === undefined || value === null ? value : storableJson(value));
  const row = { ...same, settings: settings === undefined ? undefined : storableJson(settings), problem: json(problem), probe: json(probe), secret_names: secretNames, next_read_at: nextReadAt, read_at: readAt, full_read_at: fullReadAt, probed_at: probedAt, paused_by: pausedBy, pause_reason: pauseReason, changed_at: changedAt, removed_at: removedAt };
  await db.sql.updateTable("cmdb_source").set(row).where("tenant_id", "=", db.tenant).where("id", "=", id).execute();
}

const sourceOf = (row: Selectable<Tables["cmdb_source"]>): StoredSource => ({
  tenant: row.tenant_id, id: row.id, name: row.name, kind: row.kind as StoredSource["kind"], url: row.url, state: row.state, settings: row.settings as CmdbSourceSettings, secretNames: row.secret_names, secrets: row.secrets, cursor: row.cursor, digest: row.digest,
  nextReadAt: row.next_read_at, readAt: row.read_at, fullReadAt: row.full_read_at, problem: row.problem as Problem | null, failures: row.failures, probe: row.probe as CmdbProbe | null, probedAt: row.probed_at,
  pausedBy: row.paused_by, pauseReason: row.pause_reason, version: row.version, madeAt: row.made_at, madeBy: row.made_by, changedAt: row.changed_at,
});

/** False: one is waiting or running already. */
export async function insertReading(db: TenantDb | SystemDb, { tenant, id, source, mode, dryRun, allowShrink, askedBy, askedAt }: Reading): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db.sql
    .insertInto("cmdb_read")
    .values({ tenant_id: tenant, id, source_id: source, mode, is_dry_run: dryRun, allow_shrink: allowShrink, state: "queued", asked_by: askedBy, asked_at: askedAt, notes: [] })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Sources that are on and due, and have no reading that waits or runs. */
export async function selectDue(db: SystemDb, now: Date, limit: number): Promise<readonly { readonly tenant: string; readonly source: StoredSource }[]> {
  const rows = await db.sql
    .selectFrom("cmdb_source as s").innerJoin("tenant as t", "t.id", "s.tenant_id").selectAll("s")
    .where("s.state", "=", "on").where("s.removed_at", "is", null).where("t.removed_at", "is", null).where("s.next_read_at", "<=", now)
    .where(sql<boolean>`not exists (select from cmdb_read r where r.tenant_id = s.tenant_id and r.source_id = s.id and r.state in ('queued', 'running'))`)
    .orderBy("s.next_read_at").limit(limit).execute();
  return rows.map((row) => ({ tenant: row.tenant_id, source: sourceOf(row) }));
}

/** Takes a reading that waits, or whose process broke down over it; others leave it alone until `until`. */
export async function takeReading(db: SystemDb, now: Date, until: Date): Promise<Reading | undefined> {
  const next = db.sql.selectFrom("cmdb_read").select(["tenant_id", "id"]).where((of) => of.or([of("state", "=", "queued"), of.and([of("state", "=", "running"), of("taken_until", "<", now)])])).orderBy("asked_at").limit(1).forUpdate().skipLocked();
  const row = await db.sql.updateTable("cmdb_read").set({ state: "running", started_at: now, taken_until: until }).from(next.as("next")).whereRef("cmdb_read.tenant_id", "=", "next.tenant_id").whereRef("cmdb_read.id", "=", "next.id").returningAll("cmdb_read").executeTakeFirst();
  return row === undefined ? undefined : readingOf(row);
}

export type Ended = Pick<Reading, "state" | "counts" | "notes" | "importId" | "problem">;

export async function endReading(db: TenantDb, id: string, { state, counts, notes, importId, problem }: Ended, now: Date): Promise<void> {
  await db.sql
    .updateTable("cmdb_read")
    .set({ state, counts: counts === null ? null : storableJson(counts), notes, import_id: importId, problem: problem === null ? null : storableJson(problem), ended_at: now, taken_until: null })
    .where("tenant_id", "=", db.tenant).where("id", "=", id).execute();
}

/** Readings of a source, the last one first, behind `after`. */
export async function selectReadings(db: TenantDb, source: string, { after, limit, id }: { readonly after?: string | undefined; readonly limit: number; readonly id?: string }): Promise<readonly Reading[]> {
  let select = db.sql.selectFrom("cmdb_read").selectAll().where("tenant_id", "=", db.tenant).where("source_id", "=", source).orderBy("asked_at", "desc").orderBy("id", "desc").limit(limit);
  if (id !== undefined) select = select.where("id", "=", id);
  if (after !== undefined) select = select.where(sql<boolean>`(asked_at, id) < (select asked_at, id from cmdb_read where tenant_id = ${db.tenant} and id = ${after})`);
  return (await select.execute()).map(readingOf);
}

/** Readings that changed nothing, from before a time: nobody looks at them. */
export async function forgetReadings(db: SystemDb, before: Date): Promise<void> {
  await db.sql.deleteFrom("cmdb_read").where("state", "=", "unchanged").where("asked_at", "<", before).execute();
}

const readingOf = (row: Selectable<Tables["cmdb_read"]>): Reading => ({
  tenant: row.tenant_id, id: row.id, source: row.source_id, mode: row.mode, dryRun: row.is_dry_run, allowShrink: row.allow_shrink, state: row.state, askedBy: row.asked_by, askedAt: row.asked_at, startedAt: row.started_at, endedAt: row.ended_at,
  counts: row.counts, notes: row.notes, importId: row.import_id, problem: row.problem as Problem | null,
});

export type Holds = { readonly assets: number; readonly staleAssets: number; readonly others: number; readonly staleOthers: number; readonly unused: number };

/** How much of our inventory a source names. */
export async function selectHolds(db: TenantDb, { id, name }: Pick<StoredSource, "id" | "name">): Promise<Holds> {
  const { rows } = await sql<Holds>`
    select a.assets, a."staleAssets", o.others, o."staleOthers", o.unused from
      (select count(*)::int as assets, count(stale_since)::int as "staleAssets" from asset_claim where tenant_id = ${db.tenant} and source = ${name}) a,
      (select count(*)::int as others, count(stale_since)::int as "staleOthers", count(*) filter (where row_id is null)::int as unused from cmdb_record where tenant_id = ${db.tenant} and source_id = ${id}) o`.execute(db.sql);
  return rows[0] ?? { assets: 0, staleAssets: 0, others: 0, staleOthers: 0, unused: 0 };
}

/** When a source in use was read, and how long that counts. */
export type SourceTimes = { readonly readAt: Date | null; readonly staleAfterMs: number };

export async function selectSourceTimes(db: TenantDb, names: readonly string[]): Promise<ReadonlyMap<string, SourceTimes>> {
  if (names.length === 0) return new Map();
  const rows = await db.sql.selectFrom("cmdb_source").select(["name", "read_at as readAt", sql<number>`(settings ->> 'staleAfterHours')::int`.as("hours")]).where("tenant_id", "=", db.tenant).where("removed_at", "is", null).where("name", "in", [...names]).execute();
  return new Map(rows.map(({ name, readAt, hours }) => [name, { readAt, staleAfterMs: hours * 3_600_000 }]));
}

/** When the source was last read as a whole before a time: as a file or by itself. */
export async function lastReadBefore(db: TenantDb, source: string, before: Date): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select greatest(
      (select max(asked_at) from asset_import where tenant_id = ${db.tenant} and source = ${source} and state = 'applied' and asked_at < ${before}),
      (select max(r.started_at) from cmdb_read r join cmdb_source s on s.tenant_id = r.tenant_id and s.id = r.source_id
        where r.tenant_id = ${db.tenant} and s.name = ${source} and s.removed_at is null and r.mode = 'full' and r.state in ('applied', 'unchanged') and r.started_at < ${before})) as at`.execute(db.sql);
  return rows[0]?.at ?? undefined;
}
