// Zones and the networks in them, teams and business services: registered by hand.
import { BusinessService, Network, NetworkList, NetworkQuery, RegisterPath, RegisterQuery, SaveNetwork, SaveService, SaveTeam, SaveZone, ServiceList, Team, TeamList, Zone, ZoneList } from "../contract/cmdb-register.ts";
import { TenantPath } from "../contract/shared.ts";
import { networks, services, teams, zones } from "../cmdb/index.ts";
import { dated, nextOf } from "./cmdb-page.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, type Routes } from "./routes.ts";

/** Where assets stand, who looks after them, what they carry. */
export const cmdbPlaceRoutes = (deps: RouteDeps): Routes => async (app) => {
  for (const routes of [teamsRoutes, zonesRoutes, networksRoutes, servicesRoutes]) await app.register(routes(deps));
};

const TEAMS = "/v1/tenants/:tenant/teams";

const teamsRoutes = ({ state, newId, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(TEAMS, { schema: { ...about("cmdb", "Teams that resolve requests", "asset:read"), params: TenantPath, querystring: RegisterQuery, response: answers(TeamList) } }, async ({ params, query }) => {
    const found = await teams.list(state, params.tenant, query);
    return { teams: found.map(dated), next: nextOf(found, query.limit) };
  });

  app.post(TEAMS, { schema: { ...about("cmdb", "Register a team", "asset:change"), params: TenantPath, body: SaveTeam, response: answers(Team) } }, async (request) => dated(await teams.create(state, callerOf(request), request.params.tenant, { id: newId(), given: request.body })));

  app.put(`${TEAMS}/:id`, { schema: { ...about("cmdb", "Change a team", "asset:change"), params: RegisterPath, body: SaveTeam, response: answers(Team) } }, async (request) => dated(await teams.change(state, callerOf(request), request.params.tenant, { id: request.params.id, given: request.body })));

  app.delete(`${TEAMS}/:id`, { schema: { ...about("cmdb", "Remove a team that nothing names", "asset:change"), params: RegisterPath, response: answers(Team) } }, async (request) => dated(await teams.remove(state, callerOf(request), request.params.tenant, request.params.id)));
};

const ZONES = "/v1/tenants/:tenant/zones";

const zonesRoutes = ({ state, newId, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(ZONES, { schema: { ...about("cmdb", "Zones, within which an address means one thing", "asset:read"), params: TenantPath, querystring: RegisterQuery, response: answers(ZoneList) } }, async ({ params, query }) => {
    const found = await zones.list(state, params.tenant, query);
    return { zones: found.map(dated), next: nextOf(found, query.limit) };
  });

  app.post(ZONES, { schema: { ...about("cmdb", "Register a zone", "asset:change"), params: TenantPath, body: SaveZone, response: answers(Zone) } }, async (request) => dated(await zones.create(state, callerOf(request), request.params.tenant, { id: newId(), given: request.body })));

  app.put(`${ZONES}/:id`, { schema: { ...about("cmdb", "Change a zone", "asset:change"), params: RegisterPath, body: SaveZone, response: answers(Zone) } }, async (request) => dated(await zones.change(state, callerOf(request), request.params.tenant, { id: request.params.id, given: request.body })));

  app.delete(`${ZONES}/:id`, { schema: { ...about("cmdb", "Remove a zone that nothing names", "asset:change"), params: RegisterPath, response: answers(Zone) } }, async (request) => dated(await zones.remove(state, callerOf(request), request.params.tenant, request.params.id)));
};

const NETWORKS = "/v1/tenants/:tenant/networks";

const networksRoutes = ({ state, newId, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(NETWORKS, { schema: { ...about("cmdb", "Networks, of all zones or of one", "asset:read"), params: TenantPath, querystring: NetworkQuery, response: answers(NetworkList) } }, async ({ params, query }) => {
    const found = await networks.list(state, params.tenant, query, { zone_id: query.zone });
    return { networks: found.map(dated), next: nextOf(found, query.limit) };
  });

  app.post(NETWORKS, { schema: { ...about("cmdb", "Register a network", "asset:change"), params: TenantPath, body: SaveNetwork, response: answers(Network) } }, async (request) => dated(await networks.create(state, callerOf(request), request.params.tenant, { id: newId(), given: request.body })));

  app.put(`${NETWORKS}/:id`, { schema: { ...about("cmdb", "Change a network", "asset:change"), params: RegisterPath, body: SaveNetwork, response: answers(Network) } }, async (request) => dated(await networks.change(state, callerOf(request), request.params.tenant, { id: request.params.id, given: request.body })));

  app.delete(`${NETWORKS}/:id`, { schema: { ...about("cmdb", "Remove a network that nothing names", "asset:change"), params: RegisterPath, response: answers(Network) } }, async (request) => dated(await networks.remove(state, callerOf(request), request.params.tenant, request.params.id)));
};

const SERVICES = "/v1/tenants/:tenant/services";

const servicesRoutes = ({ state, newId, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(SERVICES, { schema: { ...about("cmdb", "Business services", "asset:read"), params: TenantPath, querystring: RegisterQuery, response: answers(ServiceList) } }, async ({ params, query }) => {
    const found = await services.list(state, params.tenant, query);
    return { services: found.map(dated), next: nextOf(found, query.limit) };
  });

  app.post(SERVICES, { schema: { ...about("cmdb", "Register a business service", "asset:change"), params: TenantPath, body: SaveService, response: answers(BusinessService) } }, async (request) => dated(await services.create(state, callerOf(request), request.params.tenant, { id: newId(), given: request.body })));

  app.put(`${SERVICES}/:id`, { schema: { ...about("cmdb", "Change a business service", "asset:change"), params: RegisterPath, body: SaveService, response: answers(BusinessService) } }, async (request) => dated(await services.change(state, callerOf(request), request.params.tenant, { id: request.params.id, given: request.body })));

  app.delete(`${SERVICES}/:id`, { schema: { ...about("cmdb", "Remove a business service that nothing names", "asset:change"), params: RegisterPath, response: answers(BusinessService) } }, async (request) => dated(await services.remove(state, callerOf(request), request.params.tenant, request.params.id)));
};
