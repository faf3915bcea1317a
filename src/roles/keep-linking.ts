// Links the journal's entries while the platform runs.
import type { Logger } from "pino";
import { linkJournal, type State } from "../store/index.ts";

const EVERY_MS = 1_000;

/** Looks each second for entries without a link; what fails is tried again at the next. */
export function keepLinking(state: State, log: Pick<Logger, "warn">): { readonly stop: () => void } {
  let isAtWork = false;
  const timer = setInterval(() => {
    if (isAtWork) return;
    isAtWork = true;
    linkAll(state)
      .catch((error: unknown) => log.warn({ error: String(error) }, "entries of the journal could not be linked; tried again"))
      .finally(() => (isAtWork = false));
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

async function linkAll(state: State): Promise<void> {
  while ((await linkJournal(state, new Date())) > 0);
}
