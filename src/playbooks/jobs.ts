import type { Job } from "../core/index.ts";
import { followFacts, type FollowDeps } from "./follow.ts";
import { lapsePlaybooks } from "./lapse.ts";

export type PlaybookJobDeps = FollowDeps;

/** What goes on with playbooks by itself. */
export const playbookJobs = (deps: PlaybookJobDeps): readonly Job[] => [
  { name: "follow playbooks", everyMs: 5_000, run: async () => (await followFacts(deps)) > 0 },
  { name: "lapse playbook approvals", everyMs: 15_000, run: async () => (await lapsePlaybooks({ ...deps, now: deps.now() })) > 0 },
];
