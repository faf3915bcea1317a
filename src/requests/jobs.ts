import type { Job } from "../core/index.ts";
import { deliverDue, type DeliverDeps } from "./delivery/deliver.ts";
import type { Look } from "./proof/look.ts";
import { checkDue } from "./proof/verify.ts";
import { followIncidents } from "./follow.ts";
import { lapseApprovals } from "./release/approval.ts";

export type RequestJobDeps = DeliverDeps & { readonly look: Look };

/** What goes on with requests by itself: they go out, silence decides, incidents are merged, and what is said to be done is looked at. */
export const requestJobs = (deps: RequestJobDeps): readonly Job[] => [
  { name: "deliver requests", everyMs: 2_000, run: async () => (await deliverDue(deps)) > 0 },
  { name: "lapse approvals", everyMs: 15_000, run: async () => (await lapseApprovals(deps.state, deps.now())) > 0 },
  { name: "follow merged incidents", everyMs: 5_000, run: async () => (await followIncidents(deps.state, deps.now())) > 0 },
  { name: "check requests", everyMs: 30_000, run: async () => (await checkDue(deps, deps.now())) > 0 },
];
