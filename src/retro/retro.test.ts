import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemCaller } from "../core/index.ts";
import { freshState } from "../../test/postgres.ts";
import { SAMPLES, startRetroStore, type RetroStore } from "../../test/retro.ts";
import { type NewDetection, listDetections } from "../detections/index.ts";
import { activeRules, importShippedRules, saveOwnRule, switchRule } from "../rulesets/index.ts";
import { StoreError } from "../events/index.ts";
import { readJournal, withSystem, withTenant, type State } from "../store/index.ts";
import { addEvents, endRun, takeRun } from "./repo.ts";
import { askRetro, askRetroForChange, cancelRetro, createRetroRunner, retroEvents, retroRun, retroRuns, type RetroQuestion, type RetroRun, type RetroRunner } from "./index.ts";

const NOW = new Date("2026-11-25T08:00:00Z");
const CALLER = systemCaller("administrator", NOW);
const RANGE = { since: new Date("2026-11-20T00:00:00Z"), until: NOW };
const RULE = `title: PowerShell
name: powershell_at_retro
status: test
logsource: {product: windows, category: process_creation}
detection:
  s: {Image|endswith: '\\powershell.exe'}
  condition: s
`;
const COUNT = `title: Many PowerShells
correlation: {type: event_count, rules: [powershell_at_retro], group-by: [Computer], timespan: 24h, condition: {gte: 2}}
---
${RULE}`;
const log = { info: () => {}, error: (about: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(about)}\n`) };

let store: RetroStore;
let state: State;
let runner: RetroRunner;
let streamed: readonly NewDetection[];
let ids = 0;
const newId = () => `run-${++ids}`;

const runnerOf = (name: string, now = () => NOW) => createRetroRunner({ state, events: store.events, understanding: store.understanding, technologies: store.understanding.technologies, logsources: store.logsources, name, now, log });

beforeAll(async () => {
  [store, state] = await Promise.all([startRetroStore(), freshState("north", "south")]);
  await importShippedRules(state, CALLER);
  const active = { ...(await activeRules(state, "north", { at: NOW, version: "newest" })), drops: [] };
  streamed = await store.feed(SAMPLES.map((feed) => ({ ...feed, tenant: "north" })), active);
  await store.feed([{ tenant: "south", source: "main", format: "json", lines: SAMPLES[4]!.lines }]);
  runner = runnerOf("a");
  runner.start();
}, 120_000);
afterAll(async () => {
  await runner.stop();
  await store.stop();
});

/** Asks, and waits for the end. */
async function run(question: Partial<RetroQuestion> & Pick<RetroQuestion, "rule">, tenant = "north"): Promise<RetroRun> {
  const asked = await askRetro({ state, newId }, CALLER, tenant, { ...RANGE, ...question });
  return ended(asked.id, tenant);
}

async function ended(id: string, tenant = "north"): Promise<RetroRun> {
  for (;;) {
    const one = await retroRun(state, tenant, id);
    if (one.state !== "waiting" && one.state !== "running") return one;
    await wait(50);
  }
}

const idsOf = (detections: readonly Pick<NewDetection, "id">[]): string[] => detections.map(({ id }) => Buffer.from(id).toString("hex")).toSorted();
const ofRule = (key: string) => streamed.filter(({ ruleKey }) => ruleKey === key);

describe("a run", () => {
  test("finds what the stream found, with the same ids, for every rule that found something", async () => {
    const keys = [...new Set(streamed.map(({ ruleKey }) => ruleKey))];
    expect(keys.length).toBeGreaterThan(8);
    const one = await run({ rule: { keys }, raise: true });
    expect(one).toMatchObject({ state: "done", error: null });
    for (const { key, matched } of one.result!.rules) expect([key, matched]).toEqual([key, ofRule(key).length]);
    const kept = await withTenant(state, "north", (db) => listDetections(db, { limit: 1000 }));
    expect(idsOf(kept)).toEqual(idsOf(streamed));
    expect(kept.every(({ origin }) => origin === "retro")).toBe(true);
    expect(one.result!.raised).toBe(streamed.length);
  });

  test("tells days, hosts, sources and what to reckon with", async () => {
    const one = await run({ rule: { text: RULE } });
    expect(one).toMatchObject({ state: "done", title: "PowerShell", wanted: ["rule.yml:1"] });
    const { result, progress } = one;
    const { matched } = progress;
    expect(matched).toBeGreaterThan(0);
    expect(progress.total).toBe(progress.scanned);
    expect(result!.days.map(({ day }) => day)).toEqual(["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"]);
    expect(result!.days.filter(({ isWhole }) => !isWhole).map(({ day }) => day)).toEqual(["2026-11-25"]);
    expect(result!.days.reduce((sum, day) => sum + day.matched, 0)).toBe(matched);
    expect(result!.hosts.reduce((sum, host) => sum + host.matched, 0)).toBe(matched);
    expect(result!.forecast).toMatchObject({ wholeDays: 5, median: 0, maximum: result!.days[4]!.matched });
    expect(result).toMatchObject({ listed: matched, isListCut: false, raised: 0, unread: 0 });
  });

  test("lists its events, newest first, in pages", async () => {
    const { id, progress } = await run({ rule: { text: RULE } });
    const all = await retroEvents(state, "north", id, { limit: 1000 });
    expect(all.length).toBe(progress.matched);
    const paged = [];
    for (let page = await retroEvents(state, "north", id, { limit: 2 }); page.length > 0; page = await retroEvents(state, "north", id, { limit: 2, after: page.at(-1)! })) paged.push(...page);
    expect(paged).toEqual(all);
    expect(all.map(({ time }) => time.getTime())).toEqual(all.map(({ time }) => time.getTime()).toSorted((a, b) => b - a));
    expect(all[0]).toMatchObject({ ruleKey: "rule.yml:1", host: expect.any(String) as string });
  });

  test("keeps to its range and its tenant", async () => {
    const all = await run({ rule: { text: RULE } });
    const [newest] = await retroEvents(state, "north", all.id, { limit: 1 });
    const one = await run({ rule: { text: RULE }, since: newest!.time, until: new Date(newest!.time.getTime() + 1) });
    const { matched } = one.progress;
    expect(matched).toBeGreaterThan(0);
    expect((await run({ rule: { text: RULE }, until: newest!.time })).progress.matched).toBe(all.progress.matched - matched);
    const south = await run({ rule: { text: RULE } }, "south");
    expect(south.progress.matched).toBeLessThan(all.progress.matched);
    await expect(retroRun(state, "south", all.id)).rejects.toThrow("There is no run");
    await expect(retroEvents(state, "south", all.id, { limit: 1 })).rejects.toThrow("There is no run");
    await expect(cancelRetro(state, CALLER, "south", all.id)).rejects.toThrow("There is no run");
  });

  test("of a correlation counts its detections and lists the events they are made of", async () => {
    const one = await run({ rule: { text: COUNT } });
    expect(one.wanted).toEqual(["rule.yml:1"]);
    const { rules, listed } = one.result!;
    expect(rules).toEqual([{ key: "rule.yml:1", title: "Many PowerShells", kind: "correlation", matched: one.progress.matched }]);
    expect(one.progress.matched).toBeGreaterThan(0);
    expect(listed).toBeGreaterThan(one.progress.matched);
    expect((await retroEvents(state, "north", one.id, { limit: 1000 })).length).toBe(listed);
  });
});

describe("asking", () => {
  test.each([
    ["text that is no rule", { text: "title: x" }, "rule.yml:1:1: the document has no detection"],
    ["a mistake in its place", { text: RULE.replace("condition: s", "condition: t"), path: "mine.yml" }, "mine.yml:7:"],
    ["a correlation over rules that nobody has", { text: COUNT.replace("powershell_at_retro", "nobody_has_this") }, "nobody_has_this"],
    ["a filter alone", { text: "title: f\nlogsource: {product: windows}\nfilter: {rules: [x], s: {a: b}, condition: not s}" }, "rule.yml:"],
    ["a key that nobody knows", { keys: ["none"] }, "There is no rule none"],
    ["a key that another pack has", { keys: ["ea8efffc-92e3-4892-b087-82429c9b778c"], pack: "own" }, "in the pack own"],
    ["a range that ends before it begins", undefined, "has to be before until"],
    ["too long a range", undefined, "days at most"],
  ])("is refused for %s", async (about, rule, message) => {
    const range = about.startsWith("a range") ? { since: NOW, until: RANGE.since } : about.startsWith("too long") ? { since: new Date(0), until: NOW } : RANGE;
    await expect(askRetro({ state, newId }, CALLER, "north", { rule: rule ?? { text: RULE }, ...range })).rejects.toThrow(message);
  });

  test("takes the rules that the tenant has: its own, those that are off, and the filters that narrow them", async () => {
    const saved = await saveOwnRule(state, CALLER, "north", { path: "power.yml", text: RULE.replace("title:", "id: 0a6f0f2e-3c0d-4b57-a9c5-3a2b4f0a5f10\ntitle:"), reason: "a test" });
    const { key } = saved.documents[0]!;
    const all = await run({ rule: { keys: [key] } });
    await switchRule(state, CALLER, "north", { key, state: "off", reason: "a test" });
    expect((await run({ rule: { keys: [key] } })).progress.matched).toBe(all.progress.matched);
    const { host } = (await retroEvents(state, "north", all.id, { limit: 1 }))[0]!;
    await saveOwnRule(state, CALLER, "north", { path: "less.yml", text: `title: not there\nlogsource: {product: windows, category: process_creation}\nfilter:\n  rules: [${key}]\n  there: {Computer: ${host}}\n  condition: not there\n`, reason: "a test" });
    const narrowed = await run({ rule: { keys: [key] } });
    expect(narrowed.progress.matched).toBe(all.result!.hosts.filter((one) => one.host !== host).reduce((sum, { matched }) => sum + matched, 0));
  });

  test("at a change of rules goes over the last days, and is in the journal", async () => {
    const keys = [...new Set(streamed.map(({ ruleKey }) => ruleKey))].slice(0, 3);
    const [one, ...more] = await askRetroForChange({ state, newId }, CALLER, "north", keys, 30);
    expect(more).toEqual([]);
    expect(one).toMatchObject({ wanted: keys, since: new Date("2026-10-26T08:00:00Z"), until: NOW, raise: false });
    expect((await ended(one!.id)).progress.matched).toBe(streamed.filter(({ ruleKey }) => keys.includes(ruleKey)).length);
    const [entry] = (await withTenant(state, "north", (db) => readJournal(db, { limit: 50 }))).filter(({ subject }) => subject === one!.id);
    expect(entry).toMatchObject({ action: "retro-run.asked", who: "administrator" });
    const listed = await retroRuns(state, "north", { limit: 100 });
    expect(listed.map(({ id }) => id)).toContain(one!.id);
    expect(await retroRuns(state, "north", { limit: 100, after: listed[1]!.id })).toEqual(listed.slice(2));
  });
});

describe("a run that does not get to its end", () => {
  test("is cancelled before or while it works, and not after", async () => {
    await runner.stop();
    const { id } = await askRetro({ state, newId }, CALLER, "north", { rule: { text: RULE }, ...RANGE });
    expect(await cancelRetro(state, CALLER, "north", id)).toMatchObject({ state: "cancelled", endedAt: NOW });
    await expect(cancelRetro(state, CALLER, "north", id)).rejects.toThrow("is over already: it is cancelled");
  });

  test("begins again in another process, and finds the same", async () => {
    const { id } = await askRetro({ state, newId }, CALLER, "north", { rule: { text: RULE }, ...RANGE });
    const taken = await withSystem(state, (db) => takeRun(db, { runner: "dead", now: NOW, silentSince: NOW }));
    expect(taken?.id).toBe(id);
    await withSystem(state, (db) => addEvents(db, { tenant: "north", id }, [{ id: "00".repeat(16), time: NOW, host: null, source: "gone", ruleKey: "" }]));
    const early = runnerOf("b", () => new Date(NOW.getTime() + 30_000));
    early.start();
    await wait(1_500);
    expect(await retroRun(state, "north", id)).toMatchObject({ state: "running" });
    await early.stop();
    const late = runnerOf("c", () => new Date(NOW.getTime() + 90_000));
    late.start();
    const one = await ended(id);
    await late.stop();
    expect(one.state).toBe("done");
    expect((await retroEvents(state, "north", id, { limit: 1000 })).length).toBe(one.progress.matched);
    expect(await withSystem(state, (db) => endRun(db, { tenant: "north", id, runner: "dead" }, { state: "failed", progress: one.progress, result: null, error: "x" }, NOW))).toBe(false);
  });

  test("is put back when the process stops", async () => {
    const { id } = await askRetro({ state, newId }, CALLER, "north", { rule: { text: RULE }, ...RANGE });
    const hanging = { ...store.events, count: (_tenant: string, _range: unknown, { signal }: { signal?: AbortSignal }) => new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted")))) };
    const stopped = createRetroRunner({ state, events: hanging as never, understanding: store.understanding, technologies: store.understanding.technologies, logsources: store.logsources, name: "d", now: () => NOW, log: { info: () => {}, error: () => {} } });
    stopped.start();
    while ((await retroRun(state, "north", id)).state !== "running") await wait(20);
    await stopped.stop();
    expect(await retroRun(state, "north", id)).toMatchObject({ state: "waiting", startedAt: null });
    await cancelRetro(state, CALLER, "north", id);
  });

  test("says why if the store does not answer", async () => {
    const { id } = await askRetro({ state, newId }, CALLER, "north", { rule: { text: RULE }, ...RANGE });
    const broken = { ...store.events, count: () => Promise.reject(new StoreError("too_much", "no room")) };
    const failing = createRetroRunner({ state, events: broken, understanding: store.understanding, technologies: store.understanding.technologies, logsources: store.logsources, name: "e", now: () => NOW, log: { info: () => {}, error: () => {} } });
    failing.start();
    const one = await ended(id);
    await failing.stop();
    expect(one).toMatchObject({ state: "failed", result: null, error: expect.stringContaining("The event store did not answer (too_much)") as string });
  });
});
