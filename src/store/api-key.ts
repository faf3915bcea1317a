import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { type State, type SystemDb, withSystem } from "./state.ts";

/** A key that guards the API; the key itself is nowhere kept. */
export type ApiKey = { readonly id: string; readonly name: string };

const PREFIX = "vigie_";
// 256 random bits need no slow hash: there is nothing to guess.
const SECRET_BYTES = 32;
const hashOf = (key: string): Buffer => createHash("sha256").update(key).digest();

/** Makes an administrator's key and gives it: the only time that anybody sees it. */
export async function createAdminKey(state: State, now: Date): Promise<string> {
  const key = PREFIX + randomBytes(SECRET_BYTES).toString("base64url");
  const hash = hashOf(key);
  const row = { id: hash.subarray(0, 8).toString("hex"), name: "administrator", hash, created_at: now, revoked_at: null };
  await withSystem(state, (db) => db.sql.insertInto("api_key").values(row).execute());
  return key;
}

/** Whether there is an administrator's key that counts. */
export const hasAdminKey = async (state: State): Promise<boolean> => (await withSystem(state, validKeys)).length > 0;

/** The key that the text is, if it is one that counts. Takes as long for one that nearly is. */
export async function findApiKey(state: State, text: string): Promise<ApiKey | undefined> {
  const hash = hashOf(text);
  const keys = await withSystem(state, validKeys);
  const found = keys.filter((key) => timingSafeEqual(key.hash, hash));
  return found[0] === undefined ? undefined : { id: found[0].id, name: found[0].name };
}

const validKeys = (db: SystemDb) => db.sql.selectFrom("api_key").select(["id", "name", "hash"]).where("revoked_at", "is", null).orderBy("created_at").execute();
