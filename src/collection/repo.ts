import { sql, type Selectable } from "kysely";
import { HOT_FIELDS } from "../normalise/index.ts";
import type { SystemDb, Tables, TenantDb } from "../store/index.ts";
import type { SourceDay } from "./fill.ts";
import { LAG_CLASSES } from "./lag.ts";
import type { SourceHour } from "./tally.ts";

/** Adds a batch's counts to those of its sources and hours. */
export async function addHours(db: SystemDb, hours: readonly SourceHour[]): Promise<void> {
  if (hours.length === 0) return;
  const rows = hours.map(({ tenant, source, hourMs, received, stored, quarantined, dropped, duplicates, events, bytes, lag, lastMs }) => ({
    tenant_id: tenant, source, hour: new Date(hourMs), received, stored, quarantined, dropped, duplicates, events, bytes, lag, last_at: new Date(lastMs),
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
        bytes: added("bytes"), lag: sql`array[${classes}]`, last_at: sql`greatest(source_hour.last_at, excluded.last_at)`,
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

/** What became of the lines of one source in one hour of arrival. */
export type KeptHour = Omit<SourceHour, "tenant" | "hourMs" | "lastMs" | "droppedBy"> & { readonly hour: Date; readonly droppedBy: Readonly<Record<string, number>> };

/** The account of a tenant's sources, by hour of arrival. */
export async function listHours(db: TenantDb, since: Date, until: Date): Promise<readonly KeptHour[]> {
  const within = (table: "source_hour" | "source_dropped") => db.sql.selectFrom(table).where("tenant_id", "=", db.tenant).where("hour", ">=", since).where("hour", "<", until);
  const [hours, dropped] = await Promise.all([
    within("source_hour").selectAll().orderBy("hour").orderBy("source").execute() as Promise<readonly Selectable<Tables["source_hour"]>[]>,
    within("source_dropped").selectAll().execute() as Promise<readonly Selectable<Tables["source_dropped"]>[]>,
  ]);
  const keyOf = (source: string, hour: Date) => `${source}\n${hour.getTime()}`;
  const byHour = Map.groupBy(dropped, ({ source, hour }) => keyOf(source, hour));
  return hours.map(({ source, hour, received, stored, quarantined, dropped: droppedLines, duplicates, events, bytes, lag }) => ({
    source, hour, received, stored, quarantined, dropped: droppedLines, duplicates, events, bytes, lag: [...lag],
    droppedBy: Object.fromEntries((byHour.get(keyOf(source, hour)) ?? []).map(({ drop_rule_id: id, n }) => [id, n])),
  }));
}

/** What the events of a tenant's sources brought on one day. */
export type KeptDays = {
  /** Events that have a field, and values of it that did not fit its type. */
  readonly fields: readonly { readonly source: string; readonly day: string; readonly field: string; readonly events: number; readonly clashes: number }[];
  /** Events by technology; `labelled` is what the configuration calls the source where that differs, else "". */
  readonly technologies: readonly { readonly source: string; readonly day: string; readonly technology: string; readonly labelled: string; readonly events: number }[];
};

/** Fill of fields and technologies, by day of arrival; days are as 2026-11-24, the last one is left out. */
export async function listDays(db: TenantDb, since: string, until: string): Promise<KeptDays> {
  const fields = db.sql.selectFrom("source_field_day").select(["source", "day", "field", "n as events", "clashes"])
    .where("tenant_id", "=", db.tenant).where("day", ">=", since).where("day", "<", until).orderBy("day").orderBy("source").orderBy("field");
  const technologies = db.sql.selectFrom("source_technology_day").select(["source", "day", "technology", "labelled", "n as events"])
    .where("tenant_id", "=", db.tenant).where("day", ">=", since).where("day", "<", until).orderBy("day").orderBy("source").orderBy("technology");
  return { fields: await fields.execute(), technologies: await technologies.execute() };
}

/** The last hour in which lines of each source arrived, by name: whatever ever sent is here. */
export async function lastHours(db: TenantDb): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.sql.selectFrom("source_hour").select(({ fn }) => ["source", fn.max("hour").as("hour")]).where("tenant_id", "=", db.tenant).where("received", ">", 0).groupBy("source").execute();
  return new Map(rows.map(({ source, hour }) => [source, hour]));
}

/** When each source was heard first and last, as far as it is known; without the moment, only the hour is. */
export type Heard = { readonly firstHour: Date; readonly lastHour: Date; readonly lastAt: Date | null };

/** What is known of when each source was heard, by name: whatever ever sent is here. */
export async function heardOf(db: TenantDb): Promise<ReadonlyMap<string, Heard>> {
  const rows = await db.sql
    .selectFrom("source_hour")
    .select(({ fn }) => ["source", fn.min("hour").as("firstHour"), fn.max("hour").as("lastHour"), fn.max("last_at").as("lastAt")])
    .where("tenant_id", "=", db.tenant)
    .where("received", ">", 0)
    .groupBy("source")
    .execute();
  return new Map(rows.map(({ source, ...heard }) => [source, heard]));
}

/**
 * By partition of the spool, the place up to which everything is committed. What is stored of places behind it may be
 * made undone, and stored again.
 */
export async function committedPositions(db: SystemDb): Promise<ReadonlyMap<number, number>> {
  const rows = await db.sql.selectFrom("worker_state").select(["partition", "position"]).execute();
  return new Map(rows.map(({ partition, position }) => [partition, position]));
}
