import { beforeAll, expect, test } from "vitest";
import { freshState } from "../../test/postgres.ts";
import { createAdminKey, findApiKey, hasAdminKey, type State, withSystem } from "./index.ts";

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
  expect(await findApiKey(state, key)).toMatchObject({ name: "administrator" });
  for (const wrong of ["", key.slice(0, -1), `${key}x`, key.toUpperCase(), "\0", "vigie_"]) expect(await findApiKey(state, wrong)).toBeUndefined();
});

test("the database holds nothing that opens the API", async () => {
  const key = await createAdminKey(state, NOW);
  const rows = await withSystem(state, (db) => db.sql.selectFrom("api_key").selectAll().execute());
  expect(JSON.stringify(rows)).not.toContain(key.slice("vigie_".length));
  expect(await findApiKey(state, rows[0]!.hash.toString())).toBeUndefined();
});

test("a key that was revoked counts no more", async () => {
  const key = await createAdminKey(state, NOW);
  const { id } = (await findApiKey(state, key))!;
  await withSystem(state, (db) => db.sql.updateTable("api_key").set({ revoked_at: NOW }).where("id", "=", id).execute());
  expect(await findApiKey(state, key)).toBeUndefined();
});
