import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { systemCaller } from "../core/index.ts";
import { asSuperuser, freshState } from "../../test/postgres.ts";
import { openState, readJournal, readTenant, record, type State, withSystem, withTenant } from "./index.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const CALLER = systemCaller("administrator", NOW);
let state: State;
beforeAll(async () => {
  state = await freshState("north", "south");
  await withTenant(state, "north", (db) => record(db, CALLER, { action: "a", subject: "of north" }));
  await withTenant(state, "south", (db) => record(db, CALLER, { action: "a", subject: "of south" }));
  await withSystem(state, (db) => record(db, CALLER, { action: "a", subject: "of the platform" }));
});

describe("a tenant", () => {
  test("sees its own rows, though the query forgets to say whose", async () => {
    const rows = await withTenant(state, "north", (db) => db.sql.selectFrom("journal").select("subject").execute());
    expect(rows).toEqual([{ subject: "of north" }]);
    expect(await readTenant(state, "north", (db) => db.sql.selectFrom("tenant").select("id").execute())).toEqual([{ id: "north" }]);
  });

  test.each(["", "nobody", "north' or true --", "%"])("named %j sees nothing", async (tenant) => {
    expect(await withTenant(state, tenant, (db) => db.sql.selectFrom("journal").selectAll().execute())).toEqual([]);
  });

  test("cannot write another's row, nor move its own there", async () => {
    const insert = withTenant(state, "north", (db) => db.sql.insertInto("journal").values({ tenant_id: "south", at: NOW, who: "x", action: "x", subject: "x", reason: null, details: "{}" }).execute());
    await expect(insert).rejects.toThrow("row-level security");
    const run = { id: "1", rule: "r", rule_title: "r", since: new Date(0), until: NOW, state: "waiting", asked_by: "x", asked_at: NOW, started_at: null, ended_at: null, total_estimate: null, error: null } as const;
    await withTenant(state, "north", (db) => db.sql.insertInto("retro_run").values({ ...run, tenant_id: "north" }).execute());
    await expect(withTenant(state, "north", (db) => db.sql.updateTable("retro_run").set({ tenant_id: "south" }).execute())).rejects.toThrow("row-level security");
    await withTenant(state, "south", (db) => db.sql.updateTable("retro_run").set({ rule: "changed" }).execute());
    expect(await withTenant(state, "north", (db) => db.sql.selectFrom("retro_run").select("rule").execute())).toEqual([{ rule: "r" }]);
  });

  test("can neither change nor remove what the journal says", async () => {
    await expect(withTenant(state, "north", (db) => db.sql.updateTable("journal").set({ who: "nobody" }).execute())).rejects.toThrow("permission denied");
    await expect(withSystem(state, (db) => db.sql.deleteFrom("journal").execute())).rejects.toThrow("permission denied");
  });

  test.each(["api_key", "worker_state", "unclaimed_sender"] as const)("has no access to %s", async (table) => {
    await expect(withTenant(state, "north", (db) => db.sql.selectFrom(table).selectAll().execute())).rejects.toThrow("permission denied");
  });
});

test("the platform sees all tenants in one transaction", async () => {
  const rows = await withSystem(state, (db) => db.sql.selectFrom("journal").select("subject").orderBy("id").execute());
  expect(rows.map(({ subject }) => subject)).toEqual(["of north", "of south", "of the platform"]);
});

test("who takes no role sees nothing: the owner of the tables neither", async () => {
  await expect(state.sql.selectFrom("journal").selectAll().execute()).resolves.toEqual([]);
  await expect(state.sql.selectFrom("tenant").selectAll().execute()).resolves.toEqual([]);
});

test("a connection goes back to the pool without role and tenant, also after a failure", async () => {
  await expect(withTenant(state, "north", () => Promise.reject(new Error("given up")))).rejects.toThrow("given up");
  const ask = sql<{ role: string; tenant: string }>`select current_user::text as role, current_setting('app.tenant', true) as tenant`;
  const asked = await Promise.all(Array.from({ length: 20 }, () => ask.execute(state.sql)));
  expect(asked.flatMap(({ rows }) => rows)).toEqual(Array.from({ length: 20 }, () => ({ role: "vigie", tenant: expect.toBeOneOf(["", null]) as unknown })));
});

test("a read-only transaction refuses to write", async () => {
  await expect(readTenant(state, "north", (db) => record(db, CALLER, { action: "a", subject: "b" }))).rejects.toThrow("read-only");
});

