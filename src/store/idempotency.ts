// Requests that happen once, however often they are sent.
import { withSystem, type State } from "./state.ts";

/** One request of one caller. */
export type IdempotentRequest = { readonly caller: string; readonly key: string; readonly fingerprint: Uint8Array };

/** What was answered to it. */
export type KeptAnswer = { readonly status: number; readonly type: string; readonly answer: string };

/** What is known of the request: nothing (it is the caller's to do now), its answer, that it is under way, or that the key was another's. */
export type Begun = { readonly is: "new" } | { readonly is: "answered"; readonly kept: KeptAnswer } | { readonly is: "under way" } | { readonly is: "another" };

const KEPT_MS = 86_400_000;
// Whoever began and said nothing for so long has died: the next may try.
const ABANDONED_MS = 120_000;

/** Begins a request, if nobody did. */
export function beginRequest(state: State, { caller, key, fingerprint }: IdempotentRequest, now: Date): Promise<Begun> {
  return withSystem(state, async (db) => {
    await db.sql.deleteFrom("idempotent_request").where("asked_at", "<", new Date(now.getTime() - KEPT_MS)).execute();
    await db.sql.deleteFrom("idempotent_request").where("caller", "=", caller).where("key", "=", key).where("status", "is", null).where("asked_at", "<", new Date(now.getTime() - ABANDONED_MS)).execute();
    const row = { caller, key, fingerprint, asked_at: now, status: null, type: null, answer: null };
    const { numInsertedOrUpdatedRows } = await db.sql.insertInto("idempotent_request").values(row).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) return { is: "new" };
    const known = await db.sql.selectFrom("idempotent_request").selectAll().where("caller", "=", caller).where("key", "=", key).executeTakeFirst();
    if (known === undefined) return { is: "under way" };
    if (Buffer.compare(Buffer.from(known.fingerprint), Buffer.from(fingerprint)) !== 0) return { is: "another" };
    const { status, type, answer } = known;
    return status === null || type === null || answer === null ? { is: "under way" } : { is: "answered", kept: { status, type, answer } };
  });
}

/** Keeps the answer of a request. */
export function keepAnswer(state: State, { caller, key }: IdempotentRequest, { status, type, answer }: KeptAnswer): Promise<void> {
  return withSystem(state, async (db) => {
    await db.sql.updateTable("idempotent_request").set({ status, type, answer }).where("caller", "=", caller).where("key", "=", key).execute();
  });
}

/** Forgets a request that did nothing, so that it can be sent again. */
export function forgetRequest(state: State, { caller, key }: IdempotentRequest): Promise<void> {
  return withSystem(state, async (db) => {
    await db.sql.deleteFrom("idempotent_request").where("caller", "=", caller).where("key", "=", key).execute();
  });
}
