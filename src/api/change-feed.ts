// Hears of new links in the chains of those tenants that somebody watches: one look for all of them, whoever watches.
import type { FastifyBaseLogger } from "fastify";
import { headSeqsOf, lastPlace, type State, withSystem } from "../store/index.ts";

export type ChangeFeed = {
  /**
   * Resolves with the end of the tenant's chain once it lies behind `after`; with `after` if `signal` is aborted or nothing
   * comes for a while. Null: the end of the order over all chains.
   */
  readonly headBehind: (tenant: string | null, after: number, signal: AbortSignal) => Promise<number>;
  readonly stop: () => void;
};

/** How often the chains are looked at, and how long a watcher waits before it hears that nothing came. */
export type Pace = { readonly lookMs: number; readonly waitMs: number };

// Links are made each second. Proxies close what is silent for a minute, some for half of one.
const PACE: Pace = { lookMs: 500, waitMs: 15_000 };

type Watcher = { readonly tenant: string | null; readonly after: number; readonly tell: (head: number) => void };

/** A feed over the state; it asks nothing while nobody watches. */
export function createChangeFeed({ state, log }: { readonly state: State; readonly log: Pick<FastifyBaseLogger, "warn"> }, { lookMs, waitMs }: Pace = PACE): ChangeFeed {
  const watchers = new Set<Watcher>();
  let isLooking = false;
  const look = async (): Promise<void> => {
    const watched = new Set([...watchers].map(({ tenant }) => tenant));
    const tenants = [...watched].filter((tenant) => tenant !== null);
    const heads = await withSystem(state, async (db) => new Map<string | null, number>([...(await headSeqsOf(db, tenants)), ...(watched.has(null) ? [[null, await lastPlace(db)] as const] : [])]));
    for (const { tenant, after, tell } of watchers) {
      const head = heads.get(tenant) ?? 0;
      if (head > after) tell(head);
    }
  };
  const timer = setInterval(() => {
    if (isLooking || watchers.size === 0) return;
    isLooking = true;
    look()
      .catch((error: unknown) => log.warn({ error: String(error) }, "the journal could not be looked at for those who watch; tried again"))
      .finally(() => (isLooking = false));
  }, lookMs).unref();
  return {
    headBehind: (tenant, after, signal) =>
      new Promise((resolve) => {
        const tell = (head: number): void => {
          watchers.delete(watcher);
          clearTimeout(silence);
          signal.removeEventListener("abort", leave);
          resolve(head);
        };
        const leave = (): void => tell(after);
        const watcher: Watcher = { tenant, after, tell };
        const silence = setTimeout(leave, waitMs);
        signal.addEventListener("abort", leave);
        watchers.add(watcher);
        if (signal.aborted) leave();
      }),
    stop: () => clearInterval(timer),
  };
}