test("every table says who may read it: with tenant_id it has row-level security that holds for its owner too", async () => {
  const { rows } = await asSuperuser(state.url, (client) =>
    client.query<{ name: string; tenants: boolean; forced: boolean; policies: string[] }>(`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
        exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') or c.relname = 'tenant' as tenants,
        array(select policyname::text from pg_policies p where p.tablename = c.relname and not (p.policyname = 'of_removed_alone' and p.permissive = 'RESTRICTIVE' and p.cmd = 'DELETE') order by 1) as policies
      from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1`),
  );
  expect(rows.length).toBeGreaterThan(20);
  // What the provider watches for in everybody's events may be read by all, as far as its policy says.
  const shared = ["indicator", "indicator_list"];
  const policiesOf = (name: string): string => (shared.includes(name) ? "all_tenants,one_tenant,provider_wide" : "all_tenants,one_tenant");
  const open = rows.filter(({ name, tenants, forced, policies }) => tenants && !(forced && policies.join() === policiesOf(name)));
  expect(open.map(({ name }) => name)).toEqual([]);
  // A table of the platform: nothing in it may belong to one tenant.
  const platform = ["api_key", "automation_stop", "detection_reader", "idempotent_request", "invitation", "journal_unlinked", "link_key", "migration", "oidc_subject", "outbox_reader", "passkey", "person", "provider_rule_marking", "recovery_code", "rule_pack", "rule_pack_file", "rule_pack_version", "rule_text", "ruleset_version", "session", "sign_in", "unclaimed_sender", "worker_state"];
  expect(rows.filter(({ tenants }) => !tenants).map(({ name }) => name)).toEqual(platform);
});

test("values come back as they went in", async () => {
  const id = Buffer.alloc(16, 7);
  const row = {
    tenant_id: "north", id, rule_key: "k", rule_id: null, rule_title: "t", level: "high", rule_pack: "p", rule_version: 1, rule_digest: "d", ruleset_version: 9_007_199_254_740_991,
    time: NOW, detected_at: NOW, stored_at: NOW, host: "h\u{1f600}", source: "s", collector: "c", technology: "x", event_ids: [Buffer.from([0, 255, 92, 34, 44, 123]), id], origin: "stream",
  } as const;
  await withSystem(state, (db) => db.sql.insertInto("detection").values({ ...row, fields: JSON.stringify({ a: [1, "2"] }), correlation: null, rule: JSON.stringify({ tags: ["t"] }) }).execute());
  const [got] = await withTenant(state, "north", (db) => db.sql.selectFrom("detection").selectAll().execute());
  expect(got).toEqual({ ...row, seq: 1, written_in: expect.any(Number) as unknown, fields: { a: [1, "2"] }, correlation: null, context: null, rule: { tags: ["t"] } });
  await withSystem(state, (db) => db.sql.insertInto("source_hour").values({ tenant_id: "north", source: "s", hour: NOW, received: 2, stored: 2, lag: [1, 2], skew: [] }).execute());
  await withSystem(state, (db) => db.sql.insertInto("source_field_day").values({ tenant_id: "north", source: "s", day: "2026-03-29", field: "f", n: 1 }).execute());
  expect(await withTenant(state, "north", (db) => db.sql.selectFrom("source_hour").select(["received", "lag", "skew"]).execute())).toEqual([{ received: 2, lag: [1, 2], skew: [] }]);
  expect(await withTenant(state, "north", (db) => db.sql.selectFrom("source_field_day").select("day").execute())).toEqual([{ day: "2026-03-29" }]);
});

test("lines that are not accounted for are refused by the database", async () => {
  const insert = withSystem(state, (db) => db.sql.insertInto("source_hour").values({ tenant_id: "north", source: "lossy", hour: NOW, received: 3, stored: 2 }).execute());
  await expect(insert).rejects.toThrow("every_line_is_accounted_for");
});

test("the journal pages backwards, a tenant's apart from the platform's", async () => {
  for (let i = 0; i < 5; i++) await withTenant(state, "south", (db) => record(db, CALLER, { action: "page", subject: String(i), reason: "why", details: { i } }));
  const first = await withTenant(state, "south", (db) => readJournal(db, { limit: 2 }));
  expect(first.map(({ subject }) => subject)).toEqual(["4", "3"]);
  expect(first[0]).toMatchObject({ tenant: "south", at: NOW, who: "administrator", action: "page", reason: "why", details: { i: 4 } });
  expect((await withTenant(state, "south", (db) => readJournal(db, { limit: 2, before: first[1]!.id }))).map(({ subject }) => subject)).toEqual(["2", "1"]);
  expect((await withSystem(state, (db) => readJournal(db, { limit: 10 }))).map(({ subject }) => subject)).toEqual(["of the platform"]);
});

test("a transaction that stands still gives its locks back, and the connections go on", async () => {
  const broken: string[] = [];
  const worker = openState({ url: state.url, connections: 1, idleInTransactionMs: 50, onError: (error) => broken.push(error.message) });
  const still = withSystem(worker, async (db) => {
    await sql`lock table worker_state in row exclusive mode`.execute(db.sql);
    await expect.poll(() => broken).not.toEqual([]);
    return db.sql.selectFrom("worker_state").selectAll().execute();
  });
  await expect(still).rejects.toThrow();
  expect(broken[0]).toMatch("idle-in-transaction timeout");
  await withSystem(state, (db) => sql`lock table worker_state in share mode nowait`.execute(db.sql));
  expect(await withSystem(worker, (db) => db.sql.selectFrom("worker_state").selectAll().execute())).toEqual([]);
  await worker.close();
});
