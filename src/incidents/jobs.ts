import { alertFacts } from "../alerts/index.ts";
import { type Job, systemCaller } from "../core/index.ts";
import { type Fact, readOutbox, record, type State, type SystemDb } from "../store/index.ts";
import { addEntry } from "../timeline/index.ts";
import { proposeAccounts } from "./alerts/accounts.ts";
import { dueOf, subjectOf } from "./act.ts";
import { incidentNamed, incidentsOf, updateDue } from "./repo.ts";

const FACTS = 500;

/** What incidents do while the platform runs: what is due beside them follows their clocks. */
export const incidentJobs = ({ state, now }: { readonly state: State; readonly now: () => Date }): readonly Job[] => [
  { name: "incidents-due", everyMs: 2_000, run: async () => (await followClocks(state, now())) > 0 },
];

/** A pause moves a due date, and its end does. */
async function followClocks(state: State, now: Date): Promise<number> {
  return readOutbox(state, "incidents-due", FACTS, now, async (db, facts) => {
    await tellOfReturns(db, facts, now);
    for (const { tenant, subject, details } of facts.filter(({ kind }) => kind === "alert.evidence-pinned")) {
      const [alert] = tenant === null ? [] : await alertFacts({ ...db, of: tenant }, [subject]);
      const incident = alert?.alert.incident ?? details["incident"];
      if (tenant !== null && typeof incident === "string") await proposeAccounts({ ...db, of: tenant }, systemCaller("incidents", now), incident, [subject]);
    }
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

/** An attack that comes back after its incident was closed: the alert is in the queue again, and the incident says so. */
async function tellOfReturns(db: SystemDb, facts: readonly Fact[], now: Date): Promise<void> {
  const caller = systemCaller("incidents", now);
  for (const { tenant, details: { incident: id, ref, by } } of facts.filter(({ kind }) => kind === "alert.reopened")) {
    if (tenant === null || typeof id !== "string" || typeof ref !== "string" || by === "person") continue;
    const incident = await incidentNamed({ ...db, of: tenant }, id);
    if (incident?.stage !== "closed") continue;
    const text = `${ref} came back after this incident was closed: it is open again and waits to be qualified. Open the incident again if it is the same attack.`;
    await addEntry(db, caller, { subject: subjectOf(incident), type: "fact", visibility: "shared", text, tenant, details: { alert: ref } });
    await record(db, caller, { action: "incident.alert-came-back", subject: incident.ref, tenant, details: { incident: id, alert: ref } });
  }
}
