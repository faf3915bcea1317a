// Calls that somebody of the provider has to make.
import type { WaitingSource } from "../escalations/index.ts";
import { withTenant } from "../store/index.ts";
import { selectCalls } from "./repo.ts";

/** Who is told by a person: until somebody says what came of it, nobody was told. */
export const waitingCalls: WaitingSource = {
  needs: "notification:read",
  read: ({ state, tenant, limit }) =>
    withTenant(state, tenant, async (db) =>
      (await selectCalls(db, limit)).map(({ id, about, recipient, channel, event, createdAt, dueAt }) => ({
        on: "provider", verb: "call", subject: { kind: "notification", id, ref: about.ref }, title: `Tell ${recipient.name} by ${channel}`, about: `${about.ref}: ${event}`, severity: null, team: null, since: createdAt, dueAt,
      }))),
};
