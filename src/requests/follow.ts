import { record, readOutbox, type State } from "../store/index.ts";
import { moveRequests } from "./repo.ts";

const AT_ONCE = 500;

/** Hangs the requests of an incident that was merged under the one that goes on. Gives how many facts were read. */
export const followIncidents = (state: State, now: Date): Promise<number> =>
  readOutbox(state, "requests", AT_ONCE, now, async (db, facts) => {
    for (const { kind, tenant, subject, by, details } of facts) {
      const { into, intoRef } = details;
      if (kind !== "incident.merged" || tenant === null || typeof into !== "string" || typeof intoRef !== "string") continue;
      const moved = await moveRequests(db, { tenant, from: subject, into: { id: into, ref: intoRef } });
      for (const id of moved) await record(db, { ...by, now }, { action: "request.moved", subject: id, tenant, reason: `Its incident was merged into ${intoRef}.`, details: { from: subject, into } });
    }
  });
