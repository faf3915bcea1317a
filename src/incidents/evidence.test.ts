// What follows by itself when alerts are handed on: their events are kept, and the accounts in them are proposed.
import { beforeEach, expect, test } from "vitest";
import { idOf, NOON, raised, RAISING } from "../../test/alerts.ts";
import { freshState } from "../../test/postgres.ts";
import { alertJobs, type EvidenceEvent } from "../alerts/index.ts";
import type { Caller } from "../core/index.ts";
import { readJournal, type State, type TenantDb, withTenant } from "../store/index.ts";
import { addPart, changePart, closeIncident, incidentFacts, incidentJobs, linkAlerts, openIncident, removePart } from "./index.ts";

const NOW = new Date(NOON + 10 * 60_000);
const ANALYST: Caller = { who: "Analyst A.", id: "person:1", side: "provider", now: NOW };
const event = (n: number, users: readonly string[]): EvidenceEvent => ({
  id: Buffer.from(idOf(n, 1)).toString("hex"), time: new Date(NOON), arrived: new Date(NOON), source: "dc1", collector: "col-1", technology: "windows", line: `line ${n}`,
  event: { user: { name: users[0] ?? "", target: { name: users.slice(1) } }, process: { name: "x.exe" } },
});
let state: State;
let store: Map<string, EvidenceEvent>;
let isDown = false;
const within = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(state, "north", work);
const eventsOf = async (_: string, ids: readonly string[]): Promise<readonly EvidenceEvent[]> => {
  if (isDown) throw new Error("the event store does not answer");
  return ids.flatMap((id) => store.get(id) ?? []);
};
const follow = async (): Promise<void> => {
  for (const job of [...alertJobs({ ...RAISING, state, now: () => NOW, eventsOf }), ...incidentJobs({ state, now: () => NOW })]) while (await job.run());
};
const kept = () => within((db) => db.sql.selectFrom("alert_evidence").select(["line", "pinned_by", "digest"]).orderBy("line").execute());
const accounts = (id: string) => within(async (db) => (await incidentFacts(db, id)).parts.flatMap((part) => (part.kind === "account" ? [[part.document.name, part.document.role, part.document.origin]] : [])));

beforeEach(async () => {
  state = await freshState("north");
  store = new Map([event(1, ["svc-backup", "Administrator", "SRV-1$"]), event(2, ["CORP\\J.Martin", "SYSTEM"])].map((one) => [one.id, one]));
  isDown = false;
  await raised(state, [{ n: 1, fields: { User: "svc-backup" } }, { n: 2, rule: "r2", host: "srv-2" }, { n: 3, rule: "r3", host: "srv-3" }]);
});

test("events of an incident's alerts are kept once, what is gone is counted, and a store that does not answer loses nothing", async () => {
  isDown = true;
  const { id } = await within((db) => openIncident(db, ANALYST, { origin: "alert", alerts: ["NOR-A-1", "NOR-A-3"] }));
  await expect(follow()).rejects.toThrow("does not answer");
  expect(await kept()).toEqual([]);
  isDown = false;
  await follow();
  await follow();
  expect(await kept()).toMatchObject([{ line: "line 1", pinned_by: "evidence", digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string }]);
  await within((db) => linkAlerts(db, ANALYST, id, ["NOR-A-2"]));
  await follow();
  expect((await kept()).map(({ line }) => line)).toEqual(["line 1", "line 2"]);
  expect((await within((db) => readJournal(db, { limit: 9, action: "alert.evidence-pinned" }))).map(({ subject }) => subject)).toEqual(["NOR-A-2", "NOR-A-1"]);
  // What comes to an alert later is kept when its incident ends.
  store.set(event(4, []).id, event(4, []));
  await raised(state, [{ n: 4, fields: { User: "another" } }]);
  await within((db) => closeIncident(db, ANALYST, id, { reason: "all is done", verdict: "true_positive", lessons: "none", alertsAs: "attack-confirmed" }, async () => ({ requests: [], escalations: [] })));
  await follow();
  expect((await kept()).map(({ line }) => line)).toEqual(["line 1", "line 2", "line 4"]);
});

test("accounts in the events are proposed, whatever the rule looked at: not those of systems, none twice, and none that somebody took out", async () => {
  const { id } = await within((db) => openIncident(db, ANALYST, { origin: "alert", alerts: ["NOR-A-1"] }));
  await within((db) => addPart(db, ANALYST, id, { kind: "account", visibility: "shared", document: { name: "j.martin@corp.example", role: "victim", state: "" } }));
  await follow();
  expect(await accounts(id)).toEqual([["svc-backup", "related", undefined], ["j.martin@corp.example", "victim", undefined], ["Administrator", "unknown", "event"]]);
  await within((db) => linkAlerts(db, ANALYST, id, ["NOR-A-2"]));
  await follow();
  expect(await accounts(id)).toHaveLength(3);
  // Whoever adds one that was proposed says what it is.
  await raised(state, [{ n: 6, rule: "r6", host: "srv-6" }]);
  store.set(event(6, ["k.lee"]).id, event(6, ["k.lee"]));
  await within((db) => linkAlerts(db, ANALYST, id, ["NOR-A-4"]));
  await follow();
  expect(await within((db) => addPart(db, ANALYST, id, { kind: "account", visibility: "shared", document: { name: "K.Lee", role: "victim", state: "" } }))).toMatchObject({ document: { name: "k.lee", role: "victim" } });
  const proposed = (await within((db) => incidentFacts(db, id))).parts.find(({ kind, document }) => kind === "account" && (document as { name: string }).name === "Administrator")!;
  expect(await within((db) => changePart(db, ANALYST, id, proposed.id, { role: "source" }))).toMatchObject({ document: { role: "source", origin: "event" } });
  await within((db) => removePart(db, ANALYST, id, proposed.id, "it is ours"));
  store.set(event(5, ["Administrator"]).id, event(5, ["Administrator"]));
  await raised(state, [{ n: 5, rule: "r5", host: "srv-5" }]);
  await within((db) => linkAlerts(db, ANALYST, id, ["NOR-A-5"]));
  await follow();
  expect((await accounts(id)).map(([name]) => name)).not.toContain("Administrator");
});
