// Once the lines of a demonstration raised alerts, somebody works on them: an incident, and a request to the team.
import { listAlerts } from "../alerts/index.ts";
import { type Job, systemCaller } from "../core/index.ts";
import { openIncident } from "../incidents/index.ts";
import { makeRequest, platformAsker, sendRequest } from "../requests/index.ts";
import { type State, type TenantDb, withSystem } from "../store/index.ts";
import { mark, takePlaying } from "./repo.ts";

export type FurnishDeps = { readonly state: State; readonly now: () => Date; readonly newId: () => string };

const EVERY_MS = 5_000;
// All of the evening is read by then; correlations wait a moment for hits that may come late.
const PLAYED_MS = 20_000;
const MACHINE = "web01";
const MOST_ALERTS = 5;

/** Furnishes a demonstration, once. */
export const demonstrationJobs = ({ state, now, newId }: FurnishDeps): readonly Job[] => [
  {
    name: "furnish a demonstration",
    everyMs: EVERY_MS,
    run: () =>
      withSystem(state, async (db) => {
        const playing = await takePlaying(db);
        if (playing === undefined || now().getTime() - playing.since.getTime() < PLAYED_MS) return false;
        if (await furnish({ tenant: playing.tenant, sql: db.sql }, now(), newId)) await mark(db, playing.tenant, "ready");
        return false;
      }),
  },
];

/** False while there is no alert yet. */
async function furnish(db: TenantDb, now: Date, newId: () => string): Promise<boolean> {
  const { alerts } = await listAlerts(db, { stage: "open", sort: "worst", person: "" }, { limit: 50 });
  if (alerts.length === 0) return false;
  const ofMachine = alerts.filter(({ entity }) => entity.name.toLowerCase() === MACHINE);
  const chosen = (ofMachine.length > 0 ? ofMachine : alerts).slice(0, MOST_ALERTS);
  const caller = systemCaller("demonstration", now);
  const incident = await openIncident(db, caller, { alerts: chosen.map(({ id }) => id), category: "vulnerability-exploitation", origin: "alert" });
  const asker = platformAsker(caller);
  const { id } = await makeRequest(db, asker, { id: newId(), incident: { id: incident.id, ref: incident.ref }, alerts: chosen.map((alert) => alert.id), severity: incident.severity, action: "isolate-host", target: { kind: "asset", name: MACHINE }, steps: ["Close its ports at the switch.", "Leave it switched on."] });
  await sendRequest(db, asker, id, { reason: "for the demonstration" });
  return true;
}
