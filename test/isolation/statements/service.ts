import { workedOnAt } from "../../../src/cmdb/register/repo.ts";
import { heardOf } from "../../../src/collection/repo.ts";
import { alertsByWeek, countAlerts, countDetections, countEscalations, countIncidents, countRulesChanged, incidentsByWeek, requestsByTeam } from "../../../src/service/repo.ts";
import { countSources, deleteSource, selectSource } from "../../../src/tenants/sources/repo.ts";
import { deleteView, selectView, updateView } from "../../../src/views/repo.ts";
import { AFTER, AT, BEFORE, forNorth, southOnly, type Statement } from "./statement.ts";

const RANGE = { since: new Date(BEFORE), until: new Date(AFTER) };

export const SERVICE: readonly Statement[] = [
  forNorth("src/cmdb/register/repo.ts workedOnAt", {
    // Each of the three is of the other tenant once.
    rows: (tenant) => (tenant === "north"
      ? { maintenance_window: [{ id: "w1", assets: ["a1", "a2"], starts_at: BEFORE, ends_at: AFTER }], asset: [{ id: "a2" }, { id: "a3" }], asset_name: [{ asset_id: "a1", name: "one" }, { asset_id: "a3", name: "three" }] }
      : { maintenance_window: [{ id: "w3", assets: ["a3", "a4"], starts_at: BEFORE, ends_at: AFTER }], asset: [{ id: "a1" }, { id: "a4" }], asset_name: [{ asset_id: "a2", name: "two" }, { asset_id: "a4", name: "four" }] }),
    ask: async (db) => [...(await workedOnAt(db, ["one", "two", "three", "four"], AT)).keys()], gives: [],
  }),
  forNorth("src/collection/repo.ts heardOf", { rows: (tenant) => ({ source_hour: { source: tenant, received: 1 } }), ask: async (db) => [...(await heardOf(db)).keys()], gives: ["north"] }),
  forNorth("src/service/repo.ts requestsByTeam", { rows: (tenant) => ({ request: { id: "r", state: "sent", team_id: tenant } }), ask: async (db) => (await requestsByTeam(db, RANGE, AT)).map(({ team }) => team), gives: ["north"] }),
  forNorth("src/service/repo.ts countIncidents", { rows: () => ({ incident: { id: "i" } }), ask: async (db) => (await countIncidents(db, RANGE)).opened, gives: 1 }),
  forNorth("src/service/repo.ts countAlerts", { rows: () => ({ alert: { id: "a" } }), ask: async (db) => (await countAlerts(db, RANGE)).raised, gives: 1 }),
  forNorth("src/service/repo.ts countDetections", { rows: () => ({ detection_quarter: { quarter: AT, became: "alerted", n: 1 } }), ask: (db) => countDetections(db, RANGE), gives: 1 }),
  forNorth("src/service/repo.ts countEscalations", { rows: () => ({ escalation: { id: "e" } }), ask: async (db) => (await countEscalations(db, RANGE)).made, gives: 1 }),
  forNorth("src/service/repo.ts countRulesChanged", { rows: (tenant) => ({ journal: { id: tenant === "north" ? 1 : 2, subject: tenant, action: "rule.switched", at: AT } }), ask: (db) => countRulesChanged(db, RANGE), gives: 1 }),
  forNorth("src/service/repo.ts incidentsByWeek", { rows: () => ({ incident: { id: "i" } }), ask: async (db) => (await incidentsByWeek(db, RANGE)).map(({ n }) => n), gives: [1] }),
  forNorth("src/service/repo.ts alertsByWeek", { rows: () => ({ alert: { id: "a", closed_at: AT } }), ask: async (db) => (await alertsByWeek(db, RANGE)).map(({ raised, closed }) => [raised, closed]), gives: [[1, 1]] }),
  forNorth("src/tenants/sources/repo.ts selectSource", { rows: southOnly({ source: { name: "s" } }), ask: (db) => selectSource(db, "s") }),
  forNorth("src/tenants/sources/repo.ts countSources", { rows: () => ({ source: { name: "s" } }), ask: countSources, gives: 1 }),
  forNorth("src/tenants/sources/repo.ts deleteSource", { rows: () => ({ source: { name: "s" } }), ask: (db) => deleteSource(db, "s") }),
  forNorth("src/views/repo.ts from", { rows: southOnly({ saved_view: { id: "v" } }), ask: (db) => selectView(db, "v") }),
  forNorth("src/views/repo.ts updateView", { rows: () => ({ saved_view: { id: "v" } }), ask: (db) => updateView(db, { id: "v", page: "queue", name: "n", view: "w", shared: false, owner: "o", ownerName: "o", side: "client", createdAt: AT, changedAt: AT }) }),
  forNorth("src/views/repo.ts deleteView", { rows: () => ({ saved_view: { id: "v" } }), ask: (db) => deleteView(db, "v") }),
];
