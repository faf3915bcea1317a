import { createHash } from "node:crypto";
import { sql, type Selectable } from "kysely";
import { HOT_FIELDS } from "../normalise/index.ts";
import type { SystemDb, Tables, TenantDb } from "../store/index.ts";
import type { SourceDay } from "./fill.ts";
import { LAG_CLASSES } from "./lag.ts";
import type { SourceHour } from "./tally.ts";
import type { Sighting } from "./unclaimed.ts";

/** One link of a tenant's digest chain. */
export type DigestLink = { readonly tenant: string; readonly batch: number; readonly firstSeq: number; readonly lastSeq: number; readonly rows: number; readonly digest: string };

/** Adds a batch's counts to those of its sources and hours. */
export async function addHours(db: SystemDb, hours: readonly SourceHour[]): Promise<void> {
  if (hours.length === 0) return;
  const rows = hours.map(({ tenant, source, hourMs, received, stored, quarantined, dropped, duplicates, events, bytes, lag }) => ({
    tenant_id: tenant, source, hour: new Date(hourMs), received, stored, quarantined, dropped, duplicates, events, bytes, lag,
  }));
  const added = (column: string) => sql<number>`${sql.ref(`source_hour.${column}`)} + ${sql.ref(`excluded.${column}`)}`;
  // Arrays are added place by place; one of an hour that was just begun is empty.
  const classes = sql.join(Array.from({ length: LAG_CLASSES }, (_, i) => sql`coalesce(source_hour.lag[${sql.lit(i + 1)}], 0) + excluded.lag[${sql.lit(i + 1)}]`));
  await db.sql
    .insertInto("source_hour")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["tenant_id", "source", "hour"]).doUpdateSet({
        received: added("received"), stored: added("stored"), quarantined: added("quarantined"), dropped: added("dropped"), duplicates: added("duplicates"), events: added("events"),
        bytes: added("bytes"), lag: sql`array[${classes}]`,
      }),
    )
    .execute();
  const dropped = hours.flatMap(({ tenant, source, hourMs, droppedBy }) => [...droppedBy].map(([id, n]) => ({ tenant_id: tenant, source, hour: new Date(hourMs), drop_rule_id: id, n })));
  if (dropped.length === 0) return;
  await db.sql
    .insertInto("source_dropped")
    .values(dropped)
    .onConflict((conflict) => conflict.columns(["tenant_id", "source", "hour", "drop_rule_id"]).doUpdateSet({ n: sql`source_dropped.n + excluded.n` }))
    .execute();
}

/** Adds the fill of fields and the technologies seen to those of their sources and days. */
export async function addDays(db: SystemDb, days: readonly SourceDay[]): Promise<void> {
  const dayOf = ({ dayMs }: SourceDay) => new Date(dayMs).toISOString().slice(0, 10);
  const fields = days.flatMap((day) =>
    HOT_FIELDS.flatMap(({ name }, i) => {
      const n = day.fields[i] ?? 0;
      const clashes = day.clashes.get(name) ?? 0;
      return n + clashes === 0 ? [] : [{ tenant_id: day.tenant, source: day.source, day: dayOf(day), field: name, n, clashes }];
    }),
  );
  if (fields.length > 0) {
    await db.sql
      .insertInto("source_field_day")
      .values(fields)
      .onConflict((conflict) =>
        conflict.columns(["tenant_id", "source", "day", "field"]).doUpdateSet({ n: sql`source_field_day.n + excluded.n`, clashes: sql`source_field_day.clashes + excluded.clashes` }),
      )
      .execute();
  }
  const technologies = days.flatMap((day) => [...day.technologies.values()].map(({ technology, labelled, n }) => ({ tenant_id: day.tenant, source: day.source, day: dayOf(day), technology, labelled, n })));
  if (technologies.length === 0) return;
  await db.sql
    .insertInto("source_technology_day")
    .values(technologies)
    .onConflict((conflict) => conflict.columns(["tenant_id", "source", "day", "technology", "labelled"]).doUpdateSet({ n: sql`source_technology_day.n + excluded.n` }))
    .execute();
}

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

