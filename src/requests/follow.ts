import { record, readOutbox, type State } from "../store/index.ts";
import { addEntry } from "../timeline/index.ts";
import { moveRequests } from "./repo.ts";
import { subjectOf } from "./step.ts";

const AT_ONCE = 500;

/** Hangs the requests of an incident that was merged under the one that goes on. Gives how many facts were read. */
export const followIncidents = (state: State, now: Date): Promise<number> =>
  readOutbox(state, "requests", AT_ONCE, now, async (db, facts) => {
    for (const { kind, tenant, subject, by, details } of facts) {
      const { into, intoRef } = details;
      if (kind !== "incident.merged" || tenant === null || typeof into !== "string" || typeof intoRef !== "string") continue;
      const moved = await moveRequests(db, { tenant, from: subject, into: { id: into, ref: intoRef } });
      for (const { id, ref } of moved) {
        const caller = { ...by, now };
        const text = `Its incident was merged into ${intoRef}.`;
        await record(db, caller, { action: "request.moved", subject: ref, tenant, reason: text, details: { from: subject, into } });
        await addEntry(db, caller, { subject: subjectOf({ id }), type: "fact", visibility: "shared", text, tenant });
      }
    }
  });
