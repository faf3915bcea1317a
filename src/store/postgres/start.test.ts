import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listen, migrate, openState, withSystem } from "../index.ts";
import { startPostgres } from "./index.ts";

let data: string;
const log: string[] = [];
const start = () => startPostgres({ data, log: (line) => log.push(line) });

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end().catch(() => {});
  }
}
const numbers = (url: string) => query(url, "select n from kept order by n");

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "vigie-postgres-"));
});
afterAll(() => rm(data, { recursive: true, force: true }));

test("makes a database at the first start, keeps it over the next, and durability is on", async () => {
  const first = await start();
  expect(await query(first.url, "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync, current_setting('server_encoding') as encoding")).toEqual([{ fsync: "on", sync: "on", encoding: "UTF8" }]);
  expect(await query(first.url, "select rolsuper from pg_roles where rolname = current_user")).toEqual([{ rolsuper: false }]);
  await query(first.url, "create table kept (n int)");
  await query(first.url, "insert into kept values (1)");
  await first.stop();
  expect(await first.ended).toBe("exit code 0");
  const second = await start();
  expect(await numbers(second.url)).toEqual([{ n: 1 }]);
  await second.stop();
});

test("the password is for the owner's eyes, and nobody else gets in", async () => {
  expect((await stat(join(data, "postgres.secret"))).mode & 0o777).toBe(0o600);
  const { url, stop } = await start();
  await expect(query(url.replace(/:[^:@]+@/, ":wrong@"), "select 1")).rejects.toThrow("password authentication failed");
  expect(new URL(url).password).toBe((await readFile(join(data, "postgres.secret"), "utf8")).trim());
  await stop();
});

test("a server that was killed recovers what was committed, on the same port", async () => {
  const killed = await start();
  await query(killed.url, "insert into kept values (2)");
  process.kill(killed.pid, "SIGKILL");
  expect(await killed.ended).toBe("killed by SIGKILL");
  const next = await start();
  expect(next.url).toBe(killed.url);
  expect(await numbers(next.url)).toEqual([{ n: 1 }, { n: 2 }]);
  await next.stop();
});

test("who was connected when the server was killed works on with the next one", async () => {
  const killed = await start();
  await migrate(killed.url);
  const state = openState({ url: killed.url, onError: () => {} });
  const heard: (string | undefined)[] = [];
  const listening = listen(state, "vigie_ruleset", (payload) => heard.push(payload));
  const tenants = () => withSystem(state, (db) => db.sql.selectFrom("tenant").select("id").execute());
  await vi.waitFor(() => expect(heard).toEqual([undefined]), 10_000);
  expect(await tenants()).toEqual([]);
  process.kill(killed.pid, "SIGKILL");
  await killed.ended;
  await expect(tenants()).rejects.toThrow();
  const next = await start();
  expect(await tenants()).toEqual([]);
  await vi.waitFor(() => expect(heard).toEqual([undefined, undefined]), 10_000);
  await listening.stop();
  await state.close();
  await next.stop();
});

test("a server whose starter was killed is stopped, and nothing it had committed is lost", async () => {
  const script = `
    import { startPostgres } from ${JSON.stringify(new URL("index.ts", import.meta.url).href)};
    const postgres = await startPostgres({ data: ${JSON.stringify(data)}, log: () => {} });
    console.log(JSON.stringify([postgres.url, postgres.pid]));
    setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(starter.stdout, "data")) as [Buffer];
  const [url, pid] = JSON.parse(line.toString("utf8")) as [string, number];
  await query(url, "insert into kept values (3)");
  starter.kill("SIGKILL");
  await once(starter, "close");
  expect(await query(url, "select 1 as alive")).toEqual([{ alive: 1 }]);

  const next = await start();
  expect(log).toContain("stopped a PostgreSQL that was left over from an earlier start");
  expect(next.pid).not.toBe(pid);
  await expect(readlink(`/proc/${pid}/cwd`)).rejects.toThrow("ENOENT");
  expect(await numbers(next.url)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  await next.stop();
});

test("a process that has the number of an earlier server is left alone", async () => {
  const bystander = spawn("sleep", ["600"]);
  const killed = await start();
  process.kill(killed.pid, "SIGKILL");
  await killed.ended;
  const file = join(data, "postgres/postmaster.pid");
  const [, ...rest] = (await readFile(file, "utf8")).split("\n");
  await writeFile(file, [bystander.pid, ...rest].join("\n"));
  const next = await start();
  expect([bystander.exitCode, bystander.signalCode]).toEqual([null, null]);
  bystander.kill();
  expect(await numbers(next.url)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  await next.stop();
});

test.each([
  ["of another version", "postgres/PG_VERSION", "17\n", "was made by PostgreSQL 17"],
  ["whose password is lost", "postgres.secret", undefined, "with the database's password is missing"],
])("says what to do about a data directory %s", async (_, file, content, message) => {
  const path = join(data, file);
  const before = await readFile(path);
  await (content === undefined ? rm(path) : writeFile(path, content));
  await expect(start()).rejects.toThrow(message);
  await writeFile(path, before);
});

test("says why it cannot start", async () => {
  await expect(startPostgres({ data, log: () => {}, settings: ["shared_buffers=none"] })).rejects.toThrow(/does not start \(exit code 1\): .*shared_buffers/);
});
