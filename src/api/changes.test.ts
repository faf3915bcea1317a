// Live updates over real connections: what is told, to whom, and when it ends.
import type { AddressInfo } from "node:net";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { begun, listeningTo, until } from "../../test/live-updates.ts";
import { apiOf, type TestApi } from "../../test/people.ts";
import { systemCaller } from "../core/index.ts";
import { createKey, revokeKey } from "../identity/index.ts";
import { linkJournal, record, withTenant } from "../store/index.ts";
import { createChangeFeed } from "./change-feed.ts";
import { messagesOf } from "./change-stream.ts";
import { streamOf } from "./changes.ts";
import { Places } from "./places.ts";

let api: TestApi;
let listenTo: Awaited<ReturnType<typeof listeningTo>>;
beforeAll(async () => {
  api = await apiOf("north", "south");
  listenTo = await listeningTo(api);
});

async function change(tenant: string, ...subjects: readonly string[]): Promise<void> {
  for (const subject of subjects) await withTenant(api.state, tenant, (db) => record(db, systemCaller("test", api.now()), { action: "test.changed", subject, details: { secret: "detail" } }));
  while ((await linkJournal(api.state, api.now())) > 0);
}

async function headOf(tenant: string): Promise<number> {
  await change(tenant);
  const { entries } = (await api.ask({ url: `/v1/tenants/${tenant}/journal`, key: api.key })).body as { entries: { seq: number | null }[] };
  return Math.max(0, ...entries.map(({ seq }) => seq ?? 0));
}

describe("who listens hears", () => {
  test("each change of this tenant from now on, in order, without details, without accesses", async () => {
    await change("north", "before");
    const listener = await listenTo("/v1/tenants/north/changes", { key: api.key });
    await begun(listener);
    await change("south", "of south");
    await api.ask({ url: "/v1/tenants/north/detections", key: api.key });
    await change("north", "one\nid: 99", "two");
    await until(() => listener.subjects().length >= 2);
    expect(listener.subjects()).toEqual(["one\nid: 99", "two"]);
    expect(listener.heard()).not.toMatch(/detail|access\.|of south|id: 99$/m);
  });

  test.each(["Last-Event-ID", "?after"])("what it missed, from %s on, once", async (from) => {
    const head = await headOf("north");
    await change("north", ...Array.from({ length: 20 }, (_, i) => `missed ${i}`));
    const isHeader = from === "Last-Event-ID";
    const listener = await listenTo(`/v1/tenants/north/changes?after=${isHeader ? 0 : head}`, { key: api.key, headers: isHeader ? { "last-event-id": `${head}` } : {} });
    await until(() => listener.subjects().length >= 20);
    await change("north", "then");
    await until(() => listener.subjects().includes("then"));
    expect(listener.subjects()).toEqual([...Array.from({ length: 20 }, (_, i) => `missed ${i}`), "then"]);
  });

  test("that the journal ends before what it heard last", async () => {
    const head = await headOf("south");
    const listener = await listenTo("/v1/tenants/south/changes", { key: api.key, headers: { "last-event-id": `${head + 1_000}` } });
    await until(() => listener.heard().includes("event: reset"));
    await change("south", "after the reset");
    await until(() => listener.subjects().includes("after the reset"));
  });

  test.each(["-1", "x", "1e99", "9007199254740993", "\u00e9"])("a refusal, if its place is %s", async (place) => {
    expect((await listenTo("/v1/tenants/north/changes", { key: api.key, headers: { "last-event-id": place } })).status).toBe(400);
  });
});

