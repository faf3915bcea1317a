import { type Job } from "../core/index.ts";
import { readOutbox, type State } from "../store/index.ts";
import { refreshDue } from "./clocks-of-alerts.ts";
import type { EventsOf } from "./verbs/pin.ts";
import { pinHandedOn } from "./verbs/pin-on-its-own.ts";
import { raiseAlerts, type RaiseDeps } from "./raise/raise.ts";

export type AlertJobDeps = RaiseDeps & { readonly state: State; readonly eventsOf: EventsOf };

const BATCH = 1_000;
const FACTS = 500;

/** What alerts do while the platform runs: they are raised, and what is due beside them follows their clocks. */
export const alertJobs = (deps: AlertJobDeps): readonly Job[] => [
  { name: "alerts", everyMs: 500, run: async () => (await raiseAlerts(deps.state, deps, BATCH)) > 0 },
  { name: "alert-evidence", everyMs: 2_000, run: async () => (await pinHandedOn(deps.state, deps.now(), deps.eventsOf)) > 0 },
  { name: "alerts-due", everyMs: 2_000, run: async () => (await followClocks(deps)) > 0 },
];

/** A pause moves a due date, and its end does. */
async function followClocks({ state, now }: AlertJobDeps): Promise<number> {
  return readOutbox(state, "alerts-due", FACTS, now(), async (db, facts) => {
    const moved = facts.filter(({ kind, details, tenant }) => kind.startsWith("clock.") && details["about"] === "alert" && tenant !== null);
    for (const [tenant, some] of Map.groupBy(moved, ({ tenant: one }) => one ?? "")) await refreshDue({ ...db, of: tenant }, [...new Set(some.map(({ subject }) => subject))], now());
  });
}
