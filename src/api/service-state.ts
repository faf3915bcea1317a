// The state of the service of an organisation, for both sides: one page, and the seven days of a client's home.
import { ServiceState, ServiceStateQuery } from "../contract/service-state.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import { serviceState, type ServiceState as State } from "../service/index.ts";
import { readTenant } from "../store/index.ts";
import type { z } from "zod";
import type { RouteDeps } from "./deps.ts";
import { about, answers, dateOf, iso, type Routes } from "./routes.ts";

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_DAYS = 400;

export const serviceStateRoutes = ({ state, now }: RouteDeps): Routes => async (app) => {
  app.get("/v1/tenants/:tenant/service-state", { schema: { ...about("service", "Objectives, requests by team and thirteen weeks: what was due and done in a time", "incident:read"), params: TenantPath, querystring: ServiceStateQuery, response: answers(ServiceState) } }, ({ params, query }) => {
    const at = now();
    const until = dateOf(query.to) ?? at;
    const since = dateOf(query.from) ?? new Date(until.getTime() - DEFAULT_DAYS * DAY_MS);
    if (since >= until) throw new DomainError("invalid", "from: it lies before to.");
    if (until.getTime() - since.getTime() > MOST_DAYS * DAY_MS) throw new DomainError("invalid", `from: at most ${MOST_DAYS} days before to.`);
    return readTenant(state, params.tenant, async (db) => present(await serviceState(db, { since, until }, at), { at, since, until }));
  });
};

const present = ({ objectives, requests, weeks, ...figures }: State, { at, since, until }: { readonly at: Date; readonly since: Date; readonly until: Date }): z.infer<typeof ServiceState> => ({
  at: iso(at), from: iso(since), to: iso(until), ...figures,
  objectives: { ...objectives, list: objectives.list.map((one) => ({ ...one })), pauses: objectives.pauses.map((one) => ({ ...one })) },
  requests: requests.map((one) => ({ ...one })),
  weeks: weeks.map(({ begins, incidents, ...week }) => ({ ...week, begins: iso(begins), incidents: { ...incidents } })),
});
