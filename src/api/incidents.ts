import { Incident, IncidentList, IncidentPath, IncidentQuery, IncidentThread, OpenIncident, ThreadQuery } from "../contract/incidents.ts";
import { TenantPath } from "../contract/shared.ts";
import { findIncident, listIncidents, openIncident, showIncident } from "../incidents/index.ts";
import { readTenant, withSystem, withTenant } from "../store/index.ts";
import { listEntries } from "../timeline/index.ts";
import { clockRoutes } from "./clocks.ts";
import type { RouteDeps } from "./deps.ts";
import { presentEntry, presentIncident, presentRow } from "./present-incident.ts";
import { about, answers, dateOf, type Routes } from "./routes.ts";

const TAG = "incidents";
const READ = "incident:read";
const ALL = "/v1/tenants/:tenant/incidents";
const ONE = `${ALL}/:incident`;

/** Lists of incidents, the page of one, its thread and its clocks. */
export const incidentRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, now, callerOf } = deps;
  const queryOf = (request: Parameters<typeof callerOf>[0], { since, until, ...query }: ReturnType<typeof IncidentQuery.parse>) => {
    const { id, side } = callerOf(request);
    return { ...query, since: dateOf(since), until: dateOf(until), me: { id, side } };
  };
  const listed = ({ incidents, counts, next }: Awaited<ReturnType<typeof listIncidents>>) => ({ incidents: incidents.map(({ incident, turn }) => presentRow(incident, turn)), counts: { ...counts, byStage: { ...counts.byStage } }, next });

  app.get(ALL, { schema: { ...about(TAG, "Incidents of an organisation, the most severe first", READ), params: TenantPath, querystring: IncidentQuery, response: answers(IncidentList) } }, (request) =>
    readTenant(state, request.params.tenant, async (db) => listed(await listIncidents(db, queryOf(request, request.query), now()))));
  app.get("/v1/incidents", { schema: { ...about(TAG, "Incidents of all organisations", READ), querystring: IncidentQuery, response: answers(IncidentList) } }, (request) =>
    withSystem(state, async (db) => listed(await listIncidents(db, queryOf(request, request.query), now()))));
  app.post(ALL, { schema: { ...about(TAG, "Open an incident, from alerts or from nothing", "incident:handle"), params: TenantPath, body: OpenIncident, response: answers(Incident) } }, (request) => {
    const { origin, occurredAt, ...asked } = request.body;
    const caller = callerOf(request);
    return withTenant(state, request.params.tenant, async (db) => {
      const { id } = await openIncident(db, caller, { ...asked, origin: origin ?? (asked.alerts.length > 0 ? "alert" : "provider"), occurredAt: dateOf(occurredAt) });
      return presentIncident(await showIncident(db, caller, id));
    });
  });
  app.get(ONE, { schema: { ...about(TAG, "One incident, by id or reference, with all that its page shows", READ), params: IncidentPath, response: answers(Incident) } }, (request) =>
    readTenant(state, request.params.tenant, async (db) => presentIncident(await showIncident(db, callerOf(request), request.params.incident))));
  app.get(`${ONE}/entries`, { schema: { ...about(TAG, "The thread, as the caller's side sees it", READ), params: IncidentPath, querystring: ThreadQuery, response: answers(IncidentThread) } }, (request) =>
    readTenant(state, request.params.tenant, async (db) => {
      const { limit, ...query } = request.query;
      const { id } = await findIncident(db, request.params.incident);
      const entries = await listEntries(db, { subjects: [{ kind: "incident", id }], side: callerOf(request).side, limit, ...query });
      return { entries: entries.map(presentEntry), next: entries.length < limit ? null : (entries.at(-1)?.id ?? null) };
    }));
  await app.register(clockRoutes(deps, { path: ONE, params: IncidentPath, read: READ, change: "incident:handle", find: async (db, _known, { incident = "" }) => ({ kind: "incident", id: (await findIncident(db, incident)).id }) }));
};
