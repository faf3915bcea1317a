import { text } from "node:stream/consumers";
import { Readable } from "node:stream";
import { sql } from "kysely";
import type { Client } from "pg";
import { expect, test } from "vitest";
import { asSuperuser, freshDatabase, freshState } from "../../../test/postgres.ts";
import { systemCaller } from "../../core/index.ts";
import { apartFromBackups, emit, headOf, linkJournal, openState, pendingMigrations, readOutbox, record, restoreState, type State, type StateSnapshot, type StateToRestore, withSnapshot, withSystem } from "../index.ts";
import { migrateTo } from "../migrate.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
// What COPY's text format has to write otherwise, and what JSON and PostgreSQL's arrays have to.
const HOSTILE = String.raw`tab	line
\N \. "quote" 'é' {a,b} \\` + "\u{1f600}";

const entry = (state: State, subject: string) => withSystem(state, (db) => record(db, systemCaller("test", NOW), { action: "test.done", subject, tenant: "north", details: { text: subject, "__proto__": 1 } }));

async function copied(state: State, still = async () => {}): Promise<StateToRestore> {
  let toRestore: StateToRestore | undefined;
  await withSnapshot(state.url, { still, moving: async ({ migrations, tables, sequences, copy }: StateSnapshot) => {
    const filled = [];
    for (const table of tables) {
      const rows = copy(table);
      const content = await text(rows);
      filled.push({ ...table, rows: rows.rows, open: () => Readable.from([Buffer.from(content)]) });
    }
    toRestore = { migrations, tables: filled, sequences };
  } });
  return toRestore!;
}

/** Every row of every table, as text, seen past row-level security. */
const allRows = (url: string): Promise<Readonly<Record<string, readonly string[]>>> =>
  asSuperuser(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration' order by 1");
    const all: Record<string, string[]> = {};
    for (const { name } of tables) all[name] = (await client.query<{ row: string }>(`select t::text as row from ${client.escapeIdentifier(name)} t order by 1`)).rows.map(({ row }) => row);
    return all;
  });

const security = (url: string) => asSuperuser(url, async (client) => ({
  tables: (await client.query("select relname, relrowsecurity, relforcerowsecurity from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1")).rows,
  triggers: (await client.query("select tgname, tgenabled from pg_trigger where not tgisinternal order by 1")).rows,
}));

test("every row of every table comes back, under the same guards, and numbers go on where they were", async () => {
  const state = await freshState("north", "south");
  for (const subject of ["a", HOSTILE, "c"]) await entry(state, subject);
  await linkJournal(state, NOW);
  await entry(state, "not linked yet");
  const backup = await copied(state);
  const url = await freshDatabase();
  await restoreState(url, backup, () => {});
  expect(await allRows(url)).toEqual(await allRows(state.url));
  expect(await security(url)).toEqual(await security(state.url));
  const restored = openState({ url, onError: () => {} });
  expect(await withSystem(restored, (db) => headOf(db, "north"))).toEqual(await withSystem(state, (db) => headOf(db, "north")));
  await entry(restored, "after");
  expect(await linkJournal(restored, NOW)).toBe(2);
  expect(await pendingMigrations(url)).toEqual({ names: [], isInUse: true });
  await restored.close();
});

test("a backup sees one moment: what is committed meanwhile is not in it, and workers wait for the still part alone", async () => {
  const state = await freshState("north");
  const place = (position: number) => withSystem(state, (db) => db.sql.insertInto("worker_state").values({ partition: position, position, snapshot_position: 0, snapshot: null, updated_at: NOW }).execute());
  await place(1);
  const order: string[] = [];
  let waiting: Promise<unknown> | undefined;
  const backup = await copied(state, async () => {
    waiting = place(2).then(() => order.push("worker"));
    await entry(state, "others need not wait");
    await expect.poll(async () => (await sql<{ n: number }>`select count(*) as n from pg_locks where not granted and relation = 'worker_state'::regclass`.execute(state.sql)).rows[0]?.n).toBe(1);
    order.push("still");
  });
  await waiting;
  expect(order).toEqual(["still", "worker"]);
  expect(backup.tables.find(({ name }) => name === "worker_state")?.rows).toBe(1);
  expect(backup.tables.find(({ name }) => name === "journal")?.rows).toBe(0);
});

