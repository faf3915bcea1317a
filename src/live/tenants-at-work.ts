import type { Correlated } from "../detections/index.ts";
import { partitionFor } from "../spool/index.ts";
import type { LogSourceMap, Refusal } from "../detect/index.ts";
import type { ActiveRules } from "./active-rules.ts";
import { compileDrops, compileRules, correlationsOf, type Compiled, type TenantAtWork } from "./rules-at-work.ts";
import type { Snapshot } from "./repo.ts";

export type TenantsOptions = {
  readonly tenants: readonly string[];
  readonly logsources: readonly LogSourceMap[];
  /** The rules of a tenant as they are now. */
  readonly activeRules: (tenant: string) => Promise<ActiveRules>;
  readonly now: () => Date;
  /** Hears of drop rules that cannot be used: they drop nothing. */
  readonly onRefused: (tenant: string, refused: readonly Refusal[]) => void;
};

/** The tenants of one worker with their rules at work. */
export class TenantsAtWork {
  readonly #options: TenantsOptions;
  readonly #tenants = new Map<string, TenantAtWork>();
  /** When the dates of some rule begin or end: `refresh` then. */
  changesAt: Date | undefined;

  constructor(options: TenantsOptions) {
    this.#options = options;
  }

  of(tenant: string): TenantAtWork {
    const found = this.#tenants.get(tenant);
    // Every tenant that a packet can be of was admitted before, and a removed one keeps its packets' place.
    if (found === undefined) throw new Error(`Nothing is known of the tenant ${tenant}.`);
    return found;
  }

  /** Whether a tenant is known. */
  has(tenant: string): boolean {
    return this.#tenants.has(tenant);
  }

  /** Takes a tenant up that was made since the start. Between two batches, or before its first packet. */
  async admit(tenant: string): Promise<void> {
    if (this.has(tenant)) return;
    const active = await this.#options.activeRules(tenant);
    this.#tenants.set(tenant, this.#set(tenant, active, undefined));
    if (active.changesAt !== null && (this.changesAt === undefined || active.changesAt < this.changesAt)) this.changesAt = active.changesAt;
  }

  /** Takes up rules that changed since the last time. Between two batches only: an event sees one version of the rules. */
  async refresh(): Promise<void> {
    const { tenants, activeRules } = this.#options;
    const changes: Date[] = [];
    for (const tenant of new Set([...tenants, ...this.#tenants.keys()])) {
      const before = this.#tenants.get(tenant);
      const active = await activeRules(tenant);
      this.#tenants.set(tenant, this.#set(tenant, active, before));
      if (active.changesAt !== null) changes.push(active.changesAt);
    }
    this.changesAt = changes.toSorted((a, b) => a.getTime() - b.getTime())[0];
  }

  /** Says what the clock shows to all correlations. */
  tick(nowMs: number): readonly { readonly work: TenantAtWork; readonly found: readonly Correlated[] }[] {
    return [...this.#tenants.values()].flatMap((work) => {
      const found = work.correlations.tick(nowMs);
      return found.length === 0 ? [] : [{ work, found }];
    });
  }

  /** Whether a partition's correlations have gone on since its last snapshot. */
  hasNews(partition: number): boolean {
    return this.#ofPartition(partition).some(({ correlations }) => correlations.hasNews);
  }

  /** What the correlations of a partition's tenants remember; "same" if they have not gone on since the last time. */
  snapshot(partition: number): Snapshot | "same" {
    if (!this.hasNews(partition)) return "same";
    return Object.fromEntries(this.#ofPartition(partition).map(({ tenant, correlations }) => [tenant, correlations.save()]));
  }

  /** Takes up what `snapshot` gave. */
  restore(snapshot: Snapshot): void {
    for (const [tenant, saved] of Object.entries(snapshot)) this.#tenants.get(tenant)?.correlations.restore(saved, this.#options.now().getTime());
  }

  #ofPartition(partition: number): TenantAtWork[] {
    return [...this.#tenants.values()].filter(({ tenant }) => partitionFor(tenant) === partition);
  }

  #set(tenant: string, active: ActiveRules, before: TenantAtWork | undefined): TenantAtWork {
    const { logsources, now, onRefused } = this.#options;
    const compiled = this.#compiled(active, before?.compiled);
    const { drops, refused } = compileDrops(active.drops, logsources);
    if (refused.length > 0) onRefused(tenant, refused);
    const correlations = before?.compiled === compiled ? before.correlations : correlationsOf(compiled, before?.correlations, now().getTime());
    return { tenant, rulesetVersion: active.version, compiled, correlations, drops };
  }

  #compiled(active: ActiveRules, before: Compiled | undefined): Compiled {
    const all = [...this.#tenants.values()].map(({ compiled }) => compiled);
    return all.find(({ digest }) => digest === active.digest) ?? compileRules(active, this.#options.logsources, before ?? all[0]);
  }
}
