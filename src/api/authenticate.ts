// Who asks: a bearer key (RFC 6750), until people and roles exist.
import type { FastifyReply, FastifyRequest } from "fastify";
import { type ApiKey, type Caller, findApiKey, type State } from "../store/index.ts";
import { FailedAttempts } from "./attempts.ts";
import { HttpRefusal } from "./errors.ts";

export type Authentication = {
  /** Refuses a request without a key that counts. For routes under /v1. */
  readonly requireKey: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** As `requireKey`, but lets in whoever asks on this machine itself, without a proxy between. */
  readonly requireKeyFromAfar: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Who a request that was let in comes from. */
  readonly callerOf: (request: FastifyRequest) => Caller;
};

/** Guards requests with the keys in the state. */
export function authentication(state: State, now: () => Date): Authentication {
  const failed = new FailedAttempts();
  const known = new WeakMap<FastifyRequest, ApiKey>();
  const requireKey = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const text = bearer(request.headers.authorization);
    const key = text === undefined ? undefined : await findApiKey(state, text);
    if (key !== undefined) {
      known.set(request, key);
      return;
    }
    const waitSeconds = failed.waitSeconds(request.ip, now().getTime());
    if (waitSeconds > 0) {
      void reply.header("retry-after", String(waitSeconds));
      throw new HttpRefusal("too_many_attempts", `Too many requests without a valid key came from ${request.ip}: wait ${waitSeconds} seconds.`);
    }
    failed.add(request.ip, now().getTime());
    void reply.header("www-authenticate", 'Bearer realm="vigie"');
    const message = text === undefined ? "Send the key: Authorization: Bearer vigie_…" : "This key does not count: it is mistyped, or was revoked.";
    throw new HttpRefusal("unauthenticated", message);
  };
  return {
    requireKey,
    requireKeyFromAfar: async (request, reply) => (isLocal(request) ? undefined : requireKey(request, reply)),
    callerOf: (request) => ({ who: known.get(request)?.name ?? "nobody", now: now() }),
  };
}

const MAX_KEY = 200;

function bearer(header: string | undefined): string | undefined {
  const [scheme, key, ...more] = (header ?? "").split(" ");
  return scheme?.toLowerCase() === "bearer" && key !== undefined && key !== "" && key.length <= MAX_KEY && more.length === 0 ? key : undefined;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** A proxy on this machine speaks for others, and says so (RFC 7239, and what was used before it). */
const isLocal = ({ ip, headers }: FastifyRequest): boolean => LOOPBACK.has(ip) && headers["forwarded"] === undefined && headers["x-forwarded-for"] === undefined;
