// Connectors over HTTP and from the command line: works, wrong state, another tenant, a wrong role, the journal.
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestTrackerFake } from "../../test/connectors/fakes/request-tracker-side.ts";
import type { OtherSide } from "../../test/connectors/other-side.ts";
import { apiWith, type Cookies, type TestApi } from "../../test/people.ts";
import { ranCli } from "../../test/run-cli.ts";
import { readJournal, withSystem, withTenant } from "../store/index.ts";
import { connectorRoutes } from "./connectors.ts";

let api: TestApi;
let rt: OtherSide;
const who: Record<string, Cookies> = {};
const folder = mkdtempSync(join(tmpdir(), "vigie-connectors-"));
beforeAll(async () => {
  rt = await requestTrackerFake();
  api = await apiWith({ routes: [(deps) => connectorRoutes({ ...deps, outside: { internalHosts: new Set(["127.0.0.1"]), proxy: undefined } })] }, "north", "south");
  for (const [name, tenant, role] of [["engineer", null, "engineer"], ["analyst", null, "analyst"], ["manager", "north", "manager"], ["auditor", "north", "auditor"], ["ops", "north", "operations"], ["foreigner", "south", "manager"]] as const) {
    who[name] = await api.signIn(await api.person(`${name}@example.com`, [{ tenant, role }]));
  }
});
afterAll(async () => {
  await rt.stop();
  rmSync(folder, { recursive: true, force: true });
});

const as = (name: string, method: "GET" | "POST" | "PATCH", path: string, body?: object) => api.ask({ method, url: `/v1/tenants/north/${path}`, ...(body === undefined ? {} : { body }), cookies: who[name]! });
let names = 0;
const wanted = (over: object = {}) => ({ name: `RT ${++names}`, kind: "request-tracker", url: rt.url, settings: { queue: rt.queues![0], options: rt.options }, secrets: rt.secrets, ...over });
const added = async (over: object = {}): Promise<{ readonly id: string; readonly hook: string; readonly hookSecret: string }> => {
  const { status, body, text } = await as("engineer", "POST", "connectors", wanted(over));
  if (status !== 200) throw new Error(text);
  const { connector, hookSecret } = body as { connector: { id: string; hook: string }; hookSecret: string };
  return { ...connector, hookSecret };
};
const journal = async (action: string) => (await withTenant(api.state, "north", (db) => readJournal(db, { limit: 1, action })))[0];

describe("a connector", () => {
  test("is added, probed, tested and used; its secrets are shown to nobody", async () => {
    const { id } = await added();
    expect((await as("engineer", "POST", `connectors/${id}/use`, { use: "on", reason: "now" })).body).toMatchObject({ status: 409, detail: expect.stringContaining("Probe the connector") as unknown });
    const probed = (await as("engineer", "POST", `connectors/${id}/probe`)).body;
    expect(probed).toMatchObject({ use: "off", probe: { ok: true }, secretNames: ["token"] });
    expect((await as("engineer", "POST", `connectors/${id}/test`, { queue: rt.queues![1] })).body).toMatchObject({ ok: true, steps: [{ name: "create" }, { name: "read" }, { name: "find" }, { name: "comment" }, { name: "end" }] });
    const used = await as("engineer", "POST", `connectors/${id}/use`, { use: "on", reason: "agreed" });
    expect(used.body).toMatchObject({ use: "on", status: { words: "It has not been asked anything yet.", problem: null } });
    expect(used.text).not.toContain(rt.secrets["token"]);
    expect((await api.ask({ url: "/v1/tenants/north/connectors", cookies: who["auditor"]! })).body).toMatchObject({ connectors: expect.arrayContaining([expect.objectContaining({ id, hook: null })]) as unknown });
    expect(await journal("connector.use")).toMatchObject({ subject: id, who: "Some Body", reason: "agreed" });
    const rows = await withSystem(api.state, (db) => db.sql.selectFrom("connector").select("secrets").execute());
    expect(rows.some(({ secrets }) => Buffer.from(secrets).includes(rt.secrets["token"] ?? ""))).toBe(false);
  });

  test("whose account is refused is not switched on, and says why", async () => {
    const { id } = await added({ secrets: { token: "wrong" } });
    expect((await as("engineer", "POST", `connectors/${id}/probe`)).body).toMatchObject({ probe: { ok: false, checks: expect.arrayContaining([expect.objectContaining({ ok: false })]) as unknown } });
    expect((await as("engineer", "POST", `connectors/${id}/use`, { use: "on", reason: "now" })).status).toBe(409);
    expect((await as("engineer", "POST", `connectors/${id}/test`, { queue: "x" })).body).toMatchObject({ ok: false, ticket: null });
  });

  test.each([
    ["an address inside the network", { url: "https://10.0.0.1" }, "inside the network"],
    ["an address without TLS", { url: "http://rt.example.com" }, "not reached through https"],
    ["a name in the address", { url: "https://a:b@rt.example.com" }, "holds a name or password"],
    ["an unknown kind", { kind: "notepad" }, "There is no kind of connector notepad"],
    ["an unknown secret", { secrets: { password: "x" } }, "request-tracker knows token"],
    ["an option that it does not have", { settings: { options: { nonsense: 1 } } }, "settings.options"],
    ["a team that is not there", { settings: { teams: { nobody: "q" }, options: { account: "soc" } } }, "there is no such team"],
    ["a state with no meaning", { settings: { states: { open: "half done" } } }, "states"],
  ])("is refused with %s", async (_, over, why) => {
    const { status, text } = await as("engineer", "POST", "connectors", wanted(over));
    expect([status, text]).toEqual([400, expect.stringContaining(why)]);
  });

  test("is changed only as it was seen, and by another address only with its secrets", async () => {
    const { id } = await added();
    expect((await as("engineer", "PATCH", `connectors/${id}`, { seen: 9, url: rt.url })).status).toBe(409);
    expect((await as("engineer", "PATCH", `connectors/${id}`, { seen: 1, url: "https://elsewhere.example.com" })).body).toMatchObject({ status: 400, detail: "secrets: give them anew for another host or other options." });
    expect((await as("engineer", "PATCH", `connectors/${id}`, { seen: 1, url: "https://elsewhere.example.com", secrets: rt.secrets })).body).toMatchObject({ version: 2, probe: null });
  });

  test("either side stops; the provider lets it go on", async () => {
    const { id } = await added();
    expect((await as("manager", "POST", `connectors/${id}/stop`, { reason: "Change freeze" })).body).toMatchObject({ status: { words: expect.stringContaining("was stopped by") as unknown, stopped: { reason: "Change freeze" } } });
    expect((await as("analyst", "POST", `connectors/${id}/stop`, { reason: "again" })).status).toBe(409);
    expect((await as("manager", "POST", `connectors/${id}/start`, { reason: "go on" })).status).toBe(403);
    expect((await as("engineer", "POST", `connectors/${id}/start`, { reason: "go on" })).body).toMatchObject({ status: { stopped: null } });
    expect((await as("ops", "GET", `connectors/${id}`)).status).toBe(403);
    expect((await api.ask({ url: `/v1/tenants/south/connectors/${id}`, cookies: who["foreigner"]! })).status).toBe(404);
    await as("engineer", "POST", `connectors/${id}/remove`, { reason: "replaced" });
    expect((await as("engineer", "GET", `connectors/${id}`)).status).toBe(404);
  });
});

