import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asSuperuser, freshDatabase } from "../../test/postgres.ts";
import { migrate } from "./index.ts";

let folder: string;
let url: string;
const write = (name: string, text: string) => writeFile(join(folder, name), text);
const query = async (text: string) => (await asSuperuser(url, (client) => client.query(text))).rows as unknown;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vigie-migrate-"));
  url = await freshDatabase();
});
afterAll(() => rm(folder, { recursive: true }));

test("applies what is missing, in order, once", async () => {
  await write("0002-second.sql", "insert into thing values (2);");
  await write("0001-first.sql", "create table thing (n int); insert into thing values (1);");
  await write("README.md", "no migration");
  expect(await migrate(url, folder)).toEqual(["0001-first.sql", "0002-second.sql"]);
  expect(await migrate(url, folder)).toEqual([]);
  await write("0003-third.sql", "insert into thing values (3);");
  expect(await migrate(url, folder)).toEqual(["0003-third.sql"]);
  expect(await query("select n from thing order by n")).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test("a migration that fails leaves nothing of itself, and is tried again", async () => {
  await write("0004-fourth.sql", "insert into thing values (4); select * from nowhere;");
  await expect(migrate(url, folder)).rejects.toThrow('migration 0004-fourth.sql failed: relation "nowhere" does not exist');
  await write("0004-fourth.sql", "insert into thing values (4);");
  expect(await migrate(url, folder)).toEqual(["0004-fourth.sql"]);
  expect(await query("select count(*)::int as n from thing")).toEqual([{ n: 4 }]);
});

test("refuses a text that differs from the one that was applied", async () => {
  await write("0001-first.sql", "create table thing (n bigint);");
  await expect(migrate(url, folder)).rejects.toThrow(/^0001-first\.sql is not the text that was applied .* a change of tables is a new migration/);
  await write("0001-first.sql", "create table thing (n int); insert into thing values (1);");
});

test("refuses a database of a newer version, and says so", async () => {
  await rm(join(folder, "0004-fourth.sql"));
  await expect(migrate(url, folder)).rejects.toMatchObject({ code: "conflict", message: expect.stringMatching(/made by a newer Vigie \(0004-fourth\.sql/) as unknown });
});

test("processes that start together do it once between them", async () => {
  const shared = await freshDatabase();
  const done = await Promise.all(Array.from({ length: 4 }, () => migrate(shared)));
  expect(done.flat()).toEqual((await readdir(join(import.meta.dirname, "migrations"))).toSorted());
});

test("a database that cannot be reached is an error, not a wait", async () => {
  await expect(migrate("postgres://vigie:x@127.0.0.1:1/vigie")).rejects.toThrow("ECONNREFUSED");
});
