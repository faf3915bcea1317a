import { beforeAll, expect, test } from "vitest";
import { freshState } from "../../test/postgres.ts";
import { systemCaller } from "../core/index.ts";
import { type State, withSystem } from "../store/index.ts";
import { createAdminKey, createKey, findKey, hasAdminKey, listKeys, revokeKey } from "./index.ts";

const CALLER = systemCaller("vigie", new Date("2026-11-24T08:00:00Z"));
const NOW = new Date("2026-11-24T08:00:00Z");
let state: State;
beforeAll(async () => {
  state = await freshState();
});

test("a key is found by itself, and by nothing that is nearly it", async () => {
  expect(await hasAdminKey(state)).toBe(false);
  const key = await createAdminKey(state, NOW);
  expect(key).toMatch(/^vigie_[\w-]{43}$/);
  expect(await hasAdminKey(state)).toBe(true);
  expect(await findKey(state, key, NOW)).toMatchObject({ name: "administrator" });
  for (const wrong of ["", key.slice(0, -1), `${key}x`, key.toUpperCase(), "\0", "vigie_"]) expect(await findKey(state, wrong, NOW)).toBeUndefined();
});

test("the database holds nothing that opens the API", async () => {
  const key = await createAdminKey(state, NOW);
  const rows = await withSystem(state, (db) => db.sql.selectFrom("api_key").selectAll().execute());
  expect(JSON.stringify(rows)).not.toContain(key.slice("vigie_".length));
  expect(await findKey(state, rows[0]!.hash.toString(), NOW)).toBeUndefined();
});

test("a key that was revoked counts no more", async () => {
  const key = await createAdminKey(state, NOW);
  const { id } = (await findKey(state, key, NOW))!;
  await revokeKey(state, CALLER, id);
  expect(await findKey(state, key, NOW)).toBeUndefined();
});

test("a key may do what its scopes say, until it ends", async () => {
  const later = new Date(NOW.getTime() + 3_600_000);
  const { text, key } = await createKey(state, CALLER, { name: "shipper", scopes: ["asset:import", "asset:read"], tenant: null, expiresAt: later });
  expect([...(await findKey(state, text, NOW))!.scopes]).toEqual(["asset:read", "asset:import"]);
  expect(await findKey(state, text, later)).toBeUndefined();
  expect((await listKeys(state)).map(({ id }) => id)).toContain(key.id);
  await expect(createKey(state, CALLER, { name: "late", scopes: [], tenant: null, expiresAt: NOW })).rejects.toThrow("name a time to come");
});
