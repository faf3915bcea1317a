// Requests to operational teams: looked at by both sides, each as far as they see.
import { EditRequest, MakeRequest, PreAuthorisation, PreAuthorisationQuery, Request as Page, RequestList, RequestPath, RequestQuery } from "../contract/requests.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import { findIncident } from "../incidents/index.ts";
import { assetOf, barredNow, editRequest, findRequest, listRequests, makeRequest, orderOf, preAuthorised, type Request, type RequestQuestion } from "../requests/index.ts";
import { readTenant, storableText, withTenant } from "../store/index.ts";
import { settingsAt } from "../tenants/index.ts";
import { clockRoutes } from "./clocks.ts";
import { placeAfter, placeOf, timeOfPlace } from "./keyset.ts";
import { presentPreAuthorisation, presentRow, tellingOf } from "./present-request.ts";
import { askerIn, askerOf, type RequestRouteDeps } from "./request-asker.ts";
import { requestFileRoutes } from "./request-files.ts";
import { pageOf } from "./request-page.ts";
import { requestSettingRoutes } from "./request-settings.ts";
import { requestVerbRoutes } from "./request-verbs.ts";
import { about, answers, dateOf, type Routes } from "./routes.ts";

const REQUESTS = "/v1/tenants/:tenant/requests";
const TAG = "requests";

/** Requests, the teams that get them, and what the platform may send by itself. */
export const requestRoutes = (deps: RequestRouteDeps): Routes => async (app) => {
  await app.register(lookRoutes(deps));
  await app.register(requestVerbRoutes(deps));
  await app.register(requestSettingRoutes(deps));
  await app.register(requestFileRoutes(deps));
  await app.register(clockRoutes(deps, {
    path: `${REQUESTS}/:request`, params: RequestPath, read: "request:read", change: "request:send",
    find: async (db, known, { request = "" }) => ({ kind: "request", id: (await findRequest(db, askerIn(known, db.tenant), request)).id }),
  }));
};

const lookRoutes = (deps: RequestRouteDeps): Routes => async (app) => {
  const { state, newId } = deps;

  app.get(REQUESTS, { schema: { ...about(TAG, "Requests, what is due first at the top, with counts", "request:read"), params: TenantPath, querystring: RequestQuery, response: answers(RequestList) } }, (request) =>
    readTenant(state, request.params.tenant, async (db) => {
      const { view, limit, after, ...wanted } = request.query;
      const asker = askerOf(deps, request, db.tenant);
      const telling = tellingOf((await settingsAt(db, asker.now)).documents, asker);
      const { requests, counts } = await listRequests(db, asker, { ...wanted, view, limit, after: after === undefined ? undefined : placeIn(after) });
      const last = requests.at(-1);
      return { requests: requests.map((one) => presentRow(one, telling)), counts: { ...counts, byState: { ...counts.byState }, byTeam: counts.byTeam.map((team) => ({ ...team })) }, next: requests.length < limit || last === undefined ? null : nextPlace(last, view) };
    }));

  app.post(REQUESTS, { schema: { ...about(TAG, "Make a draft; the CMDB gives the team", "request:send"), params: TenantPath, body: MakeRequest, response: answers(Page) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => {
      const asker = askerOf(deps, request, db.tenant);
      const { incident: named, severity, ...draft } = request.body;
      const incident = await findIncident(db, named);
      if (incident.stage === "closed") throw new DomainError("conflict", `${incident.ref} is closed: reopen it first, or name the incident that it became a part of.`);
      const { id } = await makeRequest(db, asker, { ...withoutUndefined(draft), id: newId(), incident: { id: incident.id, ref: incident.ref }, severity: severity ?? incident.severity });
      return pageOf(db, asker, id);
    }));

  app.get(`${REQUESTS}/:request`, { schema: { ...about(TAG, "One request with all that its page shows", "request:read"), params: RequestPath, response: answers(Page) } }, (request) =>
    readTenant(state, request.params.tenant, (db) => pageOf(db, askerOf(deps, request, db.tenant), request.params.request)));

  app.patch(`${REQUESTS}/:request`, { schema: { ...about(TAG, "Change what a draft says", "request:send"), params: RequestPath, body: EditRequest, response: answers(Page) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => {
      const asker = askerOf(deps, request, db.tenant);
      await editRequest(db, asker, request.params.request, withoutUndefined(request.body));
      return pageOf(db, asker, request.params.request);
    }));

  app.get("/v1/tenants/:tenant/pre-authorisation", { schema: { ...about(TAG, "Whether the client agreed beforehand to an action", "setting:read"), params: TenantPath, querystring: PreAuthorisationQuery, response: answers(PreAuthorisation) } }, (request) =>
    readTenant(state, request.params.tenant, async (db) => {
      const { action, asset = null, at } = request.query;
      const name = storableText(request.query.target);
      const when = dateOf(at) ?? deps.now();
      const known = await assetOf(db, { kind: "asset", name, asset }, deps.now());
      const kind = known !== undefined ? ("asset" as const) : ON_ACCOUNTS.has(action) ? ("account" as const) : ("indicator" as const);
      const target = { kind, name, asset, criticality: null };
      const barred = await barredNow(db, { action, target }, deps.now());
      return presentPreAuthorisation(preAuthorised((await settingsAt(db, when)).documents, action, { target, asset: known, barred }, when));
    }));
};

const ON_ACCOUNTS: ReadonlySet<string> = new Set(["disable-account", "reset-password", "revoke-sessions"]);

function placeIn(after: string): RequestQuestion["after"] {
  const [at, id, number] = placeOf(after, 3);
  return { at: at === null ? "infinity" : timeOfPlace(at), id: String(id), number: Number(number) };
}

function nextPlace({ dueAt, since, id, number }: Request, view: RequestQuestion["view"]): string {
  const at = orderOf(view) === "ended" ? since : dueAt;
  return placeAfter([at?.toISOString() ?? null, id, number]);
}

/** An optional part that is not given is not there: it must not take away what there was. */
const withoutUndefined = <Given extends object>(given: Given): { [Name in keyof Given]: Exclude<Given[Name], undefined> } => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [Name in keyof Given]: Exclude<Given[Name], undefined> };
