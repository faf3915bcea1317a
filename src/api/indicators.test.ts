// Every verb of indicators over HTTP: works, wrong state, another tenant, a wrong role, the journal.
import { beforeAll, expect, test } from "vitest";
import { withSystem, withTenant } from "../store/index.ts";
import { apiOf, type Cookies, type TestApi } from "../../test/people.ts";

let api: TestApi;
let engineer: Cookies;
let analyst: Cookies;
let north: Cookies;
let south: Cookies;
beforeAll(async () => {
  api = await apiOf("north", "south");
  engineer = await api.signIn(await api.person("engineer@soc.test", [{ tenant: null, role: "engineer" }]));
  analyst = await api.signIn(await api.person("analyst@soc.test", [{ tenant: null, role: "analyst" }]));
  north = await api.signIn(await api.person("security@north.test", [{ tenant: "north", role: "security" }]));
  south = await api.signIn(await api.person("security@south.test", [{ tenant: "south", role: "security" }]));
});

const NORTH = "/v1/tenants/north/indicator-lists";
const ALL = "/v1/indicator-lists";
const csv = (name: string, ...rows: string[]) => ({ name, source: "CERT-FR", format: "csv", fileName: "a.csv", tlp: "GREEN", mapping: { value: "ioc", type: "kind", validUntil: "until", tags: "tags" }, file: ["# a remark", "ioc,kind,until,tags", ...rows].join("\n") });
const ask = (url: string, body?: object, cookies: Cookies = engineer) => api.ask({ url, cookies, ...(body === undefined ? {} : { body }) });
const journal = async (of = "/v1/tenants/north") => ((await ask(`${of}/journal?action=indicator*&limit=1`)).body["entries"] as { action: string; subject: string; details: object }[])[0];
const indicators = async (list: string, query = "") => (await ask(`${NORTH}/${list}/indicators${query}`)).body["indicators"] as { value: string; type: string; goneAt: string | null }[];

test("a file becomes a list; the next state of it changes what changed, and what is not named any more is gone", async () => {
  const first = await ask(NORTH, csv("feed", "45.9.148.1,ip-dst,,a|b", "evil[.]example.net,domain,2027-01-01,", "10.0.0.1,ip-dst,,", "45.9.148.1,ip-src,,", "x,mutex,,", "45.9.148.2,ip-dst,2020-01-01,"));
  expect(first.body).toMatchObject({ scope: "organisation", name: "feed", counts: { entries: 6, added: 3, changed: 0, unchanged: 0, duplicates: 1, refused: 2, gone: 0, expired: 1 } });
  const id = String(first.body["id"]);
  expect(await journal()).toMatchObject({ action: "indicator-list.imported", subject: id, details: { name: "feed" } });
  expect((await indicators(id)).map(({ type, value }) => `${type} ${value}`)).toEqual(["domain-name evil.example.net", "ipv4-addr 45.9.148.1", "ipv4-addr 45.9.148.2"]);
  const again = await ask(NORTH, csv("Feed", "45.9.148.1,ip-dst,,a|b", "evil[.]example.net,domain,2027-01-01,", "45.9.148.2,ip-dst,2020-01-01,"));
  expect(again.body).toMatchObject({ id, counts: { added: 0, changed: 0, unchanged: 3, gone: 0 } });
  const next = await ask(NORTH, csv("feed", "45.9.148.1,ip-dst,,a", "45.9.148.9,ip-dst,,"));
  expect(next.body).toMatchObject({ id, counts: { added: 1, changed: 1, unchanged: 0, gone: 2 } });
  expect((await indicators(id, "?value=evil.example.net"))[0]?.goneAt).not.toBeNull();
  expect((await ask(NORTH, csv("feed", "45.9.148.1,ip-dst,,a", "45.9.148.9,ip-dst,,", "evil.example.net,domain,,"))).body).toMatchObject({ counts: { added: 0, changed: 1, unchanged: 2, gone: 0 } });
});

test("what is gone for long is forgotten", async () => {
  const id = String((await ask(NORTH, csv("daily", "45.9.154.1,ip,,", "45.9.154.2,ip,,"))).body["id"]);
  await ask(NORTH, csv("daily", "45.9.154.2,ip,,"));
  expect(await indicators(id)).toHaveLength(2);
  await withSystem(api.state, (db) => db.sql.updateTable("indicator").set({ gone_at: new Date("2025-01-01T00:00:00Z") }).where("value", "=", "45.9.154.1").execute());
  await ask(NORTH, csv("daily", "45.9.154.2,ip,,"));
  expect((await indicators(id)).map(({ value }) => value)).toEqual(["45.9.154.2"]);
});

test("lists and indicators come in pages", async () => {
  const { body } = await ask(NORTH, csv("paged", ...[1, 2, 3].map((n) => `45.9.149.${n},ip,,`)));
  const id = String(body["id"]);
  const page = await ask(`${NORTH}/${id}/indicators?limit=2`);
  expect(page.body["indicators"]).toHaveLength(2);
  expect((await indicators(id, `?limit=2&after=${String(page.body["next"])}`)).map(({ value }) => value)).toEqual(["45.9.149.3"]);
  expect((await ask(`${NORTH}/${id}/indicators?after=x`)).status).toBe(400);
  const lists = await ask(`${NORTH}?limit=1`);
  expect(lists.body["lists"]).toHaveLength(1);
  expect((await ask(`${NORTH}?limit=1&after=${String(lists.body["next"])}`)).body["lists"]).toHaveLength(1);
});

