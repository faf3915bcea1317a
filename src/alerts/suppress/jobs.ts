import type { Job } from "../../core/index.ts";
import { type State, withSystem } from "../../store/index.ts";
import { tellOverLimit } from "./rate.ts";
import { forgetBefore } from "./repo.ts";

const HOUR_MS = 3_600_000;
// Lines that come late repeat what was long ago.
const REMEMBERED_MS = 7 * 24 * HOUR_MS;

/** Says on one alert of a rule over its limit that there is more, and forgets what nothing can repeat any more. */
export const suppressionJobs = ({ state, now }: { readonly state: State; readonly now: () => Date }): readonly Job[] => [
  { name: "rules over their limit", everyMs: 5_000, run: async () => (await withSystem(state, (db) => tellOverLimit(db, now()))) > 0 },
  {
    name: "suppressions to forget", everyMs: HOUR_MS,
    run: async () => {
      await withSystem(state, (db) => forgetBefore(db, new Date(now().getTime() - REMEMBERED_MS)));
      return false;
    },
  },
];
