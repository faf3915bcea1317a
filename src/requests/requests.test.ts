import { expect, test } from "vitest";
import { freshState } from "../../test/postgres.ts";
import { systemCaller } from "../core/index.ts";
import { withTenant } from "../store/index.ts";
import { type Asker, acknowledgeRequest, claimDone, deliverDue, findRequest, makeRequest, sendRequest } from "./index.ts";

const NOW = new Date("2026-11-24T12:20:00Z");
const analyst: Asker = { who: "Analyst A.", id: "person:a", side: "provider", now: NOW, sees: "all" };

test("the whole way of a request", async () => {
  const state = await freshState("north");
  await withTenant(state, "north", async (db) => {
    await db.sql.insertInto("team").values({ tenant_id: "north", id: "ws", name: "Workstations", contact: null, email: null, phone: null, itsm_name: null, source: "manual", changed_at: NOW }).execute();
    await db.sql.insertInto("request_route").values({ tenant_id: "north", scope: "fallback", name: "", team_id: "ws", changed_at: NOW }).execute();
    await makeRequest(db, analyst, { id: "r1", incident: { id: "i1", ref: "NOR-2026-0001" }, severity: "high", action: "isolate-host", target: { kind: "asset", name: "PC-RAD-102" } });
  });
  await withTenant(state, "north", (db) => sendRequest(db, analyst, "r1"));
  expect(await deliverDue({ state, now: () => NOW })).toBe(1);
  const sent = await withTenant(state, "north", (db) => findRequest(db, analyst, "NOR-R-0001"));
  expect(sent).toMatchObject({ state: "sent", title: "Isolate PC-RAD-102 from the network", routed: { name: "Workstations" } });
  const team: Asker = { ...analyst, side: "client" };
  await withTenant(state, "north", (db) => acknowledgeRequest(db, team, "r1"));
  const claimed = await withTenant(state, "north", (db) => claimDone(db, { ...systemCaller("x", NOW), sees: "all" }, "r1", { note: "Port closed" }));
  expect(claimed.state).toBe("claimed_done");
});
