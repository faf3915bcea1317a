import { beforeEach, expect, test } from "vitest";
import { freshState } from "../../test/postgres.ts";
import { systemCaller } from "../core/index.ts";
import { emit, emitAll, type Fact, forgetFacts, nextNumbers, numberOfRef, readOutbox, refOf, type State, tenantCode, withSystem, withTenant } from "./index.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const CALLER = systemCaller("test", NOW);
let state: State;
beforeEach(async () => {
  state = await freshState("north", "south");
});

async function heard(reader: string, limit = 100): Promise<readonly string[]> {
  const facts: Fact[] = [];
  await readOutbox(state, reader, limit, NOW, async (_, some) => void facts.push(...some));
  return facts.map(({ tenant, kind, subject }) => `${tenant ?? ""} ${kind} ${subject}`);
}

test("each reader hears of each fact once, in order, from the oldest on", async () => {
  await withTenant(state, "north", (db) => emitAll(db, CALLER, [{ kind: "alert.raised", subject: "1" }, { kind: "alert.raised", subject: "2" }]));
  await withSystem(state, (db) => emit(db, CALLER, { kind: "alert.taken", subject: "1", tenant: "south" }));
  expect(await heard("mail", 2)).toEqual(["north alert.raised 1", "north alert.raised 2"]);
  expect(await heard("mail")).toEqual(["south alert.taken 1"]);
  expect(await heard("mail")).toEqual([]);
  expect(await heard("pages")).toHaveLength(3);
});

test("a fact whose transaction ends late is not passed over by readers that were there before", async () => {
  const gate = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  const late = withTenant(state, "north", async (db) => {
    await emit(db, CALLER, { kind: "a", subject: "late" });
    written.resolve();
    await gate.promise;
  });
  await written.promise;
  await withTenant(state, "north", (db) => emit(db, CALLER, { kind: "a", subject: "early" }));
  const before = await heard("mail");
  gate.resolve();
  await late;
  expect([...before, ...(await heard("mail"))].toSorted()).toEqual(["north a early", "north a late"]);
});

test("what a handler wrote is gone with its failure, and the facts come again", async () => {
  await withTenant(state, "north", (db) => emit(db, CALLER, { kind: "a", subject: "1" }));
  const failing = readOutbox(state, "mail", 10, NOW, async (db) => {
    await emit(db, CALLER, { kind: "b", subject: "2", tenant: "north" });
    throw new Error("given up");
  });
  await expect(failing).rejects.toThrow("given up");
  expect(await heard("mail")).toEqual(["north a 1"]);
});

test("two processes under one name: while one reads, the other gets nothing", async () => {
  await withTenant(state, "north", (db) => emit(db, CALLER, { kind: "a", subject: "1" }));
  let meanwhile: readonly string[] = ["not asked"];
  await readOutbox(state, "mail", 10, NOW, async () => {
    meanwhile = await heard("mail");
  });
  expect(meanwhile).toEqual([]);
});

test("facts are forgotten once they are old and every reader has passed them", async () => {
  await withTenant(state, "north", (db) => emit(db, CALLER, { kind: "a", subject: "1" }));
  await heard("mail");
  await readOutbox(state, "slow", 0, NOW, async () => {});
  const later = new Date(NOW.getTime() + 1);
  expect(await forgetFacts(state, later)).toBe(0);
  await heard("slow");
  expect(await forgetFacts(state, NOW)).toBe(0);
  expect(await forgetFacts(state, later)).toBe(1);
});

test("a tenant neither reads nor writes another's facts", async () => {
  await withTenant(state, "north", (db) => emit(db, CALLER, { kind: "a", subject: "1" }));
  expect(await withTenant(state, "south", (db) => db.sql.selectFrom("outbox").selectAll().execute())).toEqual([]);
});

test("numbers are consecutive, by tenant, kind and year, also at the same time", async () => {
  const taken = await Promise.all(Array.from({ length: 10 }, (_, i) => withTenant(state, "north", (db) => nextNumbers(db, { tenant: "north", kind: "incident", year: 2026, count: 1 + (i % 3) }))));
  const spans = taken.map((first, i) => [first, first + (i % 3)] as const).toSorted(([a], [b]) => a - b);
  expect(spans[0]![0]).toBe(1);
  for (const [i, [first]] of spans.slice(1).entries()) expect(first).toBe(spans[i]![1] + 1);
  expect(await withTenant(state, "south", (db) => nextNumbers(db, { tenant: "south", kind: "incident", year: 2026, count: 1 }))).toBe(1);
  expect(await withTenant(state, "north", (db) => nextNumbers(db, { tenant: "north", kind: "incident", year: 2027, count: 1 }))).toBe(1);
});

test.each([
  ["alert", 31407, 0, "AM-A-31407"], ["incident", 42, 2026, "AM-2026-0042"], ["request", 118, 0, "AM-R-0118"], ["incident", 12345, 2026, "AM-2026-12345"],
] as const)("the reference of %s %i reads back", (kind, number, year, ref) => {
  expect(refOf("AM", kind, number, year)).toBe(ref);
  expect(numberOfRef(kind, ref)).toEqual({ code: "AM", number, year });
  for (const other of ["alert", "incident", "request"] as const) if (other !== kind) expect(numberOfRef(other, ref)).toBeUndefined();
});

test.each([["am", "Ardennes Métal", "AM"], ["am2", "Atelier du Midi", "ADM"], ["x", "Ardennes Matériaux", "AM2"], ["chb", "Centre hospitalier de la Baie", "CHDLB"], ["solo", "Fonderies", "FON"], ["y", "株式会社", "ORG"], ["zed-1", "42", "ZED"], ["e", "Éts École", "EE"]])("the code of %s, %s", async (id, name, code) => {
  await withSystem(state, (db) => db.sql.insertInto("tenant").values([{ id: "first", name: "Ardennes Métal", since: NOW, removed_at: null }]).execute());
  if (id === "am") return expect(await withSystem(state, (db) => tenantCode(db, "first"))).toBe(code);
  await withSystem(state, (db) => db.sql.insertInto("tenant").values({ id, name, since: NOW, removed_at: null }).execute());
  expect(await withSystem(state, (db) => tenantCode(db, id))).toBe(code);
});
