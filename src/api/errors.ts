// The one place where a refusal becomes a status. Anything else is a bug: it is logged, and the client is told nothing of it.
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import type { Problem } from "../contract/problem.ts";
import { DomainError, type ErrorCode } from "../core/index.ts";

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

// RFC 9110, section 15.5, and RFC 6585, section 4.
const STATUSES = {
  invalid: 400, unauthenticated: 401, forbidden: 403, csrf: 403, not_found: 404, conflict: 409, too_large: 413, unsupported: 415, too_many_attempts: 429, unavailable: 503,
} as const satisfies Record<ErrorCode | HttpCode, number>;

/** Answers an error that a route or a hook threw. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error);
  if (problem !== undefined) return reply.code(STATUSES[problem.code]).send(problem);
  request.log.error({ err: error, method: request.method, route: request.routeOptions.url }, "a request failed: this is a bug");
  return reply.code(500).send({ code: "internal", message: "Something broke on our side; the log of the server tells what." } satisfies Problem);
}

/** Answers a request that no route takes. */
export function answerUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message = `There is no ${request.method} ${request.url.split("?")[0]?.slice(0, 200) ?? ""}: /openapi.json lists what there is.`;
  return reply.code(404).send({ code: "not_found", message } satisfies Problem);
}

const PARTS_TOLD = 5;

type Refused = Problem & { readonly code: keyof typeof STATUSES };

function problemOf(error: unknown): Refused | undefined {
  if (error instanceof DomainError || error instanceof HttpRefusal) return { code: error.code, message: error.message };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const parts = error.validation.slice(0, PARTS_TOLD).map(({ instancePath, message }) => `${instancePath.slice(1) || error.validationContext}: ${message ?? "wrong"}`);
    return { code: "invalid", message: `The request does not fit: ${parts.join("; ")}. /openapi.json says what it takes.` };
  }
  return fromFastify(error);
}

/** What fastify itself refuses: too long, no JSON, a type that nobody reads. */
function fromFastify(error: unknown): Refused | undefined {
  const { statusCode, message, code } = error as { readonly statusCode?: number; readonly message?: string; readonly code?: string };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return { code: "too_large", message: "The body is larger than this route takes." };
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return { code: "unsupported", message: "Nobody here reads a body of this type: set content-type as /openapi.json says." };
  const isTheirs = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return isTheirs ? { code: "invalid", message: message ?? "The request cannot be read." } : undefined;
}

/** Where the server's own words go. */
export type ApiLog = FastifyBaseLogger;
