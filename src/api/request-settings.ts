// Who works in which team, which team gets what, and what the platform may send by itself.
import type { z } from "zod";
import { Automation, AutomationForAll, RequestRoutes, SaveAutomation, SaveRequestRoutes, SwitchAutomation, TeamMemberPath, TeamMembers, TeamMembersPath } from "../contract/request-settings.ts";
import { TenantPath } from "../contract/shared.ts";
import { listPeople } from "../identity/index.ts";
import {
  addMember, type Guard, guardWords, limitAutomation, listMembers, listRoutes, removeMember, saveRoutes, showAutomation, showStopForAll, startAutomation, startForAll, stopAutomation, stopForAll, type Stop,
} from "../requests/index.ts";
import { readTenant, withSystem, withTenant } from "../store/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, type Routes } from "./routes.ts";

export const requestSettingRoutes = (deps: RouteDeps): Routes => async (app) => {
  for (const routes of [memberRoutes, routingRoutes, automationRoutes, automationForAllRoutes]) await app.register(routes(deps));
};

const MEMBERS = "/v1/tenants/:tenant/teams/:team/members";
// More people than one organisation has in its teams.
const MOST_PEOPLE = 1_000;

const memberRoutes = ({ state, callerOf }: RouteDeps): Routes => async (app) => {
  const named = async (tenant: string, members: Awaited<ReturnType<typeof listMembers>>): Promise<z.infer<typeof TeamMembers>> => {
    const names = new Map((members.length === 0 ? [] : await listPeople(state, { tenant, limit: MOST_PEOPLE })).map(({ id, name }) => [id, name]));
    return { members: members.map(({ person, since }) => ({ person, name: names.get(person) ?? null, since: iso(since) })) };
  };

  app.get(MEMBERS, { schema: { ...about("requests", "Who works in a team", "person:read"), params: TeamMembersPath, response: answers(TeamMembers) } }, async ({ params: { tenant, team } }) => named(tenant, await readTenant(state, tenant, (db) => listMembers(db, team))));

  app.put(`${MEMBERS}/:person`, { schema: { ...about("requests", "Put somebody into a team: they see its requests", "person:manage"), params: TeamMemberPath, response: answers(TeamMembers) } }, async (request) => {
    const { tenant, team, person } = request.params;
    return named(tenant, await withTenant(state, tenant, (db) => addMember(db, callerOf(request), { team, person })));
  });

  app.delete(`${MEMBERS}/:person`, { schema: { ...about("requests", "Take somebody out of a team", "person:manage"), params: TeamMemberPath, response: answers(TeamMembers) } }, async (request) => {
    const { tenant, team, person } = request.params;
    return named(tenant, await withTenant(state, tenant, (db) => removeMember(db, callerOf(request), { team, person })));
  });
};

const ROUTES = "/v1/tenants/:tenant/request-routes";

const routingRoutes = ({ state, callerOf }: RouteDeps): Routes => async (app) => {
  const told = (routes: Awaited<ReturnType<typeof listRoutes>>): z.infer<typeof RequestRoutes> => ({ routes: routes.map(({ changedAt, ...route }) => ({ ...route, changedAt: iso(changedAt) })) });

  app.get(ROUTES, { schema: { ...about("requests", "Which team gets what the owner of an asset does not say", "asset:read"), params: TenantPath, response: answers(RequestRoutes) } }, ({ params }) => readTenant(state, params.tenant, async (db) => told(await listRoutes(db))));

  app.put(ROUTES, { schema: { ...about("requests", "Say anew which team gets what", "asset:change"), params: TenantPath, body: SaveRequestRoutes, response: answers(RequestRoutes) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => told(await saveRoutes(db, callerOf(request), request.body))));
};

const AUTOMATION = "/v1/tenants/:tenant/automation";

const automationRoutes = ({ state, now, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(AUTOMATION, { schema: { ...about("automation", "What may be sent without a person, and what was", "request:read"), params: TenantPath, response: answers(Automation) } }, ({ params }) => readTenant(state, params.tenant, async (db) => presentGuard(await showAutomation(db, now()))));

  app.put(AUTOMATION, { schema: { ...about("automation", "Limit it, or only write down what would be sent", "organisation:manage"), params: TenantPath, body: SaveAutomation, response: answers(Automation) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => presentGuard(await limitAutomation(db, callerOf(request), request.body))));

  app.post(`${AUTOMATION}/stop`, { schema: { ...about("automation", "Send nothing without a person any more", "automation:stop"), params: TenantPath, body: SwitchAutomation, response: answers(Automation) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => presentGuard(await stopAutomation(db, callerOf(request), request.body.reason))));

  // Stopping is anybody's; starting again is the service manager's.
  app.post(`${AUTOMATION}/start`, { schema: { ...about("automation", "Let it send without a person again", "organisation:manage"), params: TenantPath, body: SwitchAutomation, response: answers(Automation) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => presentGuard(await startAutomation(db, callerOf(request), request.body.reason))));
};

const automationForAllRoutes = ({ state, callerOf }: RouteDeps): Routes => async (app) => {
  app.get("/v1/automation", { schema: { ...about("automation", "Whether sending without a person is stopped for all organisations", "request:read"), response: answers(AutomationForAll) } }, () => withSystem(state, async (db) => ({ stopped: presentStop(await showStopForAll(db)) })));

  app.post("/v1/automation/stop", { schema: { ...about("automation", "Stop it for all organisations", "automation:stop"), body: SwitchAutomation, response: answers(AutomationForAll) } }, (request) => withSystem(state, async (db) => ({ stopped: presentStop(await stopForAll(db, callerOf(request), request.body.reason)) })));

  app.post("/v1/automation/start", { schema: { ...about("automation", "Start it again where an organisation has not stopped it itself", "organisation:manage"), body: SwitchAutomation, response: answers(AutomationForAll) } }, (request) => withSystem(state, async (db) => ({ stopped: presentStop(await startForAll(db, callerOf(request), request.body.reason)) })));
};

const presentStop = (stop: Stop | null): z.infer<typeof AutomationForAll>["stopped"] => (stop === null ? null : { at: iso(stop.at), by: stop.by, reason: stop.reason });

const presentGuard = (guard: Guard): z.infer<typeof Automation> => {
  const { isDryRun, perHour, perDay, sentLastHour, sentLastDay, stopped, stoppedForAll } = guard;
  return { isDryRun, perHour, perDay, sentLastHour, sentLastDay, stopped: presentStop(stopped), stoppedForAll: presentStop(stoppedForAll), words: guardWords(guard) };
};
