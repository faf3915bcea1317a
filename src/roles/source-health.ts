import { lagPercentile, listHours } from "../collection/index.ts";
import type { SourceHealth } from "../contract/tenants.ts";
import { readTenant, type State } from "../store/index.ts";

const DAY_MS = 86_400_000;

/** The last day of each of a tenant's sources. */
export async function sourceHealth(state: State, tenant: string, now: Date): Promise<ReadonlyMap<string, SourceHealth>> {
  const hours = await readTenant(state, tenant, (db) => listHours(db, new Date(now.getTime() - DAY_MS), now));
  return new Map(
    [...Map.groupBy(hours, ({ source }) => source)].map(([source, list]) => {
      const sum = (name: "received" | "stored" | "quarantined" | "dropped" | "duplicates" | "bytes") => list.reduce((total, hour) => total + hour[name], 0);
      const lag = list.reduce<number[]>((all, hour) => hour.lag.map((n, i) => n + (all[i] ?? 0)), []);
      const seconds = (share: number) => {
        const ms = lagPercentile(lag, share);
        return ms === undefined || !Number.isFinite(ms) ? null : ms / 1000;
      };
      const lastAt = list.at(-1)?.hour.toISOString() ?? null;
      return [source, { lastAt, received: sum("received"), stored: sum("stored"), quarantined: sum("quarantined"), dropped: sum("dropped"), duplicates: sum("duplicates"), bytes: sum("bytes"), lagP50Seconds: seconds(0.5), lagP95Seconds: seconds(0.95) }];
    }),
  );
}
