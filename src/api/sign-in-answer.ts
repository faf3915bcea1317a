import type { FastifyReply, FastifyRequest } from "fastify";
import type { SignInAnswer as Answer } from "../identity/index.ts";
import { setSessionCookies } from "./cookies.ts";
import { HttpRefusal } from "./errors.ts";
import { presentPerson } from "./present-person.ts";
import { iso } from "./routes.ts";

/** Where a session is opened from. */
export const openingOf = ({ ip, headers }: FastifyRequest): { readonly address: string; readonly userAgent: string } => ({ address: ip, userAgent: headers["user-agent"] ?? "" });

/** Answers a step of signing in; with the last the cookies are set. */
export function present(answer: Answer, reply: FastifyReply) {
  if (answer.type === "code" || answer.type === "enrol") return answer;
  if (answer.type === "done") {
    const { session, recoveryCodes = null } = answer;
    setSessionCookies(reply, session);
    return { type: "done" as const, person: presentPerson(session.person), csrf: session.csrf, expiresAt: iso(session.expiresAt), recoveryCodes: recoveryCodes === null ? null : [...recoveryCodes] };
  }
  if (answer.waitSeconds === 0) throw new HttpRefusal("unauthenticated", "This does not let you in: look at what you typed, or begin again.");
  void reply.header("retry-after", String(answer.waitSeconds));
  throw new HttpRefusal("too_many_attempts", `That was wrong too often: wait ${answer.waitSeconds} seconds.`);
}