describe("it ends", () => {
  test("with the session, before anything more is told", async () => {
    const person = await api.person("ann@example.com", [{ tenant: "north", role: "auditor" }]);
    const cookies = await api.signIn(person);
    const listener = await listenTo("/v1/tenants/north/changes", { cookies });
    await begun(listener);
    expect((await api.ask({ method: "POST", url: "/v1/me/sign-out", cookies })).status).toBeLessThan(300);
    await change("north", "after the session");
    await listener.over;
    expect(listener.heard()).toContain("event: end");
    expect(listener.subjects()).toEqual([]);
  });

  test("with the role", async () => {
    const person = await api.person("bob@example.com", [{ tenant: "north", role: "auditor" }]);
    const listener = await listenTo("/v1/tenants/north/changes", { cookies: await api.signIn(person) });
    await begun(listener);
    const withdrawn = await api.ask({ url: `/v1/tenants/north/people/${person.id}/roles/withdraw`, body: { role: "auditor", reason: "left the company" }, key: api.key });
    expect(withdrawn.status).toBe(200);
    await change("north", "after the role");
    await listener.over;
    expect(listener.heard()).toContain("event: end");
    expect(listener.subjects()).toEqual([]);
  });

  test("with the key", async () => {
    const { key, text } = await createKey(api.state, systemCaller("test", api.now()), { name: "siem", scopes: ["journal:read"], tenant: "north", expiresAt: null });
    const listener = await listenTo("/v1/tenants/north/changes", { key: text });
    await begun(listener);
    await revokeKey(api.state, systemCaller("test", api.now()), key.id);
    await change("north", "after the key");
    await listener.over;
    expect(listener.subjects()).toEqual([]);
  });

  test("and an open connection keeps no session open", async () => {
    const cookies = await api.signIn(await api.person("eve@example.com", [{ tenant: "north", role: "auditor" }]));
    await change("north");
    const listener = await listenTo("/v1/tenants/north/changes", { cookies });
    await begun(listener);
    for (const minutes of [20, 40, 61]) {
      api.pass((minutes === 61 ? 21 : 20) * 60_000);
      await change("north", `after ${minutes} minutes`);
      await until(() => listener.subjects().includes(`after ${minutes} minutes`) || listener.heard().includes("event: end"));
    }
    await listener.over;
    expect(listener.subjects()).toEqual(["after 20 minutes", "after 40 minutes"]);
  });
});

test("a role without journal:read and another organisation's people hear nothing", async () => {
  const operations = await api.signIn(await api.person("ops@example.com", [{ tenant: "north", role: "operations" }]));
  expect((await listenTo("/v1/tenants/north/changes", { cookies: operations })).status).toBe(403);
  const south = await api.signIn(await api.person("south@example.com", [{ tenant: "south", role: "auditor" }]));
  expect((await listenTo("/v1/tenants/north/changes", { cookies: south })).status).toBe(404);
});

test("one caller holds twenty connections and no more; one that is closed is free again", async () => {
  const { text } = await createKey(api.state, systemCaller("test", api.now()), { name: "many", scopes: ["journal:read"], tenant: "north", expiresAt: null });
  const listeners = await Promise.all(Array.from({ length: 20 }, () => listenTo("/v1/tenants/north/changes", { key: text })));
  expect(listeners.map(({ status }) => status)).toEqual(listeners.map(() => 200));
  expect((await listenTo("/v1/tenants/north/changes", { key: text })).status).toBe(429);
  expect((await listenTo("/v1/tenants/north/changes", { key: api.key })).status).toBe(200);
  listeners[0]!.leave();
  await vi.waitFor(async () => expect((await listenTo("/v1/tenants/north/changes", { key: text })).status).toBe(200), { timeout: 10_000 });
});

test("all callers together hold no more places than there are", () => {
  const places = new Places({ ofOne: 2, ofAll: 3 });
  const first = places.take("a");
  places.take("a");
  places.take("b");
  expect(() => places.take("a")).toThrow(expect.objectContaining({ code: "too_many_attempts" }));
  expect(() => places.take("b")).toThrow(expect.objectContaining({ code: "unavailable" }));
  first();
  first();
  expect(places.take("c")).toBeTypeOf("function");
  expect(() => places.take("b")).toThrow(expect.objectContaining({ code: "unavailable" }));
});

test("where nothing changes, a line keeps the connection alive", async () => {
  const head = await headOf("south");
  const feed = createChangeFeed({ state: api.state, log: { warn: () => {} } }, { lookMs: 10, waitMs: 30 });
  const leaving = new AbortController();
  const heard: string[] = [];
  for await (const message of messagesOf(streamOf({ state: api.state, feed, tenant: "south", signal: leaving.signal, isStillIn: async () => true, ofCaller: async (_db, changes) => changes }), { after: head, head })) {
    heard.push(message);
    if (heard.length === 4) leaving.abort();
  }
  feed.stop();
  expect(heard.slice(1, 4)).toEqual(Array.from({ length: 3 }, () => `id: ${head}\n\n`));
});

test("the server ends though somebody listens", async () => {
  const other = await apiOf("east");
  await other.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = other.app.server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/v1/tenants/east/changes`, { headers: { authorization: `Bearer ${other.key}` } });
  const rest = response.text();
  await other.app.close();
  expect(await rest).toContain("retry: ");
});
