import { beforeEach, expect, test } from "vitest";
import { freshState } from "../../test/postgres.ts";
import type { Caller } from "../core/index.ts";
import { type State, type TenantDb, withSystem, withTenant } from "../store/index.ts";
import { saveSetting } from "../tenants/index.ts";
import type { Subject } from "../timeline/index.ts";
import { clockJobs, clocksOf, mergeClocks, nextDue, pauseClocks, type Reading, restartClocks, resumeClocks, startClocks, startClocksOf, stopClock, stopClocks } from "./index.ts";

// A Tuesday, 09:00 in Paris.
const NINE = Date.parse("2026-11-24T08:00:00Z");
const MINUTE = 60_000;
const at = (minutes: number): Date => new Date(NINE + minutes * MINUTE);
const analyst = (minutes: number): Caller => ({ who: "Analyst A.", id: "person:1", side: "provider", now: at(minutes) });
const ALERT: Subject = { kind: "alert", id: "a1" };
const ALL = ["acknowledge", "qualify", "client-acknowledge", "client-qualify"] as const;
let state: State;
beforeEach(async () => {
  state = await freshState("north", "south");
});

const within = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(state, "north", work);
const start = (severity: string, phases: readonly (typeof ALL)[number][] = ALL, minutes = 0) => within((db) => startClocks(db, { subject: ALERT, severity, at: at(minutes), by: "alert.raised", phases }));
const read = (minutes: number, subject = ALERT): Promise<readonly Reading[]> => within(async (db) => (await clocksOf(db, [subject], at(minutes))).get(`${subject.kind}:${subject.id}`) ?? []);
const shown = async (minutes: number) => Object.fromEntries((await read(minutes)).map(({ phase, state: of, usedMinutes, dueAt }) => [phase, [of, usedMinutes, dueAt?.toISOString().slice(11, 16)]]));
const told = () => within(async (db) => (await db.sql.selectFrom("outbox").select(["kind", "subject", "details"]).orderBy("id").execute()).map(({ kind, subject, details }) => [kind, subject, details["phase"]]));
const job = (minutes: number) => clockJobs({ state, now: () => at(minutes) })[0]!.run();

test("start by what was agreed for the severity; the client has the provider's time where nothing was agreed for it", async () => {
  const started = await start("high");
  expect(started.map(({ phase, dueAt }) => [phase, dueAt])).toEqual([["acknowledge", at(30)], ["qualify", at(120)], ["client-acknowledge", at(30)], ["client-qualify", at(120)]]);
  expect((await read(10))[0]).toMatchObject({ severity: "high", timing: "calendar", owner: "provider", usedMinutes: 10, leftMinutes: 20, startedBy: "alert.raised", versions: { objectives: 0 } });
  expect(await within((db) => nextDue(db, ALERT, at(1)))).toEqual({ phase: "acknowledge", dueAt: at(30), state: "running", owner: "provider" });
});

test("a level that the scale does not have takes the one of its rank; what was never agreed has no clock", async () => {
  await start("informational", ["acknowledge"]);
  expect((await read(0)).map(({ severity }) => severity)).toEqual(["low"]);
  await expect(start("purple")).rejects.toThrow("has no level purple");
});

test("one that runs goes on; one that stopped runs again in another round", async () => {
  await start("high", ["acknowledge"]);
  expect(await start("high", ["acknowledge"], 5)).toEqual([]);
  await within((db) => stopClock(db, ALERT, "acknowledge", { at: at(10), by: "alert.taken" }));
  await start("high", ["acknowledge"], 60);
  expect((await read(61)).map(({ round, startedAt }) => [round, startedAt])).toEqual([[2, at(60)]]);
  const all = await within(async (db) => (await clocksOf(db, [ALERT], at(61), { all: true })).get("alert:a1"));
  expect(all?.map(({ state: of, stoppedBy }) => [of, stoppedBy])).toEqual([["met", "alert.taken"], ["running", null]]);
});

test("a stop twice, or of what never ran, changes nothing; a stop behind its time tells of it once", async () => {
  await start("high", ["acknowledge"]);
  const stop = (minutes: number) => within((db) => stopClocks(db, { subjects: [ALERT, { kind: "alert", id: "none" }], at: at(minutes), by: "alert.taken" }));
  await stop(36);
  await stop(50);
  expect((await read(99))[0]).toMatchObject({ state: "stopped-late", lateMinutes: 6, usedMinutes: 36 });
  expect(await told()).toEqual([["clock.breached", "a1", "acknowledge"]]);
});

