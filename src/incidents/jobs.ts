import type { Job } from "../core/index.ts";
import { readOutbox, type State } from "../store/index.ts";
import { dueOf } from "./act.ts";
import { incidentNamed, incidentsOf, updateDue } from "./repo.ts";

const FACTS = 500;

/** What incidents do while the platform runs: what is due beside them follows their clocks. */
export const incidentJobs = ({ state, now }: { readonly state: State; readonly now: () => Date }): readonly Job[] => [
  { name: "incidents-due", everyMs: 2_000, run: async () => (await followClocks(state, now())) > 0 },
];

/** A pause moves a due date, and its end does. */
async function followClocks(state: State, now: Date): Promise<number> {
  return readOutbox(state, "incidents-due", FACTS, now, async (db, facts) => {
    const moved = facts.filter(({ kind, details, tenant }) => kind.startsWith("clock.") && details["about"] === "incident" && tenant !== null);
    for (const [tenant, some] of Map.groupBy(moved, ({ tenant: one }) => one ?? "")) {
      const of = { ...db, of: tenant };
      for (const { id } of await incidentsOf(of, [...new Set(some.map(({ subject }) => subject))])) {
        // Held, so that a verb that runs meanwhile does not have its due date overwritten by an older one.
        const incident = await incidentNamed(of, id, { forUpdate: true });
        if (incident !== undefined) await updateDue(of, id, await dueOf(of, incident, now));
      }
    }
  });
}
