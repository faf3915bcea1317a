// Every access to clients' data is written down before it is answered, and every refusal (PDIS IV.3.9.c).
import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Caller } from "../core/index.ts";
import { record, withSystem, withTenant } from "../store/index.ts";
import type { RouteDeps } from "./deps.ts";
import type { Needed } from "./routes.ts";

// What shows data; changes are written down by the verbs that make them.
const LOOKS = new Set(["read", "search", "export"]);
// Packs of rules are the provider's, not a client's.
const NOBODYS = new Set(["pack:read"]);
// A page that looks again every few seconds looks once.
const AGAIN_MS = 60_000;
const REMEMBERED = 10_000;
const ASKED_CHARS = 2_000;

export type AccessLog = {
  /** Writes down that somebody looks at something. */
  readonly looked: (request: FastifyRequest, caller: Caller) => Promise<void>;
  /** Writes down that somebody was refused. */
  readonly refused: (request: FastifyRequest, caller: Caller, isTheirs: boolean, why?: string) => Promise<void>;
};

/** Writes accesses into the journal of the tenant that they concern, so that clients see who looked at their data. */
export function accessLog({ state }: Pick<RouteDeps, "state">): AccessLog {
  const seen = new Map<string, number>();
  const write = (tenant: string | undefined, caller: Caller, change: Parameters<typeof record>[2]): Promise<void> =>
    tenant === undefined ? withSystem(state, (db) => record(db, caller, change)) : withTenant(state, tenant, (db) => record(db, caller, change));
  const isAgain = (key: string, nowMs: number): boolean => {
    const before = seen.get(key);
    return before !== undefined && nowMs - before < AGAIN_MS;
  };
  // Once it is written, not before: what could not be written is no reason to leave the next out.
  const remember = (key: string, nowMs: number): void => {
    seen.delete(key);
    seen.set(key, nowMs);
    const [oldest] = seen.keys();
    if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
  };
  return {
    async looked(request, caller) {
      const needed = neededBy(request);
      if (isBlind(request) || needed === undefined || needed === "own" || NOBODYS.has(needed) || !LOOKS.has(needed.split(":")[1] ?? "")) return;
      const { tenant } = (request.params ?? {}) as { readonly tenant?: string };
      const subject = subjectOf(request);
      const { asked, digest } = askedOf(request);
      const key = `${caller.id}\n${tenant ?? ""}\n${subject}\n${digest}`;
      if (isAgain(key, caller.now.getTime())) return;
      await write(tenant, caller, { action: `access.${needed.split(":")[1]}`, subject, details: { permission: needed, ...(asked === "" ? {} : { asked }), ...(asked.length === ASKED_CHARS ? { askedDigest: digest } : {}) } });
      remember(key, caller.now.getTime());
    },
    async refused(request, caller, isTheirs, why) {
      const { tenant } = (request.params ?? {}) as { readonly tenant?: string };
      const subject = subjectOf(request);
      const key = `${caller.id}\n${tenant ?? ""}\n${subject}\nrefused`;
      if (isAgain(key, caller.now.getTime())) return;
      // To a tenant that is none of theirs it is told as to the platform: the tenant may not exist.
      await write(isTheirs ? tenant : undefined, caller, { action: "access.refused", subject, details: { permission: neededBy(request) ?? "none", ...(why === undefined ? {} : { why }) } });
      remember(key, caller.now.getTime());
    },
  };
}

const neededBy = ({ routeOptions }: FastifyRequest): Needed | undefined => (routeOptions.schema as { readonly "x-permission"?: Needed } | undefined)?.["x-permission"];

/** Whether the route shows nothing of what is kept. */
const isBlind = ({ routeOptions }: FastifyRequest): boolean => (routeOptions.schema as { readonly "x-looks-at-nothing"?: boolean } | undefined)?.["x-looks-at-nothing"] === true;

const subjectOf = ({ method, url }: FastifyRequest): string => `${method} ${(url.split("?")[0] ?? "").slice(0, 500)}`;

// What was searched for is a part of who looked at what. Of long questions the journal has the beginning, and the digest of all.
function askedOf({ query, body, method }: FastifyRequest): { readonly asked: string; readonly digest: string } {
  const parts = [query, method === "POST" ? body : undefined].filter((part) => part !== null && part !== undefined && !Buffer.isBuffer(part) && Object.keys(part).length > 0);
  const text = parts.map((part) => JSON.stringify(part)).join(" ");
  return { asked: text.slice(0, ASKED_CHARS), digest: createHash("sha256").update(text).digest("hex") };
}
