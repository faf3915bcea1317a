import { setTimeout as wait } from "node:timers/promises";
import { ApiProblem } from "../../src/contract/client.ts";

/** Looks again and again until there is something. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  for (const deadline = performance.now() + seconds * 1000; ; await wait(200)) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`this did not happen within ${seconds} s: ${what}`);
  }
}

/** With which code something is refused. */
export const refusalOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof ApiProblem) return error.problem.code;
      throw error;
    },
  );
