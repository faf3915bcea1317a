// Who asks for requests, and which of them they see.
import type { FastifyRequest } from "fastify";
import type { Caller } from "../core/index.ts";
import type { Asker, Look, Reader } from "../requests/index.ts";
import type { Known } from "./authenticate.ts";
import type { RouteDeps } from "./deps.ts";

/** What these routes work with. */
export type RequestRouteDeps = RouteDeps & { readonly look: Look };

/** Who asks, and in which language they read. */
export type ReadingAsker = Asker & { readonly language: Reader["language"] };

/** Whoever sent the HTTP request, in the person's own language. */
export function askerOf({ knownOf }: Pick<RouteDeps, "knownOf">, request: FastifyRequest, tenant: string): ReadingAsker {
  const known = knownOf(request);
  return { ...askerIn(known, tenant), language: known.signed?.person.language ?? "en" };
}

/**
 * The caller with what they see. Whoever may read incidents sees all requests that their side may; people of operational
 * teams see those of their teams, and a key without that permission belongs to no team.
 */
export function askerIn({ caller, permissionsIn }: Pick<Known, "caller" | "permissionsIn">, tenant: string): Asker {
  return permissionsIn(tenant)?.has("incident:read") === true ? { ...caller, sees: "all" } : ofTeams(caller);
}

/** The caller as one who sees the requests of their teams alone; a key belongs to none. */
export function ofTeams(caller: Caller): Asker {
  const [kind, ...id] = caller.id.split(":");
  return { ...caller, sees: { person: kind === "person" ? id.join(":") : "" } };
}
