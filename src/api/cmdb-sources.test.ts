// Sources of an inventory over HTTP, and from the command line: works, wrong state, another tenant, a wrong role, the journal.
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { device, fakeNetbox, type FakeNetbox } from "../../test/cmdb-sources/netbox.ts";
import { apiWith, type Cookies, type TestApi } from "../../test/people.ts";
import { ranCli } from "../../test/run-cli.ts";
import { cmdbSourceJobs } from "../cmdb/index.ts";
import { createSeal } from "../identity/index.ts";
import { withSystem } from "../store/index.ts";
import { cmdbSourceRoutes } from "./cmdb-sources.ts";

const TOKEN = "a token that nobody else knows";
const OUTSIDE = { internalHosts: new Set(["127.0.0.1"]), proxy: undefined };
let api: TestApi;
let netbox: FakeNetbox;
let engineer: Cookies;
let analyst: Cookies;
let south: Cookies;
let folder: string;
let url: string;
beforeAll(async () => {
  api = await apiWith({ routes: [(deps) => cmdbSourceRoutes({ ...deps, ...OUTSIDE })] }, "north", "south");
  netbox = await fakeNetbox(TOKEN, api.now);
  netbox.tables.devices.push(device(1, "web-1"), device(2, "web-2"));
  netbox.change("devices", 1, {});
  engineer = await api.signIn(await api.person("engineer@soc.test", [{ tenant: null, role: "engineer" }]));
  analyst = await api.signIn(await api.person("analyst@soc.test", [{ tenant: null, role: "analyst" }]));
  south = await api.signIn(await api.person("security@south.test", [{ tenant: "south", role: "security" }]));
  folder = await mkdtemp(join(tmpdir(), "vigie-cmdb-source-"));
  url = await api.app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ask = (method: "GET" | "POST" | "PATCH", path: string, body?: object, cookies: Cookies = engineer, tenant = "north") => api.ask({ method, url: `/v1/tenants/${tenant}/cmdb/${path}`, cookies, ...(body === undefined ? {} : { body }) });
const journal = async (): Promise<string[]> => ((await api.ask({ url: "/v1/tenants/north/journal?limit=50", cookies: engineer })).body["entries"] as { action: string }[]).map(({ action }) => action).filter((action) => !action.startsWith("access."));
const runJobs = async (): Promise<void> => {
  for (const { run } of cmdbSourceJobs({ state: api.state, now: api.now, newId: randomUUID, seal: createSeal(Buffer.alloc(32, 1)), ...OUTSIDE })) while (await run());
};
const source = () => ({ name: "netbox", kind: "netbox", url: netbox.url, secrets: { token: TOKEN }, settings: { zone: "LAN", requestsPerMinute: 6000 } });

test("a source is added, tried, switched on, read and held; its secret is never shown", async () => {
  const added = await ask("POST", "sources", source());
  expect(added.body).toMatchObject({ name: "netbox", state: "off", secretNames: ["token"], freshness: { words: "never read" }, nextReadAt: null });
  expect((await ask("POST", "sources", source())).status).toBe(409);
  expect((await ask("POST", "sources/netbox/reads", {})).status).toBe(409);
  expect((await ask("POST", "sources/netbox/probe")).body).toMatchObject({ probe: { version: "4.2.3", counts: { assets: 2 } } });
  expect((await ask("POST", "sources/netbox/enable")).body).toMatchObject({ state: "on" });
  expect((await ask("POST", "sources/netbox/reads", {})).body).toMatchObject({ state: "queued", mode: "full" });
  expect((await ask("POST", "sources/netbox/reads", {})).status).toBe(409);
  await runJobs();
  const { reads } = (await ask("GET", "sources/netbox/reads")).body as { reads: { id: string; state: string; import: string }[] };
  expect(reads).toMatchObject([{ state: "applied" }]);
  expect((await ask("GET", `sources/netbox/reads/${reads[0]!.id}`)).body).toMatchObject({ counts: { assets: 2 } });
  expect((await ask("GET", "sources/netbox")).body).toMatchObject({ holds: { assets: 2, staleAssets: 0 }, freshness: { isStale: false } });
  expect((await ask("GET", "sources/netbox/records")).body).toEqual({ records: [], next: null });
  expect((await ask("POST", "sources/netbox/pause", { reason: "they move" })).body).toMatchObject({ state: "paused", pauseReason: "they move" });
  expect((await ask("POST", "sources/netbox/pause", { reason: "they move" })).status).toBe(409);
  for (const path of ["sources", "sources/netbox", "sources/netbox/reads"]) expect((await ask("GET", path)).text).not.toContain(TOKEN);
  expect((await api.ask({ url: "/v1/tenants/north/journal?limit=50", cookies: engineer })).text).not.toContain(TOKEN);
  expect((await journal()).toReversed()).toEqual(["cmdb-source.added", "cmdb-source.probed", "cmdb-source.probed", "cmdb-source.enabled", "cmdb-source.read-asked", "asset-import.applied", "cmdb-source.paused"]);
});

test("another address wants its secrets again, and is off until it was tried", async () => {
  await ask("POST", "sources", { ...source(), name: "moved" });
  await ask("POST", "sources/moved/enable");
  expect((await ask("PATCH", "sources/moved", { url: "https://evil.example.com", reason: "it moved" })).status).toBe(400);
  expect((await ask("PATCH", "sources/moved", { url: "https://netbox.example.com", secrets: { token: "x" }, reason: "it moved" })).body).toMatchObject({ state: "off", probe: null });
  expect((await ask("PATCH", "sources/moved", { settings: { reads: ["windows"] }, reason: "to try" })).text).toContain("does not tell of windows");
  expect((await ask("PATCH", "sources/moved", { secrets: {}, reason: "to try" })).text).toContain("It needs the secret token");
});

test.each([
  ["a kind that there is not", { kind: "excel" }], ["options that it does not have", { settings: { options: { x: 1 } } }], ["a file without a mapping", { kind: "https", secrets: {} }], ["an address inside the network", { url: "https://10.0.0.1" }],
  ["a name with a blank", { name: "a b" }], ["what people enter", { name: "manual" }], ["a secret that it does not take", { secrets: { token: "x", other: "y" } }], ["a proxy that is not configured", { settings: { usesProxy: true } }],
])("%s is refused", async (_, over) => expect((await ask("POST", "sources", { ...source(), name: "wrong", ...over })).status).toBe(400));

test("who may not, does not; another organisation sees nothing", async () => {
  await ask("POST", "sources", { ...source(), name: "guarded" });
  expect((await ask("GET", "sources", undefined, analyst)).status).toBe(200);
  for (const [method, path, body] of [["POST", "sources", source()], ["POST", "sources/guarded/probe", undefined], ["POST", "sources/guarded/enable", undefined], ["POST", "sources/guarded/reads", {}], ["PATCH", "sources/guarded", { reason: "not mine" }]] as const) expect([path, (await ask(method, path, body, analyst)).status]).toEqual([path, 403]);
  expect((await ask("GET", "sources/guarded", undefined, south, "south")).status).toBe(404);
  expect((await ask("GET", "sources", undefined, south, "south")).body).toEqual({ sources: [] });
  expect((await ask("GET", "sources", undefined, south)).status).toBe(404);
});

test("a reading whose process broke down is taken up by the next, once its time is over", async () => {
  await ask("POST", "sources", { ...source(), name: "broken" });
  const { id } = (await ask("POST", "sources/broken/reads", { dryRun: true })).body;
  await withSystem(api.state, (db) => db.sql.updateTable("cmdb_read").set({ state: "running", taken_until: new Date(api.now().getTime() + 1000) }).where("id", "=", String(id)).execute());
  await runJobs();
  expect((await ask("GET", `sources/broken/reads/${String(id)}`)).body["state"]).toBe("running");
  api.pass(2000);
  await runJobs();
  expect((await ask("GET", `sources/broken/reads/${String(id)}`)).body["state"]).toBe("planned");
});

test("the kinds say what they need", async () => {
  const { kinds } = (await ask("GET", "source-kinds")).body as { kinds: { kind: string; secrets: { name: string }[]; options: object; mapping: object | null }[] };
  expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(["glpi", "https", "itop", "netbox", "servicenow", "sftp"]);
  expect(kinds.find(({ kind }) => kind === "sftp")).toMatchObject({ mapping: null, options: { properties: { hostKeys: { type: "array" } } } });
});

test("from the command line", async () => {
  const run = (...args: readonly string[]) => ranCli(["cmdb-source", ...args, "--url", url, "--key", api.key]);
  await writeFile(join(folder, "source.yml"), `name: from-file\nkind: netbox\nurl: ${netbox.url}\nsecrets: {token: "${TOKEN}"}\nsettings: {zone: LAN, requestsPerMinute: 6000}\n`);
  expect(await run("add", "north", join(folder, "source.yml"))).toMatchObject({ status: 0, out: expect.stringContaining("from-file  netbox") as string });
  expect(await run("probe", "north", "from-file")).toMatchObject({ status: 0, out: expect.stringContaining("ok      devices: 2 there") as string });
  const reading = run("read", "north", "from-file", "--dry-run");
  while (((await ask("GET", "sources/from-file/reads")).body["reads"] as object[]).length === 0) await wait(20);
  await runJobs();
  expect(await reading).toMatchObject({ status: 0, out: expect.stringMatching(/^planned: 2 assets\n {2}changed {2}web-1/) as string });
  expect(await run("enable", "north", "from-file")).toMatchObject({ status: 0 });
  expect(await run("pause", "north", "from-file")).toMatchObject({ status: 2 });
  expect(await run("pause", "north", "from-file", "--reason", "enough")).toMatchObject({ status: 0, out: expect.stringContaining("paused by") as string });
  expect((await run("list", "north")).out).toContain("from-file");
});

test("what a source said is old once it was not read for long, and that is told wherever it is used; it stays though the source goes", async () => {
  api.pass(3 * 86_400_000);
  const north = (path: string, body?: object) => api.ask({ url: `/v1/tenants/north/${path}`, key: api.key, ...(body === undefined ? {} : { body }) });
  expect((await north("cmdb/sources/netbox")).body).toMatchObject({ freshness: { isStale: true, words: "read 3 days ago, stale" } });
  const [{ id }] = (await north("assets")).body["assets"] as [{ id: string }];
  expect((await north(`assets/${id}`)).body).toMatchObject({ freshness: { isStale: true, words: "read 3 days ago, stale" }, sources: [{ source: "netbox", freshness: { isStale: true } }] });
  expect((await north("cmdb/sources/netbox/remove", { reason: "another system now" })).status).toBe(200);
  expect((await north("cmdb/sources/netbox")).status).toBe(404);
  expect((await north(`assets/${id}`)).status).toBe(200);
});
