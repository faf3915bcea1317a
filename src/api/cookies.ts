// The cookies of a session. `__Host-` binds them to this host and to TLS (RFC 6265bis, section 4.1.3.2); browsers count
// the machine's own address as safe.
import type { FastifyReply } from "fastify";
import type { OpenedSession } from "../identity/index.ts";

export const SESSION_COOKIE = "__Host-vigie";
/** Readable by the page, which sends it back as a header: who stole the other cookie alone changes nothing. */
export const CSRF_COOKIE = "__Host-vigie-csrf";
export const CSRF_HEADER = "x-csrf-token";

const SHARED = { path: "/", secure: true, sameSite: "strict" } as const;

export function setSessionCookies(reply: FastifyReply, { cookie, csrf, expiresAt }: OpenedSession): void {
  void reply.setCookie(SESSION_COOKIE, cookie, { ...SHARED, httpOnly: true, expires: expiresAt }).setCookie(CSRF_COOKIE, csrf, { ...SHARED, expires: expiresAt });
}

export function clearSessionCookies(reply: FastifyReply): void {
  void reply.clearCookie(SESSION_COOKIE, SHARED).clearCookie(CSRF_COOKIE, SHARED);
}
