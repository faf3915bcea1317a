// Sessions of people: a cookie, and a token that must come beside it where something is changed.
import { timingSafeEqual } from "node:crypto";
import { DomainError, type Caller } from "../core/index.ts";
import { withSystem, type State, type SystemDb } from "../store/index.ts";
import { whyNot, type Person } from "./person.ts";
import { recordAbout, recordOf } from "./record-of.ts";
import { personById } from "./repo.ts";
import { forgetSessions, insertSession, listSessions, revokeSessions, sessionByHash, touchSession, type SessionRow } from "./session-repo.ts";
import { hashOf, newToken } from "./token.ts";

const LASTS_MS = 12 * 3_600_000;
const IDLE_MS = 60 * 60_000;
const RECENT_MS = 15 * 60_000;
const KEPT_MS = 7 * 86_400_000;
// Not at each request: the row would be written more often than it is read.
const SEEN_MS = 60_000;

/** What opens a session: where it is asked from, and how its person showed who they are. */
export type Opening = { readonly address: string; readonly userAgent: string; readonly method: "password" | "passkey" | "oidc" };

/** A session that was opened: the only time that its texts are known. */
export type OpenedSession = { readonly cookie: string; readonly csrf: string; readonly person: Person; readonly expiresAt: Date };

/** Somebody with an open session. */
export type Signed = { readonly person: Person; readonly session: SessionRow };

/** Opens a session, and writes down that somebody signed in. */
export async function openSession(db: SystemDb, person: Person, opening: Opening, { id, now }: { readonly id: string; readonly now: Date }): Promise<OpenedSession> {
  const cookie = newToken();
  const csrf = newToken();
  const expiresAt = new Date(now.getTime() + LASTS_MS);
  const userAgent = opening.userAgent.slice(0, 300);
  await insertSession(db, cookie.hash, { ...opening, userAgent, id, personId: person.id, csrfHash: csrf.hash, createdAt: now, expiresAt });
  await recordOf(db, person, now, { action: "person.signed-in", details: { method: opening.method, address: opening.address } });
  return { cookie: cookie.text, csrf: csrf.text, person, expiresAt };
}

/** Who a cookie is of; undefined if its session ended, or its person may not come in any more. What nobody did by hand keeps no session open. */
export function findSession(state: State, cookie: string, now: Date, { byHand = true }: { readonly byHand?: boolean } = {}): Promise<Signed | undefined> {
  return withSystem(state, async (db) => {
    const session = await sessionByHash(db, hashOf(cookie), now, idleSince(now));
    const person = session === undefined ? undefined : await personById(db, session.personId);
    if (session === undefined || person === undefined || whyNot(person) !== undefined) return undefined;
    if (byHand && now.getTime() - session.seenAt.getTime() > SEEN_MS) await touchSession(db, session.id, now);
    return { person, session };
  });
}

/** Whether the token is the one that was given with the session's cookie. */
export const isCsrfToken = ({ session }: Signed, token: string): boolean => timingSafeEqual(hashOf(token), session.csrfHash);

/** Refuses a session that somebody may have found open: who changes how they sign in has signed in just now. */
export function requireRecent({ session }: Signed, now: Date): void {
  if (now.getTime() - session.createdAt.getTime() > RECENT_MS) throw new DomainError("forbidden", "This needs a session that is younger than 15 minutes: sign out, and in again.");
}

/** The open sessions of a person, the newest first. */
export const sessionsOf = (state: State, person: string, now: Date): Promise<readonly SessionRow[]> => withSystem(state, (db) => listSessions(db, person, now, idleSince(now)));

/** Ends one session of a person, or all of them. Gives how many were open. */
export function endSessions(state: State, caller: Caller, person: Pick<Person, "id" | "email" | "memberships">, session?: string): Promise<number> {
  return withSystem(state, async (db) => {
    const ended = await revokeSessions(db, person.id, caller.now, session);
    if (ended > 0) await recordAbout(db, caller, person, { action: "session.ended", details: { sessions: ended } });
    return ended;
  });
}

/** Removes sessions that ended days ago, and sign-ins that nobody went on with: anybody may begin one. */
export const forgetEnded = (state: State, now: Date): Promise<void> => withSystem(state, (db) => forgetSessions(db, { endedBefore: new Date(now.getTime() - KEPT_MS), now }));

const idleSince = (now: Date): Date => new Date(now.getTime() - IDLE_MS);
