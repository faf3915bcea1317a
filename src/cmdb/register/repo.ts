// The SQL of what is registered beside assets: teams, zones, networks, services, relations, windows, accounts.
import { sql } from "kysely";
import type { SystemDb, TenantDb } from "../../store/index.ts";

export type RegisterTable = "team" | "zone" | "network" | "business_service" | "asset_relation" | "maintenance_window" | "account_of_interest";

/** A row as it is kept; the noun that wrote it knows its columns. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string; readonly source: string; readonly changed_at: Date };

export type Page = { readonly after?: string | undefined; readonly limit: number };

/** Rows in the order of a column, behind the row `after`; `where` narrows by columns. */
export async function selectRows(db: TenantDb, table: RegisterTable, order: string, { after, limit }: Page, where: Readonly<Record<string, string | undefined>> = {}): Promise<readonly Row[]> {
  const by = sql.ref(order);
  const equal = Object.entries(where).filter(([, value]) => value !== undefined).map(([column, value]) => sql` and ${sql.ref(column)} = ${value}`);
  const behind = after === undefined ? sql`` : sql` and (${by}, id) > (select ${by}, id from ${sql.table(table)} where tenant_id = ${db.tenant} and id = ${after})`;
  const { rows } = await sql<Row>`select * from ${sql.table(table)} where tenant_id = ${db.tenant}${sql.join(equal, sql``)}${behind} order by ${by}, id limit ${limit}`.execute(db.sql);
  return rows;
}

export async function selectRow(db: TenantDb, table: RegisterTable, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`select * from ${sql.table(table)} where tenant_id = ${db.tenant} and id = ${id}`.execute(db.sql);
  return rows[0];
}

export async function insertRow(db: TenantDb, table: RegisterTable, row: Readonly<Record<string, unknown>>): Promise<void> {
  const columns = Object.entries({ tenant_id: db.tenant, ...row });
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map(([name]) => sql.ref(name)))}) values (${sql.join(columns.map(([, value]) => sql`${value}`))})`.execute(db.sql);
}

export async function updateRow(db: TenantDb, table: RegisterTable, id: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  const sets = Object.entries(row).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
  await sql`update ${sql.table(table)} set ${sql.join(sets)} where tenant_id = ${db.tenant} and id = ${id}`.execute(db.sql);
}

export async function deleteRow(db: TenantDb, table: RegisterTable, id: string): Promise<void> {
  await sql`delete from ${sql.table(table)} where tenant_id = ${db.tenant} and id = ${id}`.execute(db.sql);
}

/** The id of another row whose name is this, whatever the case of letters. */
export async function idOfName(db: TenantDb, table: "team" | "zone" | "business_service", name: string, except: string): Promise<string | undefined> {
  const row = await db.sql.selectFrom(table).select("id").where("tenant_id", "=", db.tenant).where(sql<boolean>`lower(name) = lower(${name})`).where("id", "!=", except).executeTakeFirst();
  return row?.id;
}

/** The name that a row has now; undefined for a new one. */
export async function nameOf(db: TenantDb, table: "team" | "zone" | "business_service", id: string): Promise<string | undefined> {
  return (await db.sql.selectFrom(table).select("name").where("tenant_id", "=", db.tenant).where("id", "=", id).executeTakeFirst())?.name;
}

/** How many assets that are not retired name the team, the service or the zone. */
export async function countNaming(db: TenantDb, what: "team" | "service" | "zone", name: string): Promise<number> {
  const naming = {
    team: sql`lower(a.team) = lower(${name})`,
    service: sql`exists (select from unnest(a.services) s where lower(s) = lower(${name}))`,
    zone: sql`exists (select from asset_address x where x.tenant_id = a.tenant_id and x.asset_id = a.id and lower(x.zone) = lower(${name}))`,
  }[what];
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from asset a where a.tenant_id = ${db.tenant} and a.lifecycle != 'retired' and ${naming}`.execute(db.sql);
  return rows[0]?.n ?? 0;
}

export async function countNetworksOf(db: TenantDb, zone: string): Promise<number> {
  return Number((await db.sql.selectFrom("network").select((of) => of.fn.countAll().as("n")).where("tenant_id", "=", db.tenant).where("zone_id", "=", zone).executeTakeFirstOrThrow()).n);
}

export async function countRelationsOf(db: TenantDb, service: string): Promise<number> {
  return Number((await db.sql.selectFrom("asset_relation").select((of) => of.fn.countAll().as("n")).where("tenant_id", "=", db.tenant).where((of) => of.or([of("from_service", "=", service), of("to_service", "=", service)])).executeTakeFirstOrThrow()).n);
}

