// Live updates over all organisations on one connection: who hears of which, and where they go on.
import { beforeAll, expect, test } from "vitest";
import { begun, listeningTo, until } from "../../test/live-updates.ts";
import { apiOf, type TestApi } from "../../test/people.ts";
import { systemCaller } from "../core/index.ts";
import { createKey } from "../identity/index.ts";
import { linkJournal, record, withTenant } from "../store/index.ts";

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

const lastId = (text: string): string => [...text.matchAll(/^id: (\d+)$/gm)].at(-1)![1]!;

test("the provider hears of every organisation, a client's people of theirs", async () => {
  const analyst = await listenTo("/v1/changes", { cookies: await api.signIn(await api.person("ann@example.com", [{ tenant: null, role: "analyst" }])) });
  const client = await listenTo("/v1/changes", { cookies: await api.signIn(await api.person("bob@example.com", [{ tenant: "south", role: "security" }])) });
  const key = await listenTo("/v1/changes", { key: (await createKey(api.state, systemCaller("test", api.now()), { name: "n", scopes: ["journal:read"], tenant: "north", expiresAt: null })).text });
  const deaf = await listenTo("/v1/changes", { key: (await createKey(api.state, systemCaller("test", api.now()), { name: "d", scopes: ["alert:read"], tenant: null, expiresAt: null })).text });
  await Promise.all([analyst, client, key, deaf].map(begun));
  await change("north", "n1");
  await change("south", "s1", "s2");
  await change("north", "n2");
  await until(() => analyst.subjects().includes("n2") && key.subjects().includes("n2") && client.subjects().includes("s2"));
  const ofTests = (subjects: readonly string[]): readonly string[] => subjects.filter((subject) => /^[ns]\d$/.test(subject));
  expect([analyst, client, key, deaf].map((one) => ofTests(one.subjects()))).toEqual([["n1", "s1", "s2", "n2"], ["s1", "s2"], ["n1", "n2"], []]);
  expect(client.heard()).toMatch(/"subject":"s2","at":"[^"]+","tenant":"south"/);
  expect(analyst.heard()).not.toMatch(/detail|access\./);
});

test("one id holds the place in all of them", async () => {
  const first = await listenTo("/v1/changes", { key: api.key });
  await begun(first);
  await change("north", "heard");
  await until(() => first.subjects().includes("heard"));
  const place = lastId(first.heard());
  first.leave();
  await change("south", "missed in south");
  await change("north", "missed in north");
  for (const [path, headers] of [["/v1/changes", { "last-event-id": place }], [`/v1/changes?after=${place}`, {}]] as const) {
    const again = await listenTo(path, { key: api.key, headers });
    await until(() => again.subjects().length >= 2);
    expect(again.subjects()).toEqual(["missed in south", "missed in north"]);
  }
  const behind = await listenTo("/v1/changes", { key: api.key, headers: { "last-event-id": `${Number(place) + 1_000}` } });
  await until(() => behind.heard().includes("event: reset"));
  expect((await listenTo("/v1/changes", { key: api.key, headers: { "last-event-id": "x" } })).status).toBe(400);
});

test("an organisation that is made meanwhile is heard of; one whose role is withdrawn is not", async () => {
  const person = await api.person("eve@example.com", [{ tenant: "north", role: "auditor" }, { tenant: "south", role: "auditor" }]);
  const [provider, client] = [await listenTo("/v1/changes", { key: api.key }), await listenTo("/v1/changes", { cookies: await api.signIn(person) })];
  await Promise.all([provider, client].map(begun));
  expect((await api.ask({ url: "/v1/tenants", body: { id: "east", name: "East" }, key: api.key })).status).toBe(200);
  expect((await api.ask({ url: `/v1/tenants/south/people/${person.id}/roles/withdraw`, body: { role: "auditor", reason: "left" }, key: api.key })).status).toBe(200);
  await change("east", "of east");
  await change("south", "of south");
  await change("north", "of north");
  await until(() => provider.subjects().includes("of east") && client.subjects().includes("of north"));
  expect(client.subjects()).not.toContain("of south");
});

test("it ends with the session", async () => {
  const cookies = await api.signIn(await api.person("dan@example.com", [{ tenant: null, role: "analyst" }]));
  const listener = await listenTo("/v1/changes", { cookies });
  await begun(listener);
  expect((await api.ask({ method: "POST", url: "/v1/me/sign-out", cookies })).status).toBeLessThan(300);
  await change("north", "after the session");
  await listener.over;
  expect(listener.heard()).toContain("event: end");
  expect(listener.subjects()).not.toContain("after the session");
});
