import { pino } from "pino";
import { Registry } from "prom-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAdminKey, createSeal } from "../identity/index.ts";
import { systemCaller } from "../core/index.ts";
import { startCollection, type Collection } from "../../test/collection.ts";
import { claimsOf, parseConfig } from "../config/index.ts";
import type { SourceStatuses } from "../contract/collection.ts";
import type { QuarantineGroups, QuarantineLines, UnclaimedSenders } from "../contract/quarantine.ts";
import { addDetections, type NewDetection } from "../detections/index.ts";
import { withSystem } from "../store/index.ts";
import type { Detection } from "../contract/detections.ts";
import type { z } from "zod";
import { accountRoutes } from "./account.ts";
import { type ApiServer, createApi } from "./index.ts";

const NOW = new Date("2026-11-24T08:30:00Z");
const YAML = `
listeners: [{name: syslog, protocol: syslog-udp, port: 0}]
tenants:
  - {id: north, name: North, sources: [{name: dc1, technology: windows}, {name: fw}]}
  - {id: south, name: South, sources: [{name: dc1}]}
`;
const SSHD = "<38>Nov 24 08:29:59 web1 sshd[811]: Failed password for root from 203.0.113.9 port 50022 ssh2";

let at: Collection;
let app: ApiServer;
let key: string;
let claims: ReturnType<typeof claimsOf>;

beforeAll(async () => {
  at = await startCollection(YAML, () => NOW);
  const { state, events, config, understanding, handIn } = at;
  claims = claimsOf(config);
  const log = pino({ level: "silent" });
  const now = () => NOW;
  const tenants = () => config.tenants;
  app = await createApi({
    state, seal: createSeal(Buffer.alloc(32, 1)), now, log, tenants, newId: () => "id", metrics: new Registry(), readiness: async () => [], sourceHealth: async () => new Map(),
    publicUrl: () => new URL("https://vigie.example.org"), internalIssuers: new Set(), internalWebhooks: new Set(), newCode: () => "123456",
    routes: [() => accountRoutes({ state, now, log, tenants, events, understanding, handIn, callerOf: () => systemCaller("alice", NOW), ofSender: (sender) => claims.ofSender(sender) })],
  });
  key = await createAdminKey(state, NOW);
  await at.take({ from: { tenant: "north", source: "dc1" }, arrivedMs: NOW.getTime() - 1000 }, SSHD, "%% unread 1 %%", "%% unread 2 %%", "%% mended 3 %%");
  await at.take({ from: { tenant: "north", source: "fw" } }, "%% unread 4 %%", "<38>Nov 24 08:29:59 web1 app[1]: drop-me-please");
  await at.take({ from: undefined, peer: "198.51.100.7" }, SSHD, SSHD);
  await at.settled();
});
afterAll(async () => {
  await app.close();
  await at.stop();
});

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each test knows what it asks for
async function ask<T = Record<string, unknown>>(url: string, body?: object): Promise<{ readonly status: number; readonly body: T }> {
  const response = await app.inject({ url, headers: { authorization: `Bearer ${key}` }, ...(body === undefined ? {} : { method: "POST", payload: body }) });
  return { status: response.statusCode, body: response.json<T>() };
}

/** The last line of an answer in NDJSON. */
async function run(url: string, body?: object): Promise<unknown> {
  const response = await app.inject({ url, headers: { authorization: `Bearer ${key}` }, ...(body === undefined ? {} : { method: "POST", payload: body }) });
  expect([response.statusCode, response.headers["content-type"]]).toEqual([200, "application/x-ndjson; charset=utf-8"]);
  const lines = response.body.trimEnd().split("\n").map((line) => JSON.parse(line) as { readonly type: string });
  expect(lines[0]?.type).toBe("progress");
  return lines.at(-1);
}

describe("the account", () => {
  test("by hour", async () => {
    const { body } = await ask("/v1/tenants/north/collection/hours");
    expect(body).toEqual({
      hours: [
        { source: "dc1", hour: "2026-11-24T08:00:00.000Z", received: 4, stored: 1, quarantined: 3, dropped: 0, duplicates: 0, events: 1, bytes: SSHD.length + 42, lag: { p50Ms: 0, p95Ms: 0, ahead: 0 }, droppedBy: {} },
        expect.objectContaining({ source: "fw", received: 2, quarantined: 1, dropped: 1, events: 0, lag: { p50Ms: null, p95Ms: null, ahead: 0 }, droppedBy: { "drop-1": 1 } }),
      ],
    });
    expect((await ask<{ hours: unknown[] }>("/v1/tenants/north/collection/hours?source=fw")).body.hours.length).toBe(1);
    expect((await ask("/v1/tenants/north/collection/hours?until=2026-11-24T08:00:00Z")).body).toEqual({ hours: [] });
    expect((await ask("/v1/tenants/south/collection/hours")).body).toEqual({ hours: [] });
  });

  test("by source", async () => {
    await at.restartWorker();
    const { sources } = (await ask<SourceStatuses>("/v1/tenants/north/collection/sources")).body;
    expect(sources.map(({ source, silent, lastHour, technology, today }) => [source, silent, lastHour, technology.labelled, today.received])).toEqual([
      ["dc1", false, "2026-11-24T08:00:00.000Z", "windows", 4], ["fw", false, "2026-11-24T08:00:00.000Z", null, 2],
    ]);
    expect((await ask<SourceStatuses>("/v1/tenants/south/collection/sources")).body.sources).toMatchObject([{ source: "dc1", silent: true, lastHour: null, silentSeconds: null }]);
    expect(await ask("/v1/tenants/north/collection/days")).toMatchObject({ status: 200 });
  });
});