test("what was withdrawn is not matched, and an import does not bring it back", async () => {
  const asked = csv("withdrawn", "45.9.150.1,ip,,", "45.9.150.2,ip,,");
  const id = String((await ask(NORTH, asked)).body["id"]);
  expect((await ask(`${NORTH}/${id}/withdraw`, { reason: "a proxy of ours", value: "45.9.150.1" })).status).toBe(200);
  expect(await journal()).toMatchObject({ action: "indicator.withdrawn", subject: id, details: { value: "45.9.150.1" } });
  expect((await ask(`${NORTH}/${id}/withdraw`, { reason: "a proxy of ours", value: "45.9.150.1" })).status).toBe(404);
  expect((await ask(NORTH, asked)).body).toMatchObject({ counts: { unchanged: 2, withheld: 1 } });
  expect((await ask(`${NORTH}/${id}/withdraw`, { reason: "too many errors" })).body["withdrawnAt"]).not.toBeNull();
  expect(await journal()).toMatchObject({ action: "indicator-list.withdrawn" });
  expect((await ask(`${NORTH}/${id}/withdraw`, { reason: "too many errors" })).status).toBe(409);
  expect((await ask(NORTH, asked)).body["id"]).not.toBe(id);
});

test("what cannot be read is told", async () => {
  for (const [body, told] of [
    [{ ...csv("bad"), mapping: undefined }, "which column is what"], [{ ...csv("bad"), mapping: { value: "nowhere" } }, "no column"], [{ ...csv("bad"), format: "stix" }, "no JSON"],
    [{ ...csv("bad"), format: "misp", file: "{}" }, "no event of MISP"], [{ ...csv("bad"), format: "stix", file: "[]" }, "no bundle"], [{ ...csv("bad"), file: 'ioc,kind,until,tags\n"x' }, "cannot be read to its end"],
  ] as const) {
    const answer = await ask(NORTH, body);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(told)]);
  }
});

test("lists of the provider are matched for all; what may not be told all may not be in them", async () => {
  const { body } = await ask(ALL, csv("for all", "45.9.151.1,ip,,"));
  const amber = await ask(ALL, { ...csv("amber for all", "45.9.151.2,ip,,"), tlp: "AMBER" });
  const id = String(body["id"]);
  expect(body).toMatchObject({ scope: "provider", counts: { added: 1 } });
  expect(await journal("/v1")).toMatchObject({ action: "indicator-list.imported" });
  expect((await ask(ALL, { ...csv("secret"), tlp: "RED" })).status).toBe(400);
  expect((await ask(ALL, { ...csv("mixed", "45.9.151.3,RED"), mapping: { value: "ioc", tlp: "kind" } })).body).toMatchObject({ counts: { added: 0, refused: 1 } });
  // An organisation sees what may be shown to it, and changes nothing of it.
  expect((await ask(`${NORTH}/${id}`, undefined, north)).body).toMatchObject({ scope: "provider" });
  expect((await ask(`${NORTH}/${String(amber.body["id"])}`, undefined, north)).status).toBe(404);
  expect((await ask(`${NORTH}/${id}/withdraw`, { reason: "not mine" })).status).toBe(409);
  expect((await ask(ALL)).body["lists"]).toHaveLength(3);
});

test("row-level security: an organisation reads its own and the provider's open ones, and writes its own alone", async () => {
  await ask("/v1/tenants/south/indicator-lists", csv("of south", "45.9.152.1,ip,,"));
  const seen = await withTenant(api.state, "north", (db) => db.sql.selectFrom("indicator").innerJoin("indicator_list", "indicator_list.id", "list_id").select(["value", "name"]).where("value", "like", "45.9.15_.1").execute());
  expect(seen.map(({ name }) => name).toSorted()).toEqual(["for all", "withdrawn", "withdrawn"]);
  const changed = await withTenant(api.state, "north", (db) => db.sql.updateTable("indicator").set({ confidence: 1 }).where("value", "in", ["45.9.151.1", "45.9.152.1"]).executeTakeFirst());
  expect(changed.numUpdatedRows).toBe(0n);
  const [list] = await withSystem(api.state, (db) => db.sql.selectFrom("indicator_list").select("id").where("name", "=", "for all").execute());
  const row = { list_id: list!.id, tenant_id: null, type: "url", value: "x", tlp: "CLEAR", confidence: 1, valid_from: api.now(), valid_until: null, tags: [], reference: null, added_at: api.now(), gone_at: null, withdrawn_at: null } as const;
  await expect(withTenant(api.state, "north", (db) => db.sql.insertInto("indicator").values(row).execute())).rejects.toThrow("row-level security");
});

test("who may not change changes nothing; who belongs elsewhere sees nothing", async () => {
  const { body } = await ask(NORTH, csv("guarded", "45.9.153.1,ip,,"));
  const id = String(body["id"]);
  for (const cookies of [analyst, north]) {
    expect((await ask(NORTH, csv("mine"), cookies)).status).toBe(403);
    expect((await ask(`${NORTH}/${id}/withdraw`, { reason: "not mine" }, cookies)).status).toBe(403);
  }
  expect((await ask(ALL, undefined, north)).status).toBe(403);
  for (const path of ["", `/${id}`, `/${id}/indicators`]) expect((await ask(`${NORTH}${path}`, undefined, south)).status).toBe(404);
  expect((await ask(`/v1/tenants/south/indicator-lists/${id}`, undefined, south)).status).toBe(404);
  expect((await ask(`/v1/tenants/south/indicator-lists/${id}/withdraw`, { reason: "not ours" })).status).toBe(404);
});
