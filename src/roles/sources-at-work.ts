// The sources of all organisations: those of the configuration, and those that were added while the platform runs. Taken up
// at once, in every process that receives or reads lines.
import type { Logger } from "pino";
import { type Claims, claimsOf, type Config, type TenantConfig } from "../config/index.ts";
import { listen, type State } from "../store/index.ts";
import { type AddedSource, listAddedSources } from "../tenants/index.ts";

export type SourcesAtWork = {
  /** Whose a sender or token is, as of now. */
  readonly claims: Claims;
  /** Reads them now: something was changed here just now. */
  readonly reload: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Options = {
  readonly state: State;
  readonly config: Pick<Config, "tenants">;
  readonly log: Pick<Logger, "warn">;
  /** Hears of the organisations with all of their sources: at the start, and after each change. */
  readonly onChange?: (tenants: readonly TenantConfig[]) => void;
};

const RETRY_MS = 1_000;

/** Reads the sources, and again whenever some were changed. What was known before holds while the database cannot be asked. */
export async function sourcesAtWork({ state, config, log, onChange = () => {} }: Options): Promise<SourcesAtWork> {
  let claims = claimsOf(config);
  const read = async (): Promise<void> => {
    const added = await listAddedSources(state);
    const tenants = withAdded(config.tenants, added);
    claims = claimsOf({ tenants }, new Map(added.flatMap(({ tenant, name, tokenHash }) => (tokenHash === null ? [] : [[Buffer.from(tokenHash).toString("hex"), { tenant, source: name }] as const]))));
    onChange(tenants);
  };
  await read();

  let isStopped = false;
  let isOld = false;
  let reading: Promise<void> | undefined;
  // One reading at a time, and one more if something changed meanwhile.
  const readAgain = async (): Promise<void> => {
    while (isOld && !isStopped) {
      isOld = false;
      await read().catch(async (error: unknown) => {
        isOld = true;
        log.warn({ error: String(error) }, "sources that were added could not be read; tried again");
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      });
    }
  };
  const listening = listen(state, "vigie_source", () => {
    isOld = true;
    reading ??= readAgain().finally(() => (reading = undefined));
  });
  return {
    claims: { ofSender: (sender) => claims.ofSender(sender), ofToken: (token) => claims.ofToken(token) },
    reload: read,
    stop: async () => {
      isStopped = true;
      await listening.stop();
      await reading;
    },
  };
}

/** The configured organisations with the added sources among theirs, then those that have added ones alone; what the configuration names goes before. */
function withAdded(configured: readonly TenantConfig[], added: readonly AddedSource[]): TenantConfig[] {
  const byTenant = Map.groupBy(added, ({ tenant }) => tenant);
  const all = configured.map((tenant) => ({ ...tenant, sources: [...tenant.sources, ...(byTenant.get(tenant.id) ?? []).filter(({ name }) => !tenant.sources.some((one) => one.name === name)).map(asConfigured)] }));
  const others = [...byTenant].filter(([id]) => !configured.some((tenant) => tenant.id === id));
  // Only their sources are asked for here.
  return [...all, ...others.map(([id, sources]) => ({ id, name: id, retentionDays: NOT_ASKED, sources: sources.map(asConfigured) }))];
}

const NOT_ASKED = 183;

const asConfigured = ({ name, technology, timezone, zone, claim: { addresses, hostnames, listeners, certificates } }: AddedSource): TenantConfig["sources"][number] => ({
  name, timezone, tail: [], claim: { addresses: [...addresses], hostnames: [...hostnames], listeners: [...listeners], certificates: [...certificates] },
  ...(technology === null ? {} : { technology }), ...(zone === null ? {} : { zone }),
});
