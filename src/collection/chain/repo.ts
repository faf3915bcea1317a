import type { Selectable } from "kysely";
import type { SystemDb, Tables, TenantDb } from "../../store/index.ts";

/** One link of a tenant's digest chain. */
export type DigestLink = { readonly tenant: string; readonly batch: number; readonly firstSeq: number; readonly lastSeq: number; readonly rows: number; readonly digest: string };

/** A link as it is kept. Once `expiredAt` is set, retention has taken its events or some of them; the link stays. */
export type KeptLink = Omit<DigestLink, "tenant"> & { readonly storedAt: Date; readonly expiredAt: Date | null };

/** Adds links to the digest chains. */
export async function addDigests(db: SystemDb, links: readonly DigestLink[], storedAt: Date): Promise<void> {
  if (links.length === 0) return;
  const rows = links.map(({ tenant, batch, firstSeq, lastSeq, rows: count, digest }) => ({ tenant_id: tenant, batch, first_seq: firstSeq, last_seq: lastSeq, rows: count, digest, stored_at: storedAt, expired_at: null }));
  await db.sql.insertInto("event_digest").values(rows).execute();
}

/** The digest that a tenant's chain ends with; "" where it has not begun. */
export async function lastDigest(db: SystemDb, tenant: string): Promise<string> {
  const row = await db.sql.selectFrom("event_digest").select("digest").where("tenant_id", "=", tenant).orderBy("batch", "desc").limit(1).executeTakeFirst();
  return row?.digest ?? "";
}

/** The links behind a batch, in the order of the chain. */
export async function linksBehind(db: TenantDb, batch: number, limit: number): Promise<readonly KeptLink[]> {
  const rows = await db.sql.selectFrom("event_digest").selectAll().where("tenant_id", "=", db.tenant).where("batch", ">", batch).orderBy("batch").limit(limit).execute();
  return rows.map(keptOf);
}

/** One link. */
export async function findLink(db: TenantDb, batch: number): Promise<KeptLink | undefined> {
  const row = await db.sql.selectFrom("event_digest").selectAll().where("tenant_id", "=", db.tenant).where("batch", "=", batch).executeTakeFirst();
  return row === undefined ? undefined : keptOf(row);
}

/** How many links a tenant's chain has. */
export async function countLinks(db: TenantDb): Promise<number> {
  const { count } = await db.sql.selectFrom("event_digest").select(({ fn }) => fn.countAll<string>().as("count")).where("tenant_id", "=", db.tenant).executeTakeFirstOrThrow();
  return Number(count);
}

const keptOf = ({ batch, first_seq: firstSeq, last_seq: lastSeq, rows, digest, stored_at: storedAt, expired_at: expiredAt }: Selectable<Tables["event_digest"]>): KeptLink =>
  ({ batch, firstSeq, lastSeq, rows, digest, storedAt, expiredAt });
