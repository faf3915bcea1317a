import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ARRIVED_MS, startRetroStore, type RetroStore } from "../../../test/retro.ts";
import { shippedRuleEvents, shippedRuleFiles } from "../../../test/rule-events.ts";
import { describeShared } from "../../../test/shared.ts";
import { compile, loadRules, type Rule } from "../../detect/index.ts";
import type { StoredEvent } from "../../events/index.ts";
import { compileFilter, ALL, type Filter } from "../../events/filter/index.ts";
import { rereadEvent } from "../reread.ts";
import { narrow } from "./narrow.ts";

let store: RetroStore;
beforeAll(async () => {
  store = await startRetroStore();
}, 60_000);
afterAll(() => store.stop());

const LIMITS = { timeoutMs: 60_000 };
// The oldest event of each tenant is later.
const FIRST_MS: Readonly<Record<string, number>> = { shipped: Date.UTC(2026, 10, 20), bench: Date.UTC(2019, 0) };

async function stored(tenant: string, filter: Filter): Promise<StoredEvent[]> {
  const rows: StoredEvent[] = [];
  for await (const row of store.events.stream(tenant, { filter: compileFilter(filter), sinceMs: FIRST_MS[tenant]!, untilMs: ARRIVED_MS + 10 * 86_400_000 }, LIMITS)) rows.push(row);
  return rows;
}

/** Ids of the events that each rule matches, by reading all of them. */
function matchedBy(rules: readonly Rule[], rows: readonly StoredEvent[], tenant: string): ReadonlyMap<string, readonly string[]> {
  const matcher = compile(rules, { logsources: store.logsources });
  const found = new Map<string, string[]>(rules.map(({ key }) => [key, []]));
  for (const row of rows) {
    const read = rereadEvent(store.understanding, tenant, row);
    for (const { key } of read === undefined ? [] : matcher.match(read.event)) found.get(key)!.push(row.id);
  }
  return found;
}

/** Puts each rule to what its narrowing lets through; gives how many events were matched and how many had to be read. */
async function holds(tenant: string, rules: readonly Rule[]): Promise<{ readonly matched: number; readonly share: number }> {
  const all = await stored(tenant, ALL);
  const want = matchedBy(rules, all, tenant);
  let matched = 0;
  let read = 0;
  for (const rule of rules) {
    const rows = await stored(tenant, narrow([rule], { technologies: store.understanding.technologies, logsources: store.logsources }));
    read += rows.length;
    expect([rule.head.title, matchedBy([rule], rows, tenant).get(rule.key)]).toEqual([rule.head.title, want.get(rule.key)]);
    matched += want.get(rule.key)!.length;
  }
  return { matched, share: read / (rules.length * all.length) };
}

test("shipped rules find in the store what they find in everything", async () => {
  await store.feed([{ tenant: "shipped", source: "main", format: "json", lines: shippedRuleEvents().filter((line) => line.startsWith("{")) }, { tenant: "shipped", source: "text", format: "text", lines: shippedRuleEvents().filter((line) => !line.startsWith("{")) }]);
  const { matched, share } = await holds("shipped", loadRules(shippedRuleFiles()).rules);
  expect(matched).toBeGreaterThan(200);
  expect(share).toBeLessThan(0.2);
}, 120_000);

describeShared("SigmaHQ's rules", (shared) => {
  test("find in the store what they find in everything", async () => {
    const lines = gunzipSync(readFileSync(join(shared, "data/bench/windows-100k.jsonl.gz"))).toString().trimEnd().split("\n");
    await store.feed([{ tenant: "bench", source: "main", format: "json", lines: lines.filter((_, i) => i % 20 === 0) }]);
    const paths = globSync(join(shared, "data/sigma/rules*/**/*.yml")).toSorted();
    const { rules } = loadRules(paths.map((path) => ({ path, text: readFileSync(path, "utf8") })));
    const all = await stored("bench", ALL);
    const found = matchedBy(rules, all, "bench");
    // All that find something, and others up to two hundred.
    const finding = rules.filter(({ key }) => found.get(key)!.length > 0);
    const others = rules.filter(({ key }) => found.get(key)!.length === 0);
    const step = Math.ceil(others.length / Math.max(1, 200 - finding.length));
    const { matched, share } = await holds("bench", [...finding, ...others.filter((_, i) => i % step === 0)]);
    expect(matched).toBeGreaterThan(50);
    expect(share).toBeLessThan(0.1);
  }, 300_000);
});
