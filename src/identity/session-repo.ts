import type { SystemDb } from "../store/index.ts";

export type SessionRow = {
  readonly id: string;
  readonly personId: string;
  readonly csrfHash: Uint8Array;
  readonly method: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly address: string;
  readonly userAgent: string;
};

const COLUMNS = ["id", "person_id as personId", "csrf_hash as csrfHash", "method", "created_at as createdAt", "seen_at as seenAt", "expires_at as expiresAt", "address", "user_agent as userAgent"] as const;

export async function insertSession(db: SystemDb, hash: Uint8Array, { id, personId, csrfHash, method, createdAt, expiresAt, address, userAgent }: Omit<SessionRow, "seenAt">): Promise<void> {
  await db.sql.insertInto("session").values({ hash, id, person_id: personId, csrf_hash: csrfHash, method, created_at: createdAt, seen_at: createdAt, expires_at: expiresAt, address, user_agent: userAgent, revoked_at: null }).execute();
}

/** The session of a cookie, if it has not ended; `idleSince`: one that was not seen since then has. */
export async function sessionByHash(db: SystemDb, hash: Uint8Array, now: Date, idleSince: Date): Promise<SessionRow | undefined> {
  return db.sql.selectFrom("session").select(COLUMNS).where("hash", "=", hash).where("revoked_at", "is", null).where("expires_at", ">", now).where("seen_at", ">", idleSince).executeTakeFirst();
}

export async function listSessions(db: SystemDb, person: string, now: Date, idleSince: Date): Promise<readonly SessionRow[]> {
  return db.sql.selectFrom("session").select(COLUMNS).where("person_id", "=", person).where("revoked_at", "is", null).where("expires_at", ">", now).where("seen_at", ">", idleSince).orderBy("created_at", "desc").limit(100).execute();
}

export async function touchSession(db: SystemDb, id: string, now: Date): Promise<void> {
  await db.sql.updateTable("session").set({ seen_at: now }).where("id", "=", id).execute();
}

/** Ends one session of a person, or all; gives how many. */
export async function revokeSessions(db: SystemDb, person: string, now: Date, id?: string): Promise<number> {
  let query = db.sql.updateTable("session").set({ revoked_at: now }).where("person_id", "=", person).where("revoked_at", "is", null);
  if (id !== undefined) query = query.where("id", "=", id);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

/** Forgets sessions that ended before the time: the journal tells who signed in. And what was begun and not ended by now. */
export async function forgetSessions(db: SystemDb, { endedBefore, now }: { readonly endedBefore: Date; readonly now: Date }): Promise<void> {
  await db.sql.deleteFrom("session").where((of) => of.or([of("expires_at", "<", endedBefore), of("revoked_at", "<", endedBefore)])).execute();
  await db.sql.deleteFrom("sign_in").where("expires_at", "<", now).execute();
}

export type SignInRow = { readonly personId: string | null; readonly step: string; readonly details: Readonly<Record<string, unknown>>; readonly failures: number };

export async function insertSignIn(db: SystemDb, hash: Uint8Array, { personId, step, details, expiresAt }: Omit<SignInRow, "failures"> & { readonly expiresAt: Date }): Promise<void> {
  await db.sql.insertInto("sign_in").values({ hash, person_id: personId, step, details: JSON.stringify(details), expires_at: expiresAt }).execute();
}

/** What is under way, held until the transaction ends: two answers to one question come one after the other. */
export async function signInByHash(db: SystemDb, hash: Uint8Array, now: Date): Promise<SignInRow | undefined> {
  return db.sql.selectFrom("sign_in").select(["person_id as personId", "step", "details", "failures"]).where("hash", "=", hash).where("expires_at", ">", now).forUpdate().executeTakeFirst();
}

export async function updateSignIn(db: SystemDb, hash: Uint8Array, changes: { readonly step?: string; readonly failures?: number; readonly details?: Readonly<Record<string, unknown>> }): Promise<void> {
  const { details, ...others } = changes;
  await db.sql.updateTable("sign_in").set({ ...others, ...(details === undefined ? {} : { details: JSON.stringify(details) }) }).where("hash", "=", hash).execute();
}

export async function deleteSignIn(db: SystemDb, hash: Uint8Array): Promise<void> {
  await db.sql.deleteFrom("sign_in").where("hash", "=", hash).execute();
}

/** Ends what a person began at the door and did not end: what they showed there may not count any more. */
export async function deleteSignInsOf(db: SystemDb, person: string): Promise<void> {
  await db.sql.deleteFrom("sign_in").where("person_id", "=", person).execute();
}

/** Ends all sessions of a person but one. */
export async function revokeOtherSessions(db: SystemDb, person: string, now: Date, keep: string): Promise<void> {
  await db.sql.updateTable("session").set({ revoked_at: now }).where("person_id", "=", person).where("revoked_at", "is", null).where("id", "<>", keep).execute();
}
