// The one place where a refusal becomes a status. Anything else is a bug: it is logged, and the client is told nothing of it.
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { problem, PROBLEM_TYPE, type Problem } from "../contract/problem.ts";
import { DomainError } from "../core/index.ts";

/** What only HTTP refuses. */
export type HttpCode = "unauthenticated" | "csrf" | "too_many_attempts" | "too_large" | "unsupported" | "unavailable";

/** A refusal that no verb knows of. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  readonly code: HttpCode;

  constructor(code: HttpCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Answers an error that a route or a hook threw. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isCrowded(error)) {
    request.log.warn({ method: request.method, route: request.routeOptions.url }, "no connection to the database was free in time: too much is asked at once, or the database does not answer");
    return sendProblem(reply.header("retry-after", "2"), problem("unavailable", "More is asked than can be answered now: ask again in some seconds."));
  }
  const refused = problemOf(error);
  if (refused !== undefined) return sendProblem(reply, refused);
  request.log.error({ err: error, method: request.method, route: request.routeOptions.url }, "a request failed: this is a bug");
  return sendProblem(reply, problem("internal", "Something broke on our side; the log of the server tells what."));
}

/** Answers a request that no route takes. */
export function answerUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, problem("not_found", `There is no ${request.method} ${request.url.split("?")[0]?.slice(0, 200) ?? ""}: /openapi.json lists what there is.`));
}

/** Answers with a problem. */
export const sendProblem = (reply: FastifyReply, refused: Problem): FastifyReply => reply.code(refused.status).type(PROBLEM_TYPE).send(refused);

const PARTS_TOLD = 5;

function problemOf(error: unknown): Problem | undefined {
  if (error instanceof DomainError || error instanceof HttpRefusal) return problem(error.code, error.message);
  if (hasZodFastifySchemaValidationErrors(error)) {
    const parts = error.validation.slice(0, PARTS_TOLD).map(({ instancePath, message }) => `${instancePath.slice(1) || error.validationContext}: ${message ?? "wrong"}`);
    return problem("invalid", `The request does not fit: ${parts.join("; ")}. /openapi.json says what it takes.`);
  }
  return fromDatabase(error) ?? fromFastify(error);
}

// The pool says in words alone that nobody gave a connection back in time, or that the database took too long to open one.
const CROWDED = new Set(["timeout exceeded when trying to connect", "Connection terminated due to connection timeout"]);
const isCrowded = (error: unknown): boolean => error instanceof Error && CROWDED.has(error.message);

// PostgreSQL, appendix A: a text that is none in UTF-8 (U+0000), half of a surrogate pair in JSON, a time that it cannot hold.
const NOT_STORABLE = new Set(["22021", "22P05", "22008"]);

/** What reached the database and that it cannot hold; a verb that keeps what others wrote replaces it before. */
function fromDatabase(error: unknown): Problem | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" && NOT_STORABLE.has(code) ? problem("invalid", "The request holds what cannot be kept: U+0000 or half a surrogate pair in a text, or a time out of range.") : undefined;
}

/** What fastify itself refuses: too long, no JSON, a type that nobody reads. */
function fromFastify(error: unknown): Problem | undefined {
  const { statusCode, message, code } = error as { readonly statusCode?: number; readonly message?: string; readonly code?: string };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return problem("too_large", "The body is larger than this route takes.");
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return problem("unsupported", "Nobody here reads a body of this type: set content-type as /openapi.json says.");
  const isTheirs = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return isTheirs ? problem("invalid", message ?? "The request cannot be read.") : undefined;
}

/** Where the server's own words go. */
export type ApiLog = FastifyBaseLogger;