/** Remembers who sends without being claimed. */
export async function addSightings(db: SystemDb, sightings: readonly Sighting[]): Promise<void> {
  if (sightings.length === 0) return;
  const rows = sightings.map(({ collector, peer, hostname = "", technology, confidence, lines, firstMs, lastMs, sample }) => ({
    id: createHash("sha256").update(`${collector}\n${peer}`).digest("hex").slice(0, 16), listener: collector, peer, hostname, technology: technology ?? null, confidence, lines,
    first_at: new Date(firstMs), last_at: new Date(lastMs), sample,
  }));
  await db.sql
    .insertInto("unclaimed_sender")
    .values(rows)
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet({
        hostname: sql`excluded.hostname`, technology: sql`excluded.technology`, confidence: sql`excluded.confidence`, lines: sql`unclaimed_sender.lines + excluded.lines`,
        last_at: sql`excluded.last_at`, sample: sql`excluded.sample`,
      }),
    )
    .execute();
}

/** What became of the lines of one source in one hour of arrival. */
export type KeptHour = Omit<SourceHour, "tenant" | "hourMs" | "droppedBy"> & { readonly hour: Date; readonly droppedBy: Readonly<Record<string, number>> };

/** The account of a tenant's sources, by hour of arrival. */
export async function listHours(db: TenantDb, since: Date, until: Date): Promise<readonly KeptHour[]> {
  const within = (table: "source_hour" | "source_dropped") => db.sql.selectFrom(table).where("tenant_id", "=", db.tenant).where("hour", ">=", since).where("hour", "<", until);
  const [hours, dropped] = await Promise.all([
    within("source_hour").selectAll().orderBy("hour").orderBy("source").execute() as Promise<readonly Selectable<Tables["source_hour"]>[]>,
    within("source_dropped").selectAll().execute() as Promise<readonly Selectable<Tables["source_dropped"]>[]>,
  ]);
  const keyOf = (source: string, hour: Date) => `${source}\n${hour.getTime()}`;
  const byHour = Map.groupBy(dropped, ({ source, hour }) => keyOf(source, hour));
  return hours.map(({ tenant_id: _, skew: __, lag, ...hour }) => ({
    ...hour,
    lag: [...lag],
    droppedBy: Object.fromEntries((byHour.get(keyOf(hour.source, hour.hour)) ?? []).map(({ drop_rule_id: id, n }) => [id, n])),
  }));
}

/** Senders that nobody claims, those that sent last first. */
export async function listSightings(db: SystemDb, limit: number): Promise<readonly (Sighting & { readonly id: string })[]> {
  const rows = await db.sql.selectFrom("unclaimed_sender").selectAll().orderBy("last_at", "desc").limit(limit).execute();
  return rows.map(({ id, listener: collector, peer, hostname, technology, confidence, lines, first_at: firstAt, last_at: lastAt, sample }) => ({
    id, collector, peer, hostname: hostname === "" ? undefined : hostname, technology: technology ?? undefined, confidence: confidence ?? 0, lines, firstMs: firstAt.getTime(), lastMs: lastAt.getTime(), sample,
  }));
}

/** The digest chain of a tenant, from its beginning. */
export async function listDigests(db: TenantDb): Promise<readonly (DigestLink & { readonly expiredAt: Date | null })[]> {
  const rows = await db.sql.selectFrom("event_digest").selectAll().where("tenant_id", "=", db.tenant).orderBy("batch").execute();
  return rows.map(({ tenant_id: tenant, batch, first_seq: firstSeq, last_seq: lastSeq, rows: count, digest, expired_at: expiredAt }) => ({ tenant, batch, firstSeq, lastSeq, rows: count, digest, expiredAt }));
}
