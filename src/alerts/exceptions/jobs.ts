import type { Job } from "../../core/index.ts";
import { type State, withSystem } from "../../store/index.ts";
import { endExpired } from "./decide.ts";
import { forgetBacktests } from "./repo.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const BACKTEST_MS = 7 * 24 * HOUR_MS;

/** Ends exceptions whose time is over, and forgets tests that led to none. Suppression itself looks at the expiry: nothing waits for this. */
export const exceptionJobs = ({ state, now }: { readonly state: State; readonly now: () => Date }): readonly Job[] => [
  { name: "exceptions that end", everyMs: MINUTE_MS, run: () => endExpired(state, now()) },
  {
    name: "backtests to forget", everyMs: HOUR_MS,
    run: async () => {
      await withSystem(state, (db) => forgetBacktests(db, new Date(now().getTime() - BACKTEST_MS)));
      return false;
    },
  },
];
