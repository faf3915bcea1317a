// What waits in folders that know nothing of escalations.
import { listExceptions } from "../alerts/index.ts";
import type { Waiting, WaitingSource } from "../escalations/index.ts";
import { listRequests, type Request, turnOf } from "../requests/index.ts";
import { readTenant } from "../store/index.ts";
import { askerIn } from "./request-asker.ts";

/** Exceptions that wait for a second person: one of the client where it has to be, else whoever comes first. */
export const waitingExceptions: WaitingSource = {
  needs: "exception:read",
  read: async ({ state, tenant, caller, limit }) =>
    (await listExceptions(state, tenant, { states: ["proposed"], limit })).map(({ id, title, needs, author, changedAt }): Waiting => ({
      on: needs.client || (caller.side === "client" && author.side === "provider") ? "client" : "provider",
      verb: "approve", subject: { kind: "exception", id, ref: id }, title, about: needs.reasons[0] ?? `Written by ${author.who}`, severity: null, team: null, since: changedAt, dueAt: null,
    })),
};

/** Requests: to approve, to do by a team, to answer or to check. */
export const waitingRequests: WaitingSource = {
  needs: "request:read",
  read: ({ state, tenant, caller, may, limit }) =>
    readTenant(state, tenant, async (db) => (await listRequests(db, askerIn({ caller, permissionsIn: () => may }, tenant), { view: "open", limit })).requests.flatMap(waitingFor)),
};

function waitingFor(request: Request): readonly Waiting[] {
  const { id, ref, title, state, questionAt, routed, severity, since, dueAt, approval, incident } = request;
  const turn = turnOf(state, questionAt !== null);
  if (turn === "nobody") return [];
  const same = { subject: { kind: "request", id, ref }, title, about: `${ref} · ${incident.ref}`, severity, team: routed.name, since };
  if (turn === "approver") return [{ ...same, on: "client", verb: "approve", dueAt: approval === null ? dueAt : new Date(approval.deadline) }];
  if (turn === "team") return [{ ...same, on: "teams", verb: "do", dueAt }];
  return [{ ...same, on: "provider", verb: questionAt !== null ? "answer" : state === "claimed_done" ? "close" : "do", dueAt: questionAt === null ? dueAt : null }];
}
