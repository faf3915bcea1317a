import { describe, expect, it } from "vitest";
import { apiWith, apiOf } from "../../test/people.ts";
import { knownTenants, settingsAt, syncTenants } from "../tenants/index.ts";
import { withSystem, withTenant } from "../store/index.ts";

const at = await apiOf("north", "south");
// Another process of the same platform.
const other = await apiWith({ state: at.state, now: at.now }, "north", "south");
const provider = await at.signIn(await at.person("service@provider.example", [{ tenant: null, role: "service_manager" }]));
const analyst = await at.signIn(await at.person("analyst@provider.example", [{ tenant: null, role: "analyst" }]));
const client = await at.signIn(await at.person("ciso@north.example", [{ tenant: "north", role: "manager" }]));

const create = (id: string, more: object = {}) => at.ask({ url: "/v1/tenants", cookies: provider, body: { id, name: id.toUpperCase(), ...more } });
const ids = async (api = at): Promise<readonly string[]> => ((await api.ask({ url: "/v1/tenants", cookies: provider })).body["tenants"] as readonly { readonly id: string }[]).map(({ id }) => id);
const journal = async (id: string): Promise<readonly string[]> => ((await at.ask({ url: `/v1/tenants/${id}/journal?action=organisation.*`, cookies: provider })).body["entries"] as readonly { readonly action: string }[]).map(({ action }) => action);

describe("an organisation that is made over the API", () => {
  it("is there for every route at once, in every process", async () => {
    expect(await create("east", { retentionDays: 30 })).toMatchObject({ status: 200, body: { id: "east", name: "EAST", origin: "api", retentionDays: 30, removedAt: null } });
    expect(await ids()).toEqual(["north", "south", "east"]);
    for (const path of ["", "/settings", "/journal", "/people", "/sources", "/drop-rules"]) {
      expect(await other.ask({ url: `/v1/tenants/east${path}`, cookies: provider })).toMatchObject({ status: 200 });
    }
    expect((await other.ask({ url: "/v1/me", cookies: provider })).body["organisations"]).toContainEqual(expect.objectContaining({ tenant: "east" }));
    expect(await journal("east")).toEqual(["organisation.created"]);
  });

  it("begins with the platform's defaults, written down", async () => {
    const { versions, documents } = await withTenant(at.state, "east", (db) => settingsAt(db, at.now()));
    expect([...new Set(Object.values(versions))]).toEqual([1]);
    expect(documents.holidays.calendar).toBe("fr");
    expect(await at.ask({ url: "/v1/tenants/east/settings/contacts", cookies: provider })).toMatchObject({ body: { latest: 1, inForce: { side: "system", author: "vigie" } } });
  });

  it("takes people of its own, who see no other", async () => {
    const ciso = await at.signIn(await at.person("ciso@east.example", [{ tenant: "east", role: "manager" }]));
    expect(await at.ask({ url: "/v1/tenants/east", cookies: ciso })).toMatchObject({ status: 200 });
    expect(await at.ask({ url: "/v1/tenants/north", cookies: ciso })).toMatchObject({ status: 404 });
    expect((await at.ask({ url: "/v1/tenants", cookies: ciso })).body["tenants"]).toMatchObject([{ id: "east" }]);
  });

  it("gets another name", async () => {
    expect(await at.ask({ method: "PUT", url: "/v1/tenants/east", cookies: provider, body: { name: "Est SA" } })).toMatchObject({ status: 200, body: { name: "Est SA" } });
    expect((await at.ask({ url: "/v1/tenants", cookies: provider })).body["tenants"]).toContainEqual(expect.objectContaining({ id: "east", name: "Est SA" }));
    expect(await journal("east")).toEqual(["organisation.renamed", "organisation.created"]);
  });

  it("survives a start whose configuration does not name it", async () => {
    await withSystem(at.state, (db) => syncTenants(db, [{ id: "north", name: "north" }, { id: "south", name: "south" }], at.now()));
    expect(await at.ask({ url: "/v1/tenants/east", cookies: provider })).toMatchObject({ status: 200, body: { origin: "api", removedAt: null } });
    expect((await withTenant(at.state, "north", (db) => settingsAt(db, at.now()))).versions.contacts).toBe(1);
  });

  it("is archived, kept, and brought back", async () => {
    const archive = () => at.ask({ url: "/v1/tenants/east/archive", cookies: provider, body: { reason: "the contract ended" } });
    const restore = () => at.ask({ url: "/v1/removed-tenants/east/restore", cookies: provider, body: { reason: "the contract goes on" } });
    expect(await restore()).toMatchObject({ status: 409, body: { detail: expect.stringContaining("nothing to restore") as string } });
    expect(await archive()).toMatchObject({ status: 200, body: { removedAt: expect.any(String) as string } });
    expect(await archive()).toMatchObject({ status: 404 });
    expect(await at.ask({ url: "/v1/tenants/east/settings", cookies: provider })).toMatchObject({ status: 404 });
    at.pass(1_000);
    expect(await other.ask({ url: "/v1/tenants/east/settings", cookies: provider })).toMatchObject({ status: 404 });
    expect(await at.ask({ url: "/v1/removed-tenants", cookies: provider })).toMatchObject({ status: 200, body: { organisations: [{ id: "east", origin: "api" }], next: null } });
    expect(await create("east")).toMatchObject({ status: 409, body: { detail: expect.stringContaining("restore it") as string } });
    expect(await restore()).toMatchObject({ status: 200, body: { removedAt: null } });
    expect(await other.ask({ url: "/v1/tenants/east/settings", cookies: provider })).toMatchObject({ status: 200 });
    expect((await journal("east")).slice(0, 2)).toEqual(["organisation.restored", "organisation.archived"]);
  });

  it("belongs to the configuration once that names it", async () => {
    await create("west");
    await withSystem(at.state, (db) => syncTenants(db, ["north", "south", "west"].map((id) => ({ id, name: id })), at.now()));
    expect(await at.ask({ method: "PUT", url: "/v1/tenants/west", cookies: provider, body: { name: "Ouest" } })).toMatchObject({ status: 409, body: { detail: expect.stringContaining("belongs to the configuration") as string } });
    expect(await withSystem(at.state, knownTenants)).toEqual(["east", "north", "south", "west"]);
  });
});