describe("a hint", () => {
  const hint = async (hook: string, signature: string | undefined, body = '{"ticket": 1}') =>
    api.app.inject({ method: "POST", url: hook, payload: body, headers: { "content-type": "application/json", ...(signature === undefined ? {} : { "x-rt-signature": signature }) }, remoteAddress: "198.19.0.1" });
  const signed = (secret: string, body = '{"ticket": 1}'): string => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

  test("is heard if it is signed, whatever it says; else refused, and nobody learns whether the address is one", async () => {
    const { id, hook, hookSecret } = await added();
    const hinted = async () => (await withTenant(api.state, "north", (db) => db.sql.selectFrom("connector").select("hinted_at").where("id", "=", id).executeTakeFirstOrThrow())).hinted_at;
    const refusals = [await hint(hook, undefined), await hint(hook, signed("another")), await hint(hook, signed(hookSecret), '{"ticket": 2}'), await hint("/v1/hints/0123456789abcdef0123", signed(hookSecret))];
    expect(new Set(refusals.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect([refusals[0]?.statusCode, await hinted()]).toEqual([403, null]);
    expect([(await hint(hook, signed(hookSecret))).statusCode, await hinted()]).toEqual([202, api.now()]);
    expect((await hint(hook, signed(hookSecret, "not json"), "not json")).statusCode).toBe(202);
  });
});

test("the command line adds, probes, shows, stops and removes", async () => {
  const url = await api.app.listen({ port: 0, host: "127.0.0.1" });
  const vigie = (...args: readonly string[]) => ranCli([...args, "--url", url, "--key", api.key]);
  const [file, secrets] = [join(folder, "rt.yaml"), join(folder, "secrets.yaml")];
  writeFileSync(file, JSON.stringify({ name: "By hand", kind: "request-tracker", url: rt.url, settings: { queue: rt.queues![0], options: rt.options } }));
  writeFileSync(secrets, JSON.stringify(rt.secrets));
  const made = await vigie("connector", "add", "north", file, "--secrets", secrets);
  expect(made.out).toMatch(/secret of hints: \S+/);
  const id = made.out.split("\n")[0]!;
  expect((await vigie("connector", "probe", "north", id)).out).toMatch(/probe:\n {2}ok at /);
  expect((await vigie("connector", "use", "north", id, "on", "--reason", "agreed")).out).toContain(", on\n");
  expect((await vigie("connector", "stop", "north", id, "--reason", "freeze")).out).toContain("was stopped by");
  expect((await vigie("connector", "list", "north")).out).toContain("By hand");
  expect((await vigie("connector", "writes", "north", id)).out).toBe("");
  expect((await vigie("connector", "kinds")).out).toMatch(/request-tracker.*secrets: token/);
  expect((await vigie("connector", "remove", "north", id, "--reason", "replaced")).out).toBe("removed\n");
});