/** Which of these ids there are. */
export async function idsThatExist(db: TenantDb, table: "asset" | "business_service", ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.sql.selectFrom(table).select("id").where("tenant_id", "=", db.tenant).where(sql<boolean>`id = any(${ids})`).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Another network of that range in the zone. */
export async function networkWith(db: TenantDb, zone: string, cidr: string, except: string): Promise<string | undefined> {
  return (await db.sql.selectFrom("network").select("id").where("tenant_id", "=", db.tenant).where("zone_id", "=", zone).where("cidr", "=", cidr).where("id", "!=", except).executeTakeFirst())?.id;
}

export type RelationRow = { readonly id: string; readonly type: string; readonly from_asset: string | null; readonly from_service: string | null; readonly to_asset: string | null; readonly to_service: string | null; readonly from_name: string; readonly to_name: string; readonly source: string; readonly changed_at: Date };

/** Relations with the names of both ends: those of an asset or of a service, or all. */
export async function selectRelations(db: TenantDb, { id, asset, service }: { readonly id?: string | undefined; readonly asset?: string | undefined; readonly service?: string | undefined }, { after, limit }: Page): Promise<readonly RelationRow[]> {
  const ofAsset = asset === undefined ? sql`` : sql` and (r.from_asset = ${asset} or r.to_asset = ${asset})`;
  const ofService = service === undefined ? sql`` : sql` and (r.from_service = ${service} or r.to_service = ${service})`;
  const one = id === undefined ? sql`` : sql` and r.id = ${id}`;
  const behind = after === undefined ? sql`` : sql` and r.id > ${after}`;
  const { rows } = await sql<RelationRow>`
    select r.*, coalesce(fa.name, fs.name, '') as from_name, coalesce(ta.name, ts.name, '') as to_name
    from asset_relation r
      left join asset fa on fa.tenant_id = r.tenant_id and fa.id = r.from_asset
      left join asset ta on ta.tenant_id = r.tenant_id and ta.id = r.to_asset
      left join business_service fs on fs.tenant_id = r.tenant_id and fs.id = r.from_service
      left join business_service ts on ts.tenant_id = r.tenant_id and ts.id = r.to_service
    where r.tenant_id = ${db.tenant}${one}${ofAsset}${ofService}${behind} order by r.id limit ${limit}`.execute(db.sql);
  return rows;
}

/** Whether the relation is there already. */
export async function isRelated(db: TenantDb, { type, from_asset, from_service, to_asset, to_service }: Pick<RelationRow, "type" | "from_asset" | "from_service" | "to_asset" | "to_service">): Promise<boolean> {
  const { rows } = await sql`select from asset_relation where tenant_id = ${db.tenant} and type = ${type} and from_asset is not distinct from ${from_asset} and from_service is not distinct from ${from_service}
    and to_asset is not distinct from ${to_asset} and to_service is not distinct from ${to_service}`.execute(db.sql);
  return rows.length > 0;
}

export type WindowDuring = { readonly tenant: string; readonly id: string; readonly title: string; readonly startsAt: Date; readonly endsAt: Date; readonly assets: readonly string[]; readonly services: readonly string[]; readonly tags: readonly string[]; readonly createdBy: string; readonly reason: string; readonly cancelledAt: Date | null };

/** Until when work is planned, by the host name in lower case of the machine that is worked on at this time. */
export async function workedOnAt(db: TenantDb, names: readonly string[], at: Date): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ name: string; until: Date }>`
    select n.name, max(w.ends_at) as until
    from maintenance_window w
    join asset a on a.tenant_id = w.tenant_id and (a.id = any(w.assets) or a.services && w.services or a.tags && w.tags)
    join asset_name n on n.tenant_id = a.tenant_id and n.asset_id = a.id
    where w.tenant_id = ${db.tenant} and w.starts_at <= ${at} and w.ends_at > ${at} and w.cancelled_at is null and n.name = any(${[...names]}::text[])
    group by n.name`.execute(db.sql);
  return new Map(rows.map(({ name, until }) => [name, until]));
}

/** Maintenance windows of these tenants that have some moment in common with a time. */
export async function windowsDuring(db: SystemDb, tenants: readonly string[], since: Date, until: Date): Promise<readonly WindowDuring[]> {
  const rows = await db.sql.selectFrom("maintenance_window").selectAll().where("tenant_id", "in", [...tenants]).where("starts_at", "<=", until).where("ends_at", ">", since).orderBy("starts_at").orderBy("id").execute();
  return rows.map((row) => ({
    tenant: row.tenant_id, id: row.id, title: row.title, startsAt: row.starts_at, endsAt: row.ends_at, assets: row.assets, services: row.services, tags: row.tags, createdBy: row.created_by, reason: row.reason, cancelledAt: row.cancelled_at,
  }));
}
