import { type Job, systemCaller } from "../core/index.ts";
import { emitAll, type State, withSystem } from "../store/index.ts";
import { markDue } from "./repo.ts";
import { factOf } from "./stop.ts";

export type ClockJobDeps = { readonly state: State; readonly now: () => Date };

const AT_ONCE = 500;

/** Tells of clocks with a quarter of their time left, and of those whose time is over: of each once. */
export function clockJobs({ state, now }: ClockJobDeps): readonly Job[] {
  const tell = (what: "warn" | "breach", kind: "clock.warned" | "clock.breached"): Promise<number> =>
    withSystem(state, async (db) => {
      const at = now();
      const due = await markDue(db, what, at, AT_ONCE);
      await emitAll(db, systemCaller("clocks", at), due.map((clock) => factOf(kind, clock)));
      return due.length;
    });
  return [
    {
      name: "clocks",
      everyMs: 5_000,
      run: async () => {
        const warned = await tell("warn", "clock.warned");
        const breached = await tell("breach", "clock.breached");
        return warned === AT_ONCE || breached === AT_ONCE;
      },
    },
  ];
}
