// The client's home: what waits for it, what waits on the provider, what waits on its teams.
// Whoever reads requests may ask; of the rest they see what they may read where it is.
import type { z } from "zod";
import { TenantPath } from "../contract/shared.ts";
import { Waiting, WaitingQuery } from "../contract/waiting.ts";
import { waitingEscalations, type WaitingLists, waitingOf, type WaitingSource, waitingSuspicions } from "../escalations/index.ts";
import { waitingCalls } from "../notify/index.ts";
import { waitingPlaybooks } from "../playbooks/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, isoOrNull, type Routes } from "./routes.ts";
import { waitingExceptions, waitingRequests } from "./waiting-sources.ts";

// Wherever something can wait for somebody, it has a line here.
const SOURCES: readonly WaitingSource[] = [waitingEscalations, waitingSuspicions, waitingExceptions, waitingRequests, waitingPlaybooks, waitingCalls];

export const waitingRoutes = ({ state, knownOf }: RouteDeps): Routes => async (app) => {
  app.get("/v1/tenants/:tenant/waiting", { schema: { ...about("home", "What waits for whom, in the order in which it is due", "request:read"), params: TenantPath, querystring: WaitingQuery, response: answers(Waiting) } }, async (request) => {
    const { tenant } = request.params;
    const { caller, permissionsIn } = knownOf(request);
    return present(await waitingOf(SOURCES, { state, tenant, caller, may: permissionsIn(tenant) ?? new Set(), limit: request.query.limit }), caller.now);
  });
};

function present({ client, provider, teams }: WaitingLists, now: Date): z.infer<typeof Waiting> {
  const part = ({ count, nearestDueAt, items }: WaitingLists["client"]) => ({
    count, nearestDueAt: isoOrNull(nearestDueAt),
    items: items.map(({ verb, subject, title, about: below, severity, team, since, dueAt }) => ({ verb, subject: { ...subject }, title, about: below, severity, team, since: iso(since), dueAt: isoOrNull(dueAt), isLate: dueAt !== null && dueAt < now })),
  });
  return { client: part(client), provider: part(provider), teams: part(teams) };
}
