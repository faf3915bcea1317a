import { beforeEach, expect, test } from "vitest";
import { freshState } from "../../test/postgres.ts";
import type { Caller } from "../core/index.ts";
import { type State, type TenantDb, withTenant } from "../store/index.ts";
import { addPart, findIncident, openIncident, setStage, setWaiting } from "./index.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const ANALYST: Caller = { who: "Analyst A.", id: "person:1", side: "provider", now: NOW };
let state: State;
beforeEach(async () => {
  state = await freshState("north", "south");
});
const within = <T>(work: (db: TenantDb) => Promise<T>, tenant = "north") => withTenant(state, tenant, work);

test("an incident opens with a number, its mode and its clocks", async () => {
  const { id } = await within((db) => openIncident(db, ANALYST, { title: "Beacon from a workstation", origin: "provider", severity: "high", category: "malware-spread" }));
  const incident = await within((db) => findIncident(db, "NOR-2026-0001"));
  expect(incident).toMatchObject({ id, ref: "NOR-2026-0001", stage: "open", mode: "escalate", weight: 99, due: { phase: "acknowledge", owner: "provider" } });
  await expect(within((db) => findIncident(db, "NOR-2026-0001"), "south")).rejects.toThrow("There is no incident");
  await within((db) => addPart(db, ANALYST, id, { kind: "account", document: { name: "R.Manip", role: "victim", state: "" } }));
  await expect(within((db) => addPart(db, ANALYST, id, { kind: "account", document: { name: "r.manip", role: "victim", state: "" } }))).rejects.toThrow("there already");
  expect(await within((db) => setWaiting(db, ANALYST, id, { on: "client", reason: "asked for the list" }))).toMatchObject({ waits: { on: "client", since: NOW } });
  expect(await within((db) => setStage(db, ANALYST, id, { stage: "contained" }))).toMatchObject({ stage: "contained" });
});
