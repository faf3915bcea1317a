// A real PostgreSQL for tests: one server for each test file that asks for it, a database of its own for each request.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { giveTwins, hearOfTwins, watchTwins } from "./mutation/twins.ts";
import { asSuperuser, MIGRATED } from "./superuser.ts";
import { migrate, openState, type Postgres, startPostgres, type State, withSystem } from "../src/store/index.ts";

export { asSuperuser } from "./superuser.ts";

let server: Promise<{ readonly postgres: Pick<Postgres, "url" | "stop">; readonly folder: string }> | undefined;
const open: State[] = [];
let made = 0;
const names: string[] = [];
let serverUrl: string | undefined;
// Only `npm run test:mutation` asks for twins, and has a server that runs already, with a database that is migrated.
const { VIGIE_TWINS: twins, VIGIE_TWINS_LOG: twinsLog } = process.env;
// Twins are heard of by the log of a server of one's own.
const running = twins === undefined ? process.env["VIGIE_TEST_POSTGRES"] : undefined;
if (twins !== undefined) watchTwins(() => serverUrl, twinsLog);

/** An empty database with all tables, closed and removed when the file's tests are over. `tenants` get their rows. */
export async function freshState(...tenants: readonly string[]): Promise<State> {
  const state = openState({ url: await (twins === undefined ? migrated() : copied()), onError: () => {} });
  open.push(state);
  const rows = tenants.map((id) => ({ id, name: id, since: new Date("2026-01-01T00:00:00Z"), removed_at: null }));
  if (rows.length > 0) await withSystem(state, (db) => db.sql.insertInto("tenant").values(rows).execute());
  return state;
}

async function migrated(): Promise<string> {
  if (running !== undefined) return freshDatabase(MIGRATED);
  const fresh = await freshDatabase();
  await migrate(fresh);
  return fresh;
}

let ofTwins: Promise<string> | undefined;

/** A copy of a database of twins. */
async function copied(): Promise<string> {
  ofTwins ??= migrated().then(async (fresh) => {
    await giveTwins(fresh);
    return fresh;
  });
  const from = new URL(await ofTwins).pathname.slice(1);
  return freshDatabase(from);
}

/** The URL of a database without any table, owned by the role that the program works as. */
export async function freshDatabase(template = "template1"): Promise<string> {
  server ??= start();
  const { postgres } = await server;
  serverUrl = postgres.url;
  const name = `test_${process.pid}_${++made}`;
  names.push(name);
  await asSuperuser(postgres.url, (client) => client.query(`create database ${name} template ${template} owner vigie`));
  return postgres.url.replace(/[^/]+$/, name);
}

async function start(): Promise<{ readonly postgres: Pick<Postgres, "url" | "stop">; readonly folder: string }> {
  if (running !== undefined) return { folder: "", postgres: { url: running, stop: dropAll } };
  const folder = await mkdtemp(join(tmpdir(), "vigie-test-postgres-"));
  return { folder, postgres: await startPostgres({ data: folder, log: twins === undefined ? () => {} : hearOfTwins, settings: ["fsync=off"] }) };
}

afterAll(async () => {
  await Promise.all(open.map((state) => state.close()));
  if (server === undefined) return;
  const { postgres, folder } = await server;
  await postgres.stop();
  if (folder !== "") await rm(folder, { recursive: true, force: true });
});

/** Leaves a server that goes on as it was. */
async function dropAll(): Promise<void> {
  for (const name of names) await asSuperuser(running ?? "", (client) => client.query(`drop database if exists ${name} with (force)`));
}
