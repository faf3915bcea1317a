import { batchesOf, recentIds, rowsOfBatch, stats, type StoreStats } from "./account.ts";
import { quoted } from "./columns.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { quarantinedLines, quarantineGroups, release, type QuarantineGroup, type QuarantineRange } from "./quarantine.ts";
import { count, fields, histogram, hits, top, type Fill, type Histogram, type Hit, type Top } from "./read/count.ts";
import type { HitsSql } from "./filter/index.ts";
import type { Range, ReadLimits } from "./read/scope.ts";
import type { Events } from "./read/page.ts";
import { around, byIds, search, stream, type Around, type Search, type Surroundings } from "./read/search.ts";
import { erase, expire, rollback, type Expiry, type Removed } from "./remove.ts";
import type { RowBatch } from "./row-batch.ts";
import { ensureSchema } from "./schema.ts";
import type { QuarantinedLine, StoredEvent } from "./stored-event.ts";

/** The event store. What is read for somebody names the tenant first, and no event of another tenant is given. */
export type EventStore = {
  /** Makes the tables, and adds columns that are new. Before anything else, by one process. */
  readonly prepare: () => Promise<void>;
  /** Resolves once the rows are on the disk. May be repeated with the same batch: it is stored once. */
  readonly insert: (batch: RowBatch) => Promise<void>;

  readonly search: (tenant: string, asked: Search, limits: ReadLimits) => Promise<Events>;
  readonly around: (tenant: string, asked: Around, limits: ReadLimits) => Promise<Surroundings>;
  readonly byIds: (tenant: string, ids: readonly string[], limits: ReadLimits) => Promise<Events>;
  readonly stream: (tenant: string, range: Range, limits: ReadLimits) => AsyncGenerator<StoredEvent>;
  readonly count: (tenant: string, range: Range, limits: ReadLimits) => Promise<{ readonly count: number; readonly isCut: boolean }>;
  readonly histogram: (tenant: string, asked: Range & { readonly intervalMs: number }, limits: ReadLimits) => Promise<Histogram>;
  readonly top: (tenant: string, asked: Range & { readonly column: string; readonly limit: number }, limits: ReadLimits) => Promise<Top>;
  readonly fields: (tenant: string, range: Range, limits: ReadLimits) => Promise<Fill>;
  readonly hits: (tenant: string, asked: Omit<Range, "filter"> & { readonly hits: HitsSql }, limits: ReadLimits) => Promise<readonly Hit[]>;

  readonly quarantineGroups: (tenant: string, asked: QuarantineRange & { readonly limit: number }, limits: ReadLimits) => Promise<{ readonly groups: readonly QuarantineGroup[]; readonly isCut: boolean }>;
  readonly quarantinedLines: (tenant: string, range: QuarantineRange, limits: ReadLimits) => AsyncGenerator<QuarantinedLine>;
  readonly release: (tenant: string, ids: readonly string[]) => Promise<void>;

  readonly rowsOfBatch: (tenant: string, batch: number) => AsyncGenerator<StoredEvent>;
  readonly batchesOf: (tenant: string) => Promise<readonly number[]>;

  readonly recentIds: (count: number, each: (id: Uint8Array) => void) => Promise<number>;
  readonly rollback: (partition: number, position: number) => Promise<number>;
  readonly erase: (tenant: string) => Promise<Removed>;
  readonly expire: (expiries: readonly Expiry[]) => Promise<Removed>;
  readonly stats: () => Promise<StoreStats>;
  /** Resolves once the store has answered something that costs nothing. */
  readonly ping: () => Promise<void>;
  /** Lets the connections go. */
  readonly close: () => void;
};

const PING_MS = 2_000;

/** Connects to ClickHouse or to the store process. Nothing is asked yet. */
export function connectEvents(options: ConnectionOptions): EventStore {
  const db = new Connection(options);
  return {
    prepare: () => ensureSchema(db),
    insert: (batch) => insert(db, batch),
    search: (tenant, asked, limits) => search(db, tenant, asked, limits),
    around: (tenant, asked, limits) => around(db, tenant, asked, limits),
    byIds: (tenant, ids, limits) => byIds(db, tenant, ids, limits),
    stream: (tenant, range, limits) => stream(db, tenant, range, limits),
    count: (tenant, range, limits) => count(db, tenant, range, limits),
    histogram: (tenant, asked, limits) => histogram(db, tenant, asked, limits),
    top: (tenant, asked, limits) => top(db, tenant, asked, limits),
    fields: (tenant, range, limits) => fields(db, tenant, range, limits),
    hits: (tenant, asked, limits) => hits(db, tenant, asked, limits),
    quarantineGroups: (tenant, asked, limits) => quarantineGroups(db, tenant, asked, limits),
    quarantinedLines: (tenant, range, limits) => quarantinedLines(db, tenant, range, limits),
    release: (tenant, ids) => release(db, tenant, ids),
    rowsOfBatch: (tenant, batch) => rowsOfBatch(db, tenant, batch),
    batchesOf: (tenant) => batchesOf(db, tenant),
    recentIds: (most, each) => recentIds(db, most, each),
    rollback: (partition, position) => rollback(db, partition, position),
    erase: (tenant) => erase(db, tenant),
    expire: (expiries) => expire(db, expiries),
    stats: () => stats(db),
    ping: async () => void (await db.read({ sql: "SELECT 1 FORMAT Null", signal: AbortSignal.timeout(PING_MS) })),
    close: () => db.close(),
  };
}

async function insert(db: Connection, batch: RowBatch): Promise<void> {
  if (batch.count === 0) return;
  const columns = batch.columns.map(({ name }) => quoted(name)).join(", ");
  await db.insert(`INSERT INTO ${batch.table} (${columns}) FORMAT RowBinary`, batch.body, batch.token);
}
