import type { Job } from "../core/index.ts";
import type { DeliverDeps } from "./delivery/attempt.ts";
import { createDeliveries } from "./delivery/deliver.ts";
import type { Look } from "./proof/look.ts";
import { checkDue } from "./proof/verify.ts";
import { followIncidents } from "./follow.ts";
import { deliverAsTicket } from "./sync/ticket/deliver-ticket.ts";
import { createRounds } from "./sync/round.ts";
import { tellTickets } from "./sync/write/tell.ts";
import type { SyncDeps } from "./sync/world.ts";
import { lapseApprovals } from "./release/approval.ts";

export type RequestJobDeps = Omit<DeliverDeps, "deliveryOf"> & { readonly look: Look; readonly sync: SyncDeps };

/** What goes on with requests by itself: they go out, silence decides, incidents are merged, and what is said to be done is looked at. */
export function requestJobs(deps: RequestJobDeps): readonly Job[] {
  const rounds = createRounds(deps.sync);
  const deliveries = createDeliveries({ ...deps, deliveryOf: deliverAsTicket(deps.sync), isDraining: deps.sync.connectors.isDraining });
  return [
    { name: "deliver requests", everyMs: 2_000, run: async () => (await deliveries.begin()) > 0, end: deliveries.end },
    { name: "tell tickets", everyMs: 2_000, run: async () => (await tellTickets(deps.state, deps.now())) > 0 },
    { name: "sync tickets", everyMs: 1_000, run: async () => {
      await rounds.begin();
      return false;
    }, end: rounds.end },
    { name: "lapse approvals", everyMs: 15_000, run: async () => (await lapseApprovals(deps.state, deps.now())) > 0 },
    { name: "follow merged incidents", everyMs: 5_000, run: async () => (await followIncidents(deps.state, deps.now())) > 0 },
    { name: "check requests", everyMs: 30_000, run: async () => (await checkDue(deps, deps.now())) > 0 },
  ];
}