describe("quarantine", () => {
  test("groups with an example, and lines in pages", async () => {
    const { groups, complete } = (await ask<QuarantineGroups>("/v1/tenants/north/quarantine/groups")).body;
    expect(complete).toBe(true);
    expect(groups.map(({ shape, count, sources, example }) => [shape, count, sources.length, example.startsWith("%%")])).toEqual([["%% unread 0 %%", 3, 2, true], ["%% mended 0 %%", 1, 1, true]]);
    const texts: string[] = [];
    for (let cursor = ""; ; ) {
      const page: QuarantineLines = (await ask<QuarantineLines>(`/v1/tenants/north/quarantine/lines?limit=3${cursor}`)).body;
      texts.push(...page.lines.map(({ line }) => line));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(texts.toSorted()).toEqual(["%% mended 3 %%", "%% unread 1 %%", "%% unread 2 %%", "%% unread 4 %%"]);
    expect((await ask<QuarantineLines>("/v1/tenants/north/quarantine/lines?source=fw")).body.lines).toMatchObject([{ line: "%% unread 4 %%", raw: Buffer.from("%% unread 4 %%").toString("base64") }]);
    expect((await ask<QuarantineGroups>("/v1/tenants/south/quarantine/groups")).body).toMatchObject({ groups: [] });
  });

  test("reparse", async () => {
    expect(await run("/v1/tenants/north/quarantine/reparse", { dryRun: true, shape: "%% mended 0 %%" })).toMatchObject({ type: "result", looked: 1, readable: 0 });
    at.mend("mended");
    expect(await run("/v1/tenants/north/quarantine/reparse", { dryRun: true })).toMatchObject({ looked: 4, readable: 1, handedIn: 0 });
    expect(await run("/v1/tenants/north/quarantine/reparse", {})).toMatchObject({ looked: 4, readable: 1, handedIn: 1 });
    await at.settled();
    expect((await ask("/v1/tenants/north/collection/hours?source=dc1")).body).toMatchObject({ hours: [{ received: 4, stored: 2, quarantined: 2, bytes: SSHD.length + 42 }] });
    expect((await ask<{ entries: unknown[] }>("/v1/tenants/north/journal?action=quarantine*")).body.entries).toMatchObject([{ who: "alice", action: "quarantine.reparsed", details: { lines: 1 } }]);
  });

  test("what fails on the way is a last line that says so", async () => {
    const { release } = at.events;
    at.mend("unread 4");
    Object.assign(at.events, { release: () => Promise.reject(new Error("secret of the code")) });
    const last = await run("/v1/tenants/north/quarantine/reparse", { source: "fw" });
    Object.assign(at.events, { release });
    expect(last).toMatchObject({ type: "failed", code: "internal", message: expect.not.stringContaining("secret") as unknown });
  });
});

describe("unclaimed senders", () => {
  test("are told of with what to write, and adopted", async () => {
    const { senders } = (await ask<UnclaimedSenders>("/v1/unclaimed")).body;
    expect(senders).toMatchObject([{ sender: "198.51.100.7", collector: "syslog", asset: "web1", technology: "sshd", lines: 2, sample: SSHD }]);
    expect(senders[0]?.configuration).toBe("- name: web1\n  technology: sshd\n  claim:\n    addresses:\n      - 198.51.100.7\n    listeners:\n      - syslog\n");
    expect(await run("/v1/unclaimed/adopt", {})).toMatchObject({ type: "result", looked: 2, adopted: 0 });
    claims = claimsOf(parseConfig(YAML.replace("sources: [{name: dc1}]}", "sources: [{name: dc1}, {name: web1, claim: {addresses: [198.51.100.7]}}]}"), "test"));
    expect(await run("/v1/unclaimed/adopt", {})).toMatchObject({ adopted: 2, sources: [{ tenant: "south", source: "web1", lines: 2 }] });
    await at.settled();
    expect((await ask("/v1/unclaimed")).body).toEqual({ senders: [] });
    expect((await ask("/v1/tenants/south/collection/hours")).body).toMatchObject({ hours: [{ source: "web1", received: 2, stored: 2 }] });
  });
});

describe("the chain", () => {
  test("is verified, and exported", async () => {
    expect(await run("/v1/tenants/north/verify")).toMatchObject({ type: "result", ok: true, differing: 0 });
    const response = await app.inject({ url: "/v1/tenants/north/digests", headers: { authorization: `Bearer ${key}` } });
    const links = response.body.trimEnd().split("\n").map((line) => JSON.parse(line) as { digest: string; expired: null });
    expect(links.length).toBeGreaterThan(1);
    expect(links.every(({ digest, expired }) => /^[0-9a-f]{64}$/.test(digest) && expired === null)).toBe(true);
    await at.connection.run({ sql: "ALTER TABLE event UPDATE raw = 'x' WHERE tenant = 'north' SETTINGS mutations_sync = 2" });
    expect(await run("/v1/tenants/north/verify")).toMatchObject({ ok: false, differences: expect.arrayContaining([expect.objectContaining({ problem: "event_changed" })]) as unknown });
  });

  test("of a tenant that the configuration names cannot be erased", async () => {
    expect(await ask("/v1/removed-tenants/south/erase", { reason: "contract ended" })).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(await ask("/v1/removed-tenants/nobody/erase", { reason: "contract ended" })).toMatchObject({ status: 404 });
  });
});

describe("detections", () => {
  const idOf = (n: number) => Buffer.from(n.toString(16).padStart(32, "0"), "hex");
  const detection = (n: number, tenant = "north"): NewDetection => ({
    tenant, id: idOf(n), ruleKey: `rule-${n % 2}`, rulePack: "core", ruleVersion: 1, ruleDigest: "d", rulesetVersion: 1, timeMs: NOW.getTime() - Math.floor(n / 3) * 1000, detectedMs: NOW.getTime(),
    source: "dc1", collector: "syslog", technology: "sshd", eventIds: [idOf(100 + n)], origin: "stream",
    detection: {
      time: null, host: "web1", fields: { "user.name": "root" }, source: { path: "x", record: 0 },
      rule: { id: null, title: `Rule ${n % 2}`, level: n % 2 === 0 ? "high" : "low", status: "test", author: "A. Author", references: [], tags: ["attack.t1110"], path: "r.yml" },
    } as unknown as NewDetection["detection"],
  });

  type Page = { readonly detections: readonly z.infer<typeof Detection>[]; readonly next: string | null };
  async function pages(query: string): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Page = (await ask<Page>(`/v1/tenants/north/detections?limit=4${query}${cursor === "" ? "" : `&cursor=${cursor}`}`)).body;
      expect(page.detections.length).toBeLessThanOrEqual(4);
      ids.push(...page.detections.map(({ id }) => id));
      cursor = page.next;
    }
    return ids;
  }

  beforeAll(async () => {
    const list = [...Array.from({ length: 12 }, (_, n) => detection(n)), detection(50, "south")];
    await withSystem(at.state, (db) => addDetections(db, list, NOW));
  });

  test("newest first, each once, whatever the pages", async () => {
    const order = Array.from({ length: 12 }, (_, n) => n).toSorted((a, b) => Math.floor(a / 3) - Math.floor(b / 3) || b - a);
    expect(await pages("")).toEqual(order.map((n) => idOf(n).toString("hex")));
    expect((await pages("&level=high")).length).toBe(6);
    expect((await pages("&level=high,low")).length).toBe(12);
    expect((await pages("&rule=rule-1")).length).toBe(6);
    expect((await pages(`&until=${new Date(NOW.getTime() - 1000).toISOString()}`)).length).toBe(6);
    expect((await pages(`&since=${NOW.toISOString()}`)).length).toBe(3);
  });

  test("one by its id, and none of another tenant", async () => {
    const id = idOf(3).toString("hex");
    expect(await ask(`/v1/tenants/north/detections/${id}`)).toMatchObject({ status: 200, body: { id, rule: { title: "Rule 1", author: "A. Author", tags: ["attack.t1110"] }, level: "low", time: "2026-11-24T08:29:59.000Z", eventIds: [idOf(103).toString("hex")], correlation: null } });
    expect(await ask(`/v1/tenants/south/detections/${id}`)).toMatchObject({ status: 404, body: { code: "not_found" } });
  });
});

