// A row in every table that has a column tenant_id, whatever else the table is for: for tests that no table may escape.
import { asSuperuser } from "./postgres.ts";
import type { State } from "../src/store/index.ts";

const VALUES: Readonly<Record<string, string>> = {
  text: "'x'", boolean: "true", bytea: "'\\x00'", jsonb: "'{}'", json: "'{}'", inet: "'192.0.2.1'", cidr: "'192.0.2.0/24'", macaddr: "'00:00:5e:00:53:01'",
  "timestamp with time zone": "now()", date: "now()", integer: "1", smallint: "1", bigint: "1", real: "1", "double precision": "1", numeric: "1", uuid: "gen_random_uuid()",
};

/** Gives each tenant a row in each table; gives the tables' names. What tables ask of their rows is not asked here: the database is of no other use afterwards. */
export function fillEveryTable(state: State, ...tenants: readonly string[]): Promise<readonly string[]> {
  return asSuperuser(state.url, async (client) => {
    // No references, no triggers.
    await client.query("set session_replication_role = replica");
    const { rows } = await client.query<{ name: string; columns: { name: string; type: string }[]; checks: string[] }>(`
      select c.relname as name, array(select conname::text from pg_constraint k where k.conrelid = c.oid and k.contype = 'c') as checks,
        (select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum), '[]') from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attnotnull and a.attidentity = '' and a.attname <> 'tenant_id' and not a.atthasdef) as columns
      from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id' and not t.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`);
    for (const { name, columns, checks } of rows) {
      for (const check of checks) await client.query(`alter table "${name}" drop constraint "${check}"`);
      for (const [i, tenant] of tenants.entries()) {
        // Some keys are of the table, not of the tenant: a number more for each tenant keeps them apart.
        const values = columns.map(({ type }) => (type === "text" ? `'x${i}'` : type === "bigint" ? String(i + 1) : type.endsWith("[]") ? "'{}'" : VALUES[type] ?? `'x'::${type}`));
        await client.query(`insert into "${name}" (${["tenant_id", ...columns.map((column) => `"${column.name}"`)].join(", ")}) values (${[`'${tenant}'`, ...values].join(", ")})`);
      }
    }
    return rows.map(({ name }) => name);
  });
}
