import { beforeEach, expect, test } from "vitest";
import { freshState } from "../../test/postgres.ts";
import type { Caller } from "../core/index.ts";
import { type State, withTenant } from "../store/index.ts";
import { addEntry, type EntryToAdd, listEntries, moveEntries, type Subject } from "./index.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const ANALYST: Caller = { who: "Analyst A.", id: "person:1", side: "provider", now: NOW };
const CLIENT: Caller = { who: "Security lead", id: "person:2", side: "client", now: NOW };
const ALERT: Subject = { kind: "alert", id: "a1" };
const INCIDENT: Subject = { kind: "incident", id: "i1" };
let state: State;
beforeEach(async () => {
  state = await freshState("north", "south");
});

const add = (caller: Caller, text: string, more: Partial<EntryToAdd> = {}) => withTenant(state, "north", (db) => addEntry(db, caller, { subject: ALERT, type: "message", text, ...more }));
const read = (side: Caller["side"], subjects: readonly Subject[] = [ALERT], tenant = "north") =>
  withTenant(state, tenant, async (db) => (await listEntries(db, { subjects, side, limit: 100 })).map(({ text }) => text));

test("what one side keeps to itself, the other does not see; the default keeps the provider's and shares the client's", async () => {
  await add(ANALYST, "kept");
  await add(ANALYST, "told", { visibility: "shared" });
  await add(CLIENT, "answer");
  await add(CLIENT, "between us", { visibility: "internal" });
  expect(await read("provider")).toEqual(["kept", "told", "answer"]);
  expect(await read("client")).toEqual(["told", "answer", "between us"]);
  expect(await read("provider", [ALERT], "south")).toEqual([]);
});

test("a shared message is told to readers of the outbox; a kept one and a fact are not", async () => {
  await add(ANALYST, "kept");
  await add(ANALYST, "told", { visibility: "shared" });
  await add(ANALYST, "raised", { visibility: "shared", type: "fact" });
  const told = await withTenant(state, "north", (db) => db.sql.selectFrom("outbox").select(["kind", "details"]).execute());
  expect(told).toMatchObject([{ kind: "entry.shared", details: { about: "alert:a1", type: "message" } }]);
});

test("moved entries stand under the other subject, in the order of writing, and keep where they came from", async () => {
  const first = await add(ANALYST, "one");
  await add(ANALYST, "of the incident", { subject: INCIDENT });
  await add(ANALYST, "two");
  await withTenant(state, "north", (db) => moveEntries(db, ALERT, INCIDENT, [first.id]));
  expect(await read("provider", [INCIDENT])).toEqual(["one", "of the incident"]);
  await withTenant(state, "north", (db) => moveEntries(db, ALERT, INCIDENT));
  expect(await read("provider", [INCIDENT])).toEqual(["one", "of the incident", "two"]);
  const entries = await withTenant(state, "north", (db) => listEntries(db, { subjects: [INCIDENT], side: "provider", limit: 10 }));
  expect(entries.map(({ origin }) => origin)).toEqual([ALERT, null, ALERT]);
});

test.each([["", /between 1 and/], ["  ", /between 1 and/], ["x".repeat(20_001), /between 1 and/]])("refuses %j", async (text, message) => {
  await expect(add(ANALYST, text)).rejects.toThrow(message);
});

test("refuses a time to come; keeps NUL and lone surrogates out of the database", async () => {
  await expect(add(ANALYST, "x", { eventTime: new Date(NOW.getTime() + 1) })).rejects.toThrow("cannot be in the future");
  expect((await add(ANALYST, "a\0b\ud800")).text).toBe("a\ufffdb\ufffd");
});
