// What a test of sources works with: a database, a clock, and jobs that it runs itself.
import { assetImportRows, addSource, askReading, cmdbSourceJobs, enableSource, listAssets, listReadings, showSource } from "../../src/cmdb/index.ts";
import { type CmdbSourceSettings, AddCmdbSource } from "../../src/contract/cmdb-sources.ts";
import { type Caller, systemCaller } from "../../src/core/index.ts";
import { createSeal } from "../../src/identity/index.ts";
import type { State } from "../../src/store/index.ts";
import { freshState } from "../postgres.ts";

export type Bench = Awaited<ReturnType<typeof benchOf>>;

/** A bench over a fresh database, with north and south. */
export async function benchOf() {
  const state: State = await freshState("north", "south");
  let clock = Date.UTC(2026, 10, 24, 8);
  let ids = 0;
  const now = (): Date => new Date(clock);
  const deps = { state, now, newId: () => `id-${String(++ids).padStart(4, "0")}`, seal: createSeal(Buffer.alloc(32, 1)), internalHosts: new Set(["127.0.0.1", "localhost"]), proxy: undefined, sleep: async () => {} };
  const caller = (): Caller => ({ ...systemCaller("an engineer", now()), side: "provider" });
  const jobs = cmdbSourceJobs(deps);
  /** Asks for what is due, and does it. */
  const runJobs = async (): Promise<void> => {
    for (const { run } of jobs) while (await run());
  };
  const add = (asked: { readonly name: string; readonly kind: string; readonly url: string; readonly secrets?: Readonly<Record<string, string>>; readonly settings?: Partial<CmdbSourceSettings> }) => addSource(deps, caller(), "north", AddCmdbSource.parse({ ...asked, settings: { requestsPerMinute: 6000, ...asked.settings } }));
  const last = async (source: string) => (await listReadings(state, "north", source, { limit: 1 }))[0]!;
  return {
    state, deps, caller, now, runJobs, add, last,
    pass: (minutes: number) => void (clock += minutes * 60_000),
    enable: (source: string) => enableSource(deps, caller(), "north", source),
    source: (source: string) => showSource(state, "north", source),
    /** Asks for a reading, does it, and gives it. */
    read: async (source: string, over: { readonly mode?: "full" | "changes"; readonly dryRun?: boolean; readonly allowShrink?: boolean } = {}) => {
      await askReading(state, caller(), "north", source, { id: deps.newId(), mode: "full", dryRun: false, allowShrink: false, ...over });
      await runJobs();
      return last(source);
    },
    assets: () => listAssets(state, "north", { limit: 1000 }),
    rows: async (importId: string | null) => (importId === null ? [] : assetImportRows(state, "north", importId, { limit: 1000 })),
  };
}