describe("what is refused", () => {
  it.each([
    ["an id of the configuration", "north", 409, "The configuration uses the id north"],
    ["an id that was ever used", "west", 409, "The configuration uses the id west"],
    ["an id with capitals", "North-2", 400, "lower-case"],
    ["an id that could leave its place in a path", "../x", 400, "lower-case"],
    ["an empty id", "", 400, "lower-case"],
    ["the platform's own", "_unclaimed", 400, "lower-case"],
  ])("%s", async (_, id, status, words) => {
    expect(await create(id)).toMatchObject({ status, body: { detail: expect.stringContaining(words) as string } });
  });

  it.each([
    ["making one, by an analyst", analyst, { url: "/v1/tenants", body: { id: "x1", name: "x" } }, 403],
    ["making one, by a client", client, { url: "/v1/tenants", body: { id: "x1", name: "x" } }, 403],
    ["renaming, by the client", client, { method: "PUT", url: "/v1/tenants/north", body: { name: "x" } }, 403],
    ["renaming another", client, { method: "PUT", url: "/v1/tenants/south", body: { name: "x" } }, 404],
    ["archiving, by the client", client, { url: "/v1/tenants/north/archive", body: { reason: "we leave" } }, 403],
    ["looking at removed ones, by a client", client, { url: "/v1/removed-tenants" }, 403],
    ["renaming what the configuration names", provider, { method: "PUT", url: "/v1/tenants/north", body: { name: "x" } }, 409],
    ["archiving what the configuration names", provider, { url: "/v1/tenants/north/archive", body: { reason: "they leave" } }, 409],
    ["restoring what never was", provider, { url: "/v1/removed-tenants/nobody/restore", body: { reason: "come back" } }, 404],
    ["archiving what never was", provider, { url: "/v1/tenants/nobody/archive", body: { reason: "they leave" } }, 404],
  ] as const)("%s", async (_, cookies, asked, status) => {
    expect(await at.ask({ ...asked, cookies })).toMatchObject({ status });
  });

  it("all but one of those who make the same at once", async () => {
    const made = await Promise.all([1, 2, 3].map(() => create("twice")));
    expect(made.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    expect(await journal("twice")).toEqual(["organisation.created"]);
  });
});
