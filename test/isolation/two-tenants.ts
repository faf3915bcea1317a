// Two tenants in a database that keeps nothing apart: no row-level security, no keys, no checks. What a statement does not
// ask for itself, it gets from both.
import type { State } from "../../src/store/index.ts";
import { asSuperuser, freshState } from "../postgres.ts";

export type Row = Readonly<Record<string, unknown>>;
/** Rows by table. What a row does not say has a value of no meaning. */
export type Rows = Readonly<Record<string, Row | readonly Row[]>>;

const UNGUARD = `
do $$
declare
  one record;
begin
  for one in select c.oid::regclass as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') loop
    execute format('alter table %s disable row level security', one.name);
    execute format('alter table %s disable trigger user', one.name);
  end loop;
  for one in select conrelid::regclass as name, conname from pg_constraint where connamespace = 'public'::regnamespace and contype in ('f', 'c') and conrelid <> 0 loop
    execute format('alter table %s drop constraint if exists %I', one.name, one.conname);
  end loop;
  for one in select distinct i.indrelid::regclass as name, i.indexrelid::regclass as index, k.conname
    from pg_index i join pg_attribute t on t.attrelid = i.indrelid and t.attname = 'tenant_id' left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid
    where i.indisunique and not t.attnum = any(i.indkey) and i.indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace) loop
    if one.conname is null then execute format('drop index %s', one.index);
    else execute format('alter table %s drop constraint %I cascade', one.name, one.conname); end if;
  end loop;
end $$`;

export type TwoTenants = {
  readonly state: State;
  /** Gives a tenant these rows. */
  readonly put: (tenant: string, rows: Rows) => Promise<void>;
  /** What a tenant has in a table. */
  readonly rowsOf: (tenant: string, tables: readonly string[]) => Promise<readonly unknown[]>;
  readonly clear: (tables: readonly string[]) => Promise<void>;
};

/** A database with `north` and `south`, of no other use. */
export async function twoTenants(): Promise<TwoTenants> {
  const state = await freshState("north", "south");
  await asSuperuser(state.url, (client) => client.query(UNGUARD));
  const quoted = (name: string): string => `"${name}"`;
  return {
    state,
    put: (tenant, rows) => asSuperuser(state.url, async (client) => {
      for (const [table, given] of Object.entries(rows)) {
        const { rows: columns } = await client.query<{ name: string; type: string; needed: boolean }>(`
          select attname as name, format_type(atttypid, null) as type, attnotnull and attidentity = '' and not atthasdef as needed
          from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`, [table]);
        const base = Object.fromEntries(columns.filter(({ needed }) => needed).map(({ name, type }) => [name, meaningless(type)]));
        const ofTenant = columns.some(({ name }) => name === "tenant_id") ? { tenant_id: tenant } : {};
        for (const one of [given].flat() as readonly Row[]) {
          const row = { ...base, ...ofTenant, ...one };
          const names = Object.keys(row).map(quoted).join(", ");
          await client.query(`insert into ${quoted(table)} (${names}) overriding system value select ${names} from jsonb_populate_record(null::${quoted(table)}, $1::jsonb)`, [JSON.stringify(row)]);
        }
      }
    }),
    rowsOf: (tenant, tables) => asSuperuser(state.url, async (client) => {
      const found: unknown[] = [];
      for (const table of tables) found.push(...(await client.query<{ row: unknown }>(`select to_jsonb(t) as row from ${quoted(table)} t where $1 in (to_jsonb(t) ->> 'tenant_id', to_jsonb(t) ->> 'for_tenant') order by 1`, [tenant])).rows);
      return found;
    }),
    clear: (tables) => asSuperuser(state.url, async (client) => {
      for (const table of tables) await client.query(`delete from ${quoted(table)}`);
    }),
  };
}

const MEANINGLESS: Readonly<Record<string, unknown>> = { boolean: false, jsonb: {}, bytea: "\\x00", inet: "192.0.2.1", cidr: "192.0.2.0/24", "timestamp with time zone": "2026-11-24T08:00:00Z" };

const meaningless = (type: string): unknown => (type.endsWith("[]") ? [] : /int|numeric|real|double/.test(type) ? 1 : MEANINGLESS[type] ?? "x");