test("removals wait for a backup that is being made, and it for them", async () => {
  const state = await freshState();
  const order: string[] = [];
  let waiting: Promise<unknown> | undefined;
  await copied(state, async () => {
    waiting = apartFromBackups(state, async () => void order.push("removal"));
    await expect.poll(async () => (await sql<{ n: number }>`select count(*) as n from pg_locks where not granted and locktype = 'advisory'`.execute(state.sql)).rows[0]?.n).toBe(1);
    order.push("backup");
  });
  await waiting;
  expect(order).toEqual(["backup", "removal"]);
});

test("a backup of an earlier version is restored as it was, and brought up to this one", async () => {
  const old = openState({ url: await freshDatabase(), onError: () => {} });
  expect(await pendingMigrations(old.url)).toMatchObject({ isInUse: false });
  const all = (await copied(await freshState())).migrations;
  const [earlier, later] = [all.slice(0, 4), all.slice(4)];
  await migrateTo(old.url, earlier);
  expect(await pendingMigrations(old.url)).toEqual({ names: later.map(({ name }) => name), isInUse: true });
  await withSystem(old, (db) => db.sql.insertInto("rule_text").values({ digest: "0".repeat(64), text: HOSTILE }).execute());
  const backup = await copied(old);
  expect(backup.migrations).toEqual(earlier);
  const url = await freshDatabase();
  await restoreState(url, backup, () => {});
  expect(await pendingMigrations(url)).toEqual({ names: [], isInUse: true });
  expect((await allRows(url))["rule_text"]).toEqual((await allRows(old.url))["rule_text"]);
  await old.close();
});

test("a backup that is not as its migrations and manifest say is refused, and nothing is kept", async () => {
  const state = await freshState("north");
  const backup = await copied(state);
  const altered: readonly (readonly [string, StateToRestore])[] = [
    ["lacks the table journal", { ...backup, tables: backup.tables.filter(({ name }) => name !== "journal") }],
    ["has a table intruder", { ...backup, tables: [...backup.tables, { name: "intruder", columns: ["a"], rows: 0, open: () => Readable.from([]) }] }],
    ["has a column x) from program", { ...backup, tables: backup.tables.map((table) => ({ ...table, columns: [...table.columns, "x) from program 'id'; --"] })) }],
    ["the backup's manifest says", { ...backup, tables: backup.tables.map((table) => ({ ...table, rows: table.rows + 1 })) }],
    ["made by a newer Vigie", { ...backup, migrations: [...backup.migrations, { number: 9999, name: "9999-later.sql", digest: "0" }] }],
  ];
  for (const [why, one] of altered) {
    const url = await freshDatabase();
    await expect(restoreState(url, one, () => {}), why).rejects.toThrow(why);
    const tenants = await asSuperuser(url, async (client: Client) => (await client.query("select to_regclass('tenant') as t")).rows[0] as { t: string | null });
    if (tenants.t !== null) expect((await allRows(url))["tenant"]).toEqual([]);
  }
  await expect(restoreState(state.url, backup, () => {})).rejects.toThrow("restore into an empty one");
});

test("a reader of the outbox goes on where it was: what waited comes once, and what comes later too", async () => {
  const state = await freshState("north");
  const tell = (where: State, subject: string) => withSystem(where, (db) => emit(db, systemCaller("test", NOW), { kind: "a", subject, tenant: "north" }));
  const hear = async (where: State): Promise<readonly string[]> => {
    const heard: string[] = [];
    await readOutbox(where, "mail", 10, NOW, async (_, facts) => void heard.push(...facts.map(({ subject }) => subject)));
    return heard;
  };
  // As on a platform that has run for long: its transactions have larger numbers than those of a new database.
  for (let i = 0; i < 3_000; i++) await sql`select pg_current_xact_id()`.execute(state.sql);
  await tell(state, "read");
  expect(await hear(state)).toEqual(["read"]);
  await tell(state, "waiting");
  const url = await freshDatabase();
  await restoreState(url, await copied(state), () => {});
  const restored = openState({ url, onError: () => {} });
  await tell(restored, "later");
  expect(await hear(restored)).toEqual(["waiting", "later"]);
  expect(await hear(restored)).toEqual([]);
  await restored.close();
});