describe("what is refused", () => {
  test.each([
    ["another tenant's quarantine", "/v1/tenants/_unclaimed/quarantine/lines", undefined, 404, "not_found"],
    ["unclaimed lines as a tenant's account", "/v1/tenants/_unclaimed/collection/hours", undefined, 404, "not_found"],
    ["a tenant that there is not", "/v1/tenants/nobody/verify", undefined, 404, "not_found"],
    ["reparse of a tenant that there is not", "/v1/tenants/nobody/quarantine/reparse", {}, 404, "not_found"],
    ["a cursor that is none", "/v1/tenants/north/quarantine/lines?cursor=abc", undefined, 400, "invalid"],
    ["a cursor of detections that is none", "/v1/tenants/north/detections?cursor=abc", undefined, 400, "invalid"],
    ["a level that there is not", "/v1/tenants/north/detections?level=urgent", undefined, 400, "invalid"],
    ["an id that is none", "/v1/tenants/north/detections/xyz", undefined, 400, "invalid"],
    ["an unknown option", "/v1/tenants/north/quarantine/reparse", { dryrun: true }, 400, "invalid"],
    ["erasing without a reason", "/v1/removed-tenants/south/erase", {}, 400, "invalid"],
  ])("%s", async (_, url, body, status, code) => {
    expect(await ask(url, body)).toMatchObject({ status, body: { code } });
  });
});
