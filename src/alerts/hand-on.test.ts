// What escalations and incidents ask of alerts, and what follows their clocks.
import { beforeEach, expect, test } from "vitest";
import { NOON, raised, RAISING } from "../../test/alerts.ts";
import { freshState } from "../../test/postgres.ts";
import { pauseClocks } from "../clocks/index.ts";
import { type State, withSystem, withTenant } from "../store/index.ts";
import { alertFacts, alertJobs, judge, linkToIncident, setEscalated, takeAlerts, unlinkFromIncident } from "./index.ts";

const NOW = new Date(NOON + 10 * 60_000);
const ANALYST = { who: "Analyst A.", id: "person:a", side: "provider", now: NOW } as const;
const INCIDENT = { id: "i1", ref: "NOR-2026-0001" };
let state: State;
beforeEach(async () => {
  state = await freshState("north", "south");
  await raised(state, [{ n: 1, fields: { User: "svc-backup" }, context: { host: { asset: { id: ["a1"], name: ["SRV-1"], ambiguous: false } }, threat: { indicator: { name: ["evil.example"] }, enrichments: [{ indicator: { type: "domain-name", name: "evil.example" } }] } } }, { n: 2, rule: "r2", host: "srv-2" }]);
});
const inNorth = <T>(work: Parameters<typeof withTenant<T>>[2]): Promise<T> => withTenant(state, "north", work);
const rowOf = (number: number) => inNorth((db) => db.sql.selectFrom("alert").selectAll().where("number", "=", number).executeTakeFirstOrThrow());
const clocksOf = (number: number) => inNorth(async (db) => db.sql.selectFrom("clock").select(["phase", "stopped_by as by", "is_cancelled as cancelled"]).where("subject_id", "=", (await db.sql.selectFrom("alert").select("id").where("number", "=", number).executeTakeFirstOrThrow()).id).orderBy("phase").orderBy("round").execute());

test("the facts hold what an incident's record must: rules with versions, sources and collectors, events, assets, accounts, indicators", async () => {
  const [facts, ...more] = await inNorth((db) => alertFacts(db, ["NOR-A-1", "NOR-A-99"]));
  expect(more).toEqual([]);
  expect(facts).toMatchObject({
    alert: { ref: "NOR-A-1" }, entities: [{ kind: "asset", value: "a1", name: "SRV-1" }], assets: [{ id: "a1", name: "SRV-1", end: "host" }], accounts: ["svc-backup"], techniques: ["T1003.001"], tactics: ["credential-access"],
    rules: [{ key: "r1", pack: "vigie", version: 3 }], indicators: [{ type: "domain-name", name: "evil.example" }], eventIds: [expect.stringMatching(/^[0-9a-f]{32}$/) as string], sources: [{ source: "dc1", collector: "col-1", technology: "windows" }], category: "identity-theft", isPartial: false,
  });
  expect(await withTenant(state, "south", (db) => alertFacts(db, [facts!.alert.id, "NOR-A-1"]))).toEqual([]);
});

test("escalated: both clocks of the provider stop, and come back they do not", async () => {
  expect((await inNorth((db) => setEscalated(db, ANALYST, ["NOR-A-1"], "escalated", "e1"))).done).toMatchObject([{ status: "escalated", due: null }]);
  expect(await clocksOf(1)).toEqual([{ phase: "acknowledge", by: "escalation.made", cancelled: false }, { phase: "qualify", by: "escalation.made", cancelled: false }]);
  expect((await inNorth((db) => setEscalated(db, ANALYST, ["NOR-A-1"], "escalated", "e1"))).refused).toMatchObject([{ code: "conflict" }]);
  expect((await inNorth((db) => setEscalated(db, ANALYST, ["NOR-A-1"], "back", "e1"))).done).toMatchObject([{ status: "new" }]);
});

test("in an incident: no other takes it, what is harmless does not come in, and taken out it is to be qualified again", async () => {
  expect((await inNorth((db) => linkToIncident(db, ANALYST, ["NOR-A-1", "NOR-A-2"], INCIDENT))).done).toMatchObject([{ incident: "i1", due: null }, { incident: "i1" }]);
  expect((await inNorth((db) => linkToIncident(db, ANALYST, ["NOR-A-1"], { id: "i2", ref: "NOR-2026-0002" }))).refused).toMatchObject([{ why: expect.stringContaining("merge the incidents") as string }]);
  await inNorth((db) => unlinkFromIncident(db, ANALYST, ["NOR-A-1"], INCIDENT));
  expect(await rowOf(1)).toMatchObject({ incident_id: null, due_phase: "qualify" });
  await inNorth((db) => judge(db, ANALYST, ["NOR-A-1"], { verdict: "false_positive", reason: "wrong-data" }));
  expect((await inNorth((db) => linkToIncident(db, ANALYST, ["NOR-A-1"], INCIDENT))).refused).toMatchObject([{ why: expect.stringContaining("harmless") as string }]);
});

test("the platform's handle acts on one organisation alone, too", async () => {
  const { id } = await rowOf(1);
  const outcome = await withSystem(state, (db) => takeAlerts({ ...db, of: "south" }, ANALYST, [id]));
  expect(outcome).toMatchObject({ done: [], refused: [{ code: "not_found" }] });
  expect((await withSystem(state, (db) => takeAlerts({ ...db, of: "north" }, ANALYST, [id]))).done).toHaveLength(1);
});

test("a pause moves what is due beside the alert, once the job has read of it", async () => {
  const before = await rowOf(1);
  await inNorth((db) => pauseClocks(db, { ...ANALYST, side: "provider" }, { kind: "alert", id: before.id }, { reason: "The client's firewall was off.", side: "client", evidence: "entry 1" }));
  const later = new Date(NOW.getTime() + 30 * 60_000);
  for (const job of alertJobs({ ...RAISING, state, now: () => later, eventsOf: async () => [] })) while (await job.run());
  const after = await rowOf(1);
  expect(after.due_at!.getTime()).toBeGreaterThan(before.due_at!.getTime());
});

test("a reason must be one of its verdict's", async () => {
  await expect(inNorth((db) => judge(db, ANALYST, ["NOR-A-1"], { verdict: "false_positive", reason: "attack-confirmed" }))).rejects.toThrow("it is one of rule-too-broad");
  expect(await rowOf(1)).toMatchObject({ verdict: null });
});
