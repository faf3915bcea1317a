import { readTenant } from "../../store/index.ts";
import { listSuspicions } from "../suspicions/show.ts";
import type { WaitingSource } from "./waiting.ts";

/** What the client declared and the provider has not taken up. */
export const waitingSuspicions: WaitingSource = {
  needs: "incident:read",
  read: ({ state, tenant, caller: { now }, limit }) =>
    readTenant(state, tenant, async (db) =>
      (await listSuspicions(db, { declared: true, limit }, now))
        .filter(({ suspicion }) => suspicion.state === "declared")
        .map(({ suspicion: { incident, title, severity, declared, urgency }, clocks }) => ({
          on: "provider", verb: "take-up", subject: { kind: "incident", id: incident.id, ref: incident.ref }, title, about: `${incident.ref} · ${urgency}`, severity, team: null, since: declared.at,
          dueAt: clocks.find(({ phase }) => phase === "acknowledge")?.dueAt ?? null,
        }))),
};
