// The organisations that every route knows: those of the configuration, and those that the database has beside them.
import { type AddedSource, listAddedSources, listAddedTenants } from "../tenants/index.ts";
import type { ApiDeps, ConfiguredTenant } from "./deps.ts";

// What another process archived is known here this much later; what it made, at the first request for it.
const OLD_MS = 1_000;
const DEFAULT_RETENTION_DAYS = 183;

export type KnownTenants = {
  /** All that are at work, as last looked up. */
  readonly all: () => readonly ConfiguredTenant[];
  /** Looks them up again if that was a while ago, or if `id` is not among them. */
  readonly refresh: (id?: string) => Promise<void>;
  /** Looks them up again: something changed just now. */
  readonly reload: () => Promise<void>;
};

/** Knows the configuration's organisations at once and asks the database for further ones; several requests share a look. */
export function knownTenants({ state, tenants, now }: Pick<ApiDeps, "state" | "tenants" | "now">): KnownTenants {
  let added: readonly ConfiguredTenant[] = [];
  let sources: ReadonlyMap<string, readonly AddedSource[]> = new Map();
  let lookedMs = -Infinity;
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const beganMs = now().getTime();
    const rows = await listAddedTenants(state);
    sources = Map.groupBy(await listAddedSources(state), ({ tenant }) => tenant);
    added = rows.map(({ id, name, retentionDays, isDemonstration }) => ({ id, name, retentionDays: retentionDays ?? DEFAULT_RETENTION_DAYS, isDemonstration, sources: [] }));
    lookedMs = beganMs;
  };
  const all = (): readonly ConfiguredTenant[] => {
    const configured = tenants();
    return [...configured, ...added.filter(({ id }) => !configured.some((one) => one.id === id))].map((tenant) => withAdded(tenant, sources.get(tenant.id) ?? []));
  };
  return {
    all,
    refresh: async (id) => {
      const isKnown = id === undefined || all().some((one) => one.id === id);
      if (isKnown && Math.abs(now().getTime() - lookedMs) < OLD_MS) return;
      await (looking ??= look().finally(() => (looking = undefined)));
    },
    // Not the look that may be under way: it may have begun before the change.
    reload: look,
  };
}

/** What the configuration names goes before what was added under the same name. */
const withAdded = (tenant: ConfiguredTenant, added: readonly AddedSource[]): ConfiguredTenant =>
  added.length === 0 ? tenant : { ...tenant, sources: [...tenant.sources, ...added.filter(({ name }) => !tenant.sources.some((one) => one.name === name)).map(({ name, technology, timezone }) => ({ name, technology: technology ?? undefined, timezone, origin: "api" as const }))] };
