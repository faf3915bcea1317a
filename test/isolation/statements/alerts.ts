import { forgetBacktests } from "../../../src/alerts/exceptions/repo.ts";
import { countOpenOnAsset } from "../../../src/alerts/page/repo.ts";
import { hadBefore } from "../../../src/alerts/raise/repo.ts";
import { writeAlerts } from "../../../src/alerts/raise/write/repo.ts";
import { alertsNamed, alertsOfIncident, moveDetections } from "../../../src/alerts/repo.ts";
import { hoursToTell } from "../../../src/alerts/suppress/repo.ts";
import { deleteWatch, unpinnedEvents, watchersOf } from "../../../src/alerts/verbs/repo.ts";
import { wasAskedAbout } from "../../../src/escalations/repo.ts";
import { AFTER, AT, BEFORE, forNorth, forPlatform, southOnly, type Statement } from "./statement.ts";

const ID = "0".repeat(32);
const event = (n: number): string => `0${n}`.repeat(16);
const bytes = (n: number): string => `\\x${event(n)}`;

export const ALERTS: readonly Statement[] = [
  forPlatform("src/alerts/exceptions/repo.ts forgetBacktests", {
    // The exception that names a test is another tenant's.
    rows: (tenant) => (tenant === "north" ? { exception_backtest: { id: "b", at: BEFORE } } : { alert_exception: { id: "e", backtest_id: "b" } }),
    ask: async (db) => {
      await forgetBacktests(db, AT);
      return db.sql.selectFrom("exception_backtest").select("id").execute();
    },
    gives: [],
  }),
  forNorth("src/alerts/page/repo.ts countOpenOnAsset", { rows: () => ({ alert: { id: "a", asset_id: "m" } }), ask: (db) => countOpenOnAsset(db, "m", "other", 10), gives: 1 }),
  forPlatform("src/alerts/raise/repo.ts hadBefore", {
    rows: southOnly({ alert: { id: "a", rule_key: "r", entity: "e" } }),
    ask: (db) => hadBefore(db, [{ tenant: "north", rule: "r", entity: "e", since: new Date(BEFORE) }]), gives: new Set(),
  }),
  forPlatform("src/alerts/raise/write/repo.ts writeAlerts", {
    rows: (tenant) => ({ alert: { id: ID, title: tenant, rule_level: "low" } }),
    ask: async (db) => {
      const alert = (await alertsNamed({ ...db, of: "north" }, [ID])).get(ID)!;
      await writeAlerts(db, [{ alert: { ...alert, score: 99 }, isNew: false, windowFromMs: AT.getTime(), windowUntilMs: AT.getTime(), isReopened: false, isMerged: false }], () => 1);
      return db.sql.selectFrom("alert").select(["tenant_id", "score"]).orderBy("tenant_id").execute();
    },
    gives: [{ tenant_id: "north", score: 99 }, { tenant_id: "south", score: 1 }],
  }),
  forNorth("src/alerts/repo.ts alertsOfIncident", { rows: (tenant) => ({ alert: { id: tenant, incident_id: "i" } }), ask: (db) => alertsOfIncident(db, "i"), gives: ["north"] }),
  forNorth("src/alerts/repo.ts moveDetections", {
    rows: () => ({ alert_detection: { alert_id: "from" }, alert: { id: "a", merged_into: "from" } }),
    ask: (db) => moveDetections(db, ["from"], "into", AT),
  }),
  forPlatform("src/alerts/suppress/repo.ts hoursToTell", {
    // The alert that could say so is another tenant's.
    rows: (tenant) => (tenant === "north" ? { suppression_hour: { rule_key: "r", over: 1 } } : { alert: { id: "a", rule_key: "r" } }),
    ask: hoursToTell, gives: [],
  }),
  forNorth("src/alerts/verbs/repo.ts deleteWatch", { rows: () => ({ alert_watch: { alert_id: "a", person: "p" } }), ask: (db) => deleteWatch(db, ["a"], "p") }),
  forNorth("src/alerts/verbs/repo.ts watchersOf", { rows: (tenant) => ({ alert_watch: { alert_id: "a", person: tenant } }), ask: (db) => watchersOf(db, "a"), gives: ["north"] }),
  forNorth("src/escalations/repo.ts wasAskedAbout", { rows: southOnly({ escalation: { id: "e", alert_ids: ["a"] } }), ask: (db) => wasAskedAbout(db, "a"), gives: false }),
  forNorth("src/alerts/verbs/repo.ts unpinnedEvents", {
    // South has the same alert with the same detections, at other times and with other events, and has pinned north's.
    rows: (tenant) => (tenant === "north"
      ? { alert: { id: ID }, alert_detection: [1, 2].map((n) => ({ alert_id: ID, detection_id: bytes(n) })), alert_event: [1, 2].map((n) => ({ detection_id: bytes(n), event_id: bytes(n) })), detection: [{ id: bytes(1), time: BEFORE }, { id: bytes(2), time: AFTER }] }
      : {
          alert: { id: ID }, alert_detection: [{ alert_id: ID, detection_id: bytes(3) }], alert_event: [{ detection_id: bytes(1), event_id: bytes(4) }, { detection_id: bytes(3), event_id: bytes(3) }],
          detection: [{ id: bytes(2), time: "2026-01-01T00:00:00Z" }, { id: bytes(3), time: BEFORE }], alert_evidence: { alert_id: ID, event_id: bytes(1) },
        }),
    ask: (db) => unpinnedEvents(db, ID, 10), gives: [event(1), event(2)],
  }),
];
