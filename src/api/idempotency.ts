// `Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header): a change that is sent twice happens once.
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { problem, PROBLEM_TYPE } from "../contract/problem.ts";
import { DomainError } from "../core/index.ts";
import { beginRequest, forgetRequest, keepAnswer, type IdempotentRequest } from "../store/index.ts";
import type { RouteDeps } from "./deps.ts";
import type { ApiServer } from "./routes.ts";

const HEADER = "idempotency-key";
const CHANGES = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const LONGEST_KEY = 128;
// More is a list or a stream, which asking again does no harm to.
const LONGEST_ANSWER = 256 * 1024;

/** Lets every change of the server carry a key. */
export function takeIdempotencyKeys(app: ApiServer, { state, now, log, callerOf }: RouteDeps): void {
  const underWay = new WeakMap<FastifyRequest, IdempotentRequest>();

  app.addHook("preHandler", async (request, reply) => {
    const key = request.headers[HEADER];
    if (key === undefined || !CHANGES.has(request.method)) return;
    if (typeof key !== "string" || key === "" || key.length > LONGEST_KEY) throw new DomainError("invalid", `${HEADER} is a text of up to ${LONGEST_KEY} characters, such as a UUID.`);
    const asked = { caller: callerOf(request).id, key, fingerprint: fingerprintOf(request) };
    const begun = await beginRequest(state, asked, now());
    if (begun.is === "another") throw new DomainError("conflict", `The ${HEADER} was used for another request: take a new one for each.`);
    if (begun.is === "under way") throw new DomainError("conflict", "The same request is being answered: ask again in a moment.");
    if (begun.is === "new") underWay.set(request, asked);
    else return reply.code(begun.kept.status).type(begun.kept.type).header("idempotency-replayed", "true").send(begun.kept.answer);
  });

  app.addHook("onSend", async (request, reply, payload) => {
    const asked = underWay.get(request);
    if (asked === undefined) return payload;
    underWay.delete(request);
    // A secret is shown once: not to whoever asks again, and not to whoever reads the database.
    const answer = typeof payload !== "string" ? undefined : isShownOnce(request, reply) ? JSON.stringify(ONCE) : payload;
    const type = reply.getHeader("content-type");
    // What failed on our side, or was refused for the moment, may be tried again.
    const isKept = answer !== undefined && answer.length <= LONGEST_ANSWER && reply.statusCode < 500 && reply.statusCode !== 429 && !holdsCookies(reply);
    await (isKept ? keepAnswer(state, asked, isShownOnce(request, reply) ? { status: ONCE.status, type: PROBLEM_TYPE, answer } : { status: reply.statusCode, type: typeof type === "string" ? type : "application/json", answer }) : forgetRequest(state, asked)).catch((error: unknown) => log.warn({ error: String(error) }, "the answer to a request with a key could not be kept"));
    return payload;
  });
}

// Answers that hold a key, the token of an invitation or recovery codes.
const SECRETS = /\/(?:keys|invitations|recovery-codes)$/;
const ONCE = problem("conflict", "This was done already; its answer holds a secret, which was shown once. Take back what was made, and make another.");

const isShownOnce = ({ routeOptions }: FastifyRequest, { statusCode }: FastifyReply): boolean => statusCode < 300 && SECRETS.test(routeOptions.url ?? "");

const holdsCookies = (reply: FastifyReply): boolean => reply.getHeader("set-cookie") !== undefined;

function fingerprintOf({ method, url, body }: FastifyRequest): Uint8Array {
  const hash = createHash("sha256").update(`${method} ${url}\n`);
  return hash.update(Buffer.isBuffer(body) ? body : JSON.stringify(body ?? null)).digest();
}