test("warns and tells of a breach once each, whatever runs how often", async () => {
  await start("high", ["acknowledge", "qualify"]);
  for (const minutes of [10, 22, 23, 24, 31, 32, 121]) await job(minutes);
  expect(await told()).toEqual([["clock.warned", "a1", "acknowledge"], ["clock.breached", "a1", "acknowledge"], ["clock.warned", "a1", "qualify"], ["clock.breached", "a1", "qualify"]]);
});

test("a pause holds the clocks of the other side alone, and moves when they are due", async () => {
  await start("high");
  const pause = (minutes: number, side: "client" | "provider") => within((db) => pauseClocks(db, analyst(minutes), ALERT, { reason: "waits for the list of hosts", side, evidence: "entry 12" }));
  expect(await pause(10, "client")).toEqual(["acknowledge", "qualify"]);
  expect(await pause(12, "client")).toEqual([]);
  expect(await shown(25)).toEqual({ acknowledge: ["paused", 10, "08:45"], qualify: ["paused", 10, "10:15"], "client-acknowledge": ["running", 25, "08:30"], "client-qualify": ["running", 25, "10:00"] });
  await job(29);
  expect((await told()).filter(([kind]) => kind === "clock.warned")).toEqual([["clock.warned", "a1", "client-acknowledge"]]);
  expect(await within((db) => resumeClocks(db, analyst(30), ALERT, ["acknowledge"]))).toEqual(["acknowledge"]);
  expect(await within((db) => resumeClocks(db, analyst(30), ALERT, ["acknowledge"]))).toEqual([]);
  expect((await read(40))[0]).toMatchObject({ state: "running", usedMinutes: 20, usedWithPausesMinutes: 40, isLateWithPauses: true, dueAt: at(50), pauses: [{ reason: "waits for the list of hosts", side: "client", evidence: "entry 12", by: "Analyst A.", resumedBy: "Analyst A." }] });
  const journal = await within((db) => db.sql.selectFrom("journal").select(["action", "subject", "reason"]).orderBy("id").execute());
  expect(journal).toEqual([{ action: "clock.paused", subject: "alert:a1", reason: "waits for the list of hosts" }, { action: "clock.resumed", subject: "alert:a1", reason: null }]);
});

test("a paused clock that is stopped counts until its pause", async () => {
  await start("high", ["acknowledge"]);
  await within((db) => pauseClocks(db, analyst(10), ALERT, { reason: "waits", side: "client", evidence: "entry 1" }));
  await within((db) => stopClock(db, ALERT, "acknowledge", { at: at(90), by: "alert.taken" }));
  expect((await read(99))[0]).toMatchObject({ state: "met", usedMinutes: 10, pauses: [{ until: at(90), resumedBy: "alert.taken" }] });
});

test.each([["", "entry 1"], ["no", "entry 1"], ["waits for the client", " "]])("refuses a pause with reason %j and evidence %j", async (reason, evidence) => {
  await start("high", ["acknowledge"]);
  await expect(within((db) => pauseClocks(db, analyst(1), ALERT, { reason, evidence, side: "client" }))).rejects.toThrow("with a reason and with what shows it");
});

test("another severity gives another target from the same start, and what was told of the old one is told anew", async () => {
  await start("high", ["acknowledge"]);
  await job(31);
  const restart = (severity: string, minutes: number) => within((db) => restartClocks(db, { subject: ALERT, severity, at: at(minutes), by: "incident.severity-changed", phases: ["acknowledge"] }));
  await restart("medium", 32);
  expect((await read(33))[0]).toMatchObject({ severity: "medium", targetMinutes: 120, timing: "service-hours", state: "running", startedAt: at(0), breachedAt: null });
  await job(125);
  expect((await told()).filter(([kind]) => kind === "clock.breached")).toHaveLength(2);
  await restart("critical", 126);
  await job(127);
  expect((await told()).filter(([kind]) => kind === "clock.breached")).toHaveLength(2);
});

