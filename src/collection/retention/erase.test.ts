import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillEveryTable } from "../../../test/every-table.ts";
import { apiWith, type TestApi } from "../../../test/people.ts";
import { startCollection, type Collection } from "../../../test/collection.ts";
import { createKey, findKey, getPerson, listInvitations } from "../../identity/index.ts";
import { systemCaller } from "../../core/index.ts";
import { countRowsOf, readJournal, tenantTables, withSystem, withTenant } from "../../store/index.ts";
import { settingsAt, syncTenants } from "../../tenants/index.ts";
import { eraseTenant } from "../index.ts";

const NOW = new Date("2026-11-24T08:30:00Z");
const YAML = "tenants: [{id: north, name: North, sources: [{name: dc1}]}, {id: south, name: South, sources: [{name: dc1}]}, {id: east, name: East, sources: [{name: dc1}]}]";
const caller = systemCaller("alice", NOW);
const asked = (tenant: string) => ({ tenant, reason: "the contract ended" });

let at: Collection;
let api: TestApi;
beforeAll(async () => {
  at = await startCollection(YAML, () => NOW);
  api = await apiWith({ state: at.state }, "north", "south", "east");
});
afterAll(() => at.stop());

const removed = (tenant: string): Promise<unknown> => withSystem(at.state, (db) => db.sql.updateTable("tenant").set({ removed_at: NOW }).where("id", "=", tenant).execute());
const rowsOf = (tenant: string): Promise<Readonly<Record<string, number>>> =>
  withSystem(at.state, async (db) => {
    const counts: Record<string, number> = {};
    for (const table of await tenantTables(db)) counts[table] = await countRowsOf(db, table, tenant);
    return counts;
  });

describe("of an organisation that is erased", () => {
  test("inventory, settings, indicators, people, keys and invitations go, those of others stay, and the journal says so", async () => {
    await withSystem(at.state, (db) => syncTenants(db, ["north", "south", "east"].map((id) => ({ id, name: id })), NOW));
    const south = await api.person("ciso@south.example", [{ tenant: "south", role: "manager" }]);
    const both = await api.person("both@group.example", [{ tenant: "south", role: "auditor" }, { tenant: "north", role: "auditor" }]);
    const cookies = await api.signIn(south);
    const made = async (tenant: string) => {
      expect(await api.ask({ url: `/v1/tenants/${tenant}/assets`, key: api.key, body: { name: "dc1", kind: "server" } })).toMatchObject({ status: 200 });
      expect(await api.ask({ url: `/v1/tenants/${tenant}/invitations`, key: api.key, body: { email: `new@${tenant}.example`, name: "New", roles: ["security"] } })).toMatchObject({ status: 200 });
    };
    await made("south");
    await made("north");
    const { text } = await createKey(at.state, caller, { name: "of south", scopes: ["asset:read"], tenant: "south", expiresAt: null });
    await removed("south");
    const before = await rowsOf("north");

    const { rows, kept } = await eraseTenant(at.state, at.events, caller, asked("south"));
    expect(rows).toMatchObject({ asset: 1, asset_claim: 1, membership: 2, person: 1, session: 1, invitation: 2, api_key: 1 });
    expect(rows["setting"]).toBeGreaterThan(5);
    expect(Object.entries(await rowsOf("south")).filter(([, n]) => n > 0).map(([name]) => name).toSorted()).toEqual(kept["journal_link"] === 0 ? ["journal"] : ["journal", "journal_link"]);
    expect(await rowsOf("north")).toEqual(before);
    await expect(getPerson(at.state, south.id)).rejects.toMatchObject({ code: "not_found" });
    expect(await getPerson(at.state, both.id)).toMatchObject({ memberships: [{ tenant: "north" }] });
    expect(await api.ask({ url: "/v1/me", cookies })).toMatchObject({ status: 401 });
    expect(await findKey(at.state, text, NOW)).toBeUndefined();
    expect((await listInvitations(at.state, { now: NOW })).map(({ email }) => email)).toEqual(["new@north.example"]);
    const proof = { action: "tenant.erased", who: "alice", reason: "the contract ended", details: { rows } };
    expect(await withTenant(at.state, "south", (db) => readJournal(db, { limit: 1 }))).toMatchObject([proof]);
    expect(await withSystem(at.state, (db) => readJournal(db, { limit: 1 }))).toMatchObject([proof]);
  });

  test("settings begin anew once it comes back", async () => {
    await withSystem(at.state, (db) => syncTenants(db, ["north", "south", "east"].map((id) => ({ id, name: id })), NOW));
    expect(Object.values((await withTenant(at.state, "south", (db) => settingsAt(db, NOW))).versions).every((version) => version === 1)).toBe(true);
  });
});

test("what may only be added to is not removed while the organisation is at work", async () => {
  const gone = await withSystem(at.state, (db) => db.sql.deleteFrom("setting").where("tenant_id", "=", "east").executeTakeFirst());
  expect(gone.numDeletedRows).toBe(0n);
  expect((await rowsOf("east"))["setting"]).toBeGreaterThan(5);
});

// The last: it spoils the database.
test("no table with a column tenant_id keeps a row but the journal; one that is new and may only be added to needs `call erasable('…')` in its migration", async () => {
  const tables = await fillEveryTable(at.state, "east");
  expect(tables.length).toBeGreaterThan(50);
  await removed("east");
  const { rows } = await eraseTenant(at.state, at.events, caller, asked("east"));
  const left = Object.entries(await rowsOf("east")).filter(([, n]) => n > 0).map(([name]) => name);
  expect(left.toSorted()).toEqual(["journal", "journal_link"]);
  expect(Object.keys(rows).length).toBeGreaterThan(45);
});