test("what was agreed later does not change a clock that runs", async () => {
  await start("low", ["acknowledge"]);
  const lead: Caller = { who: "Lead", id: "person:9", side: "client", now: at(5) };
  const closed = { calendar: "fr", own: [{ day: "2026-11-24", name: "closed" }] };
  await saveSetting(state, lead, "north", "holidays", { document: closed, reason: "closed today", seen: 0 });
  expect((await read(60))[0]).toMatchObject({ usedMinutes: 60, versions: { holidays: 0 } });
  await within((db) => startClocks(db, { subject: { kind: "alert", id: "a2" }, severity: "low", at: at(6), by: "alert.raised", phases: ["acknowledge"] }));
  expect((await read(60, { kind: "alert", id: "a2" }))[0]).toMatchObject({ usedMinutes: 0, versions: { holidays: 1 } });
});

test("hundreds of many organisations start in one call, and each sees its own", async () => {
  const starts = Array.from({ length: 600 }, (_, i) => ({ subject: { kind: "alert", id: `b${i}` } as const, tenant: i % 2 === 0 ? "north" : "south", severity: "medium", at: at(0), by: "alert.raised", phases: ["acknowledge", "qualify"] as const }));
  const started = await withSystem(state, (db) => startClocksOf(db, starts));
  expect(started).toHaveLength(1200);
  expect(await within((db) => db.sql.selectFrom("clock").select(({ fn }) => fn.countAll().as("n")).executeTakeFirst())).toEqual({ n: 600 });
  expect(await read(1, { kind: "alert", id: "b1" })).toEqual([]);
  await withSystem(state, (db) => stopClocks(db, { tenant: "south", subjects: [{ kind: "alert", id: "b1" }], at: at(2), by: "alert.merged", isCancelled: true }));
  const south = await withTenant(state, "south", async (db) => (await clocksOf(db, [{ kind: "alert", id: "b1" }], at(3))).get("alert:b1"));
  expect(south?.map(({ state: of }) => of)).toEqual(["cancelled", "cancelled"]);
  await expect(withSystem(state, (db) => startClocksOf(db, [{ ...starts[0]!, tenant: undefined }]))).rejects.toThrow("needs a tenant");
});

test("a deadline that was missed stays missed, whatever becomes of its reason", async () => {
  await start("high", ["acknowledge", "qualify"]);
  await within((db) => stopClocks(db, { subjects: [ALERT], at: at(45), by: "alert.merged", isCancelled: true }));
  expect((await read(200)).map(({ phase, state: of, lateMinutes }) => [phase, of, lateMinutes])).toEqual([["acknowledge", "stopped-late", 15], ["qualify", "cancelled", 0]]);
  expect(await told()).toEqual([["clock.breached", "a1", "acknowledge"]]);
});

test("of two that are merged the clock that is due first goes on, with its pauses; one that was late is late", async () => {
  const OTHER: Subject = { kind: "alert", id: "a2" };
  await start("low", ["acknowledge", "qualify"]);
  await within((db) => startClocks(db, { subject: OTHER, severity: "high", at: at(10), by: "alert.raised", phases: ["acknowledge", "qualify"] }));
  await within((db) => pauseClocks(db, analyst(20), OTHER, { reason: "waits for the client", side: "client", evidence: "entry 1", phases: ["qualify"] }));
  await within((db) => mergeClocks(db, { from: OTHER, to: ALERT, at: at(30), by: "alert.merged" }));
  expect((await read(30)).map(({ phase, state: of, severity, usedMinutes, pauses }) => [phase, of, severity, usedMinutes, pauses.length])).toEqual([["acknowledge", "running", "high", 20, 0], ["qualify", "paused", "high", 10, 1]]);
  expect((await read(99, OTHER)).map(({ state: of }) => of)).toEqual(["cancelled", "cancelled"]);
  // The other way round: what is due first is there already.
  const THIRD: Subject = { kind: "alert", id: "a3" };
  await within((db) => startClocks(db, { subject: THIRD, severity: "low", at: at(30), by: "alert.raised", phases: ["acknowledge", "qualify"] }));
  await within((db) => mergeClocks(db, { from: THIRD, to: ALERT, at: at(31), by: "alert.merged" }));
  expect((await read(31)).map(({ severity }) => severity)).toEqual(["high", "high"]);
  expect((await read(31, THIRD)).map(({ state: of }) => of)).toEqual(["cancelled", "cancelled"]);
});
