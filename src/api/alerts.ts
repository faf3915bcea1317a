// The queue: of one organisation, and for the provider of all of them at once.
import type { FastifyRequest } from "fastify";
import { accountByDay, type AlertQuery, findAlert, findAmong, horizon, type Horizon as HorizonTold, listAlerts, nextAlert, placeOf } from "../alerts/index.ts";
import { AccountQuery, AlertAccount, AlertList, AlertQuery as ListQuery, AllAlertsQuery, Horizon, HorizonQuery, NextAlert, NextAlertQuery, NextOfAllQuery } from "../contract/alerts.ts";
import { TenantPath } from "../contract/shared.ts";
import type { z } from "zod";
import { readTenant, type SystemDb, type TenantDb, withSystem } from "../store/index.ts";
import { cursorOf, languageOf, modesOf, placeOfCursor, presentAlert, queryOf } from "./alert-rows.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, type Routes } from "./routes.ts";

const OF_TENANT = "/v1/tenants/:tenant/alerts";
const OF_ALL = "/v1/alerts";
const READ = "alert:read";

/** Lists of alerts, their horizon and their account. */
export const alertRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, now, callerOf, tenants } = deps;
  /** The organisations that a provider's list is of: those that are at work, or those of them that were asked for. */
  const among = (asked: readonly string[] | undefined): readonly string[] => tenants().map(({ id }) => id).filter((id) => asked === undefined || asked.includes(id));

  const list = async (db: TenantDb | SystemDb, request: FastifyRequest, { sort, limit, cursor, language, ...filter }: z.infer<typeof ListQuery>, of?: readonly string[]): Promise<z.infer<typeof AlertList>> => {
    const query = queryOf(filter, { sort, person: callerOf(request).id, tenants: of });
    const { alerts, next, counts } = await listAlerts(db, query, { after: cursor === undefined ? undefined : placeOfCursor(cursor), limit });
    const how = { now: now(), language: languageOf(deps, request, language), modes: await modesOf(db, alerts, now()) };
    const count = (stage: "open" | "mine" | "unowned" | "closed"): number => counts.get(stage) ?? 0;
    return { alerts: alerts.map((alert) => presentAlert(alert, how)), next: next === null ? null : cursorOf(next), counts: { open: count("open"), mine: count("mine"), unowned: count("unowned"), closed: count("closed") } };
  };

  const next = async (db: TenantDb | SystemDb, request: FastifyRequest, query: AlertQuery, { after, language }: Pick<z.infer<typeof NextAlertQuery>, "after" | "language">, find: (name: string) => Promise<Awaited<ReturnType<typeof findAlert>>>) => {
    const found = await nextAlert(db, query, after === undefined ? undefined : placeOf(await find(after)));
    return { alert: found === null ? null : presentAlert(found, { now: now(), language: languageOf(deps, request, language), modes: await modesOf(db, [found], now()) }) };
  };

  app.get(OF_TENANT, { schema: { ...about("alerts", "The queue of an organisation, with the counts of its tabs", READ), params: TenantPath, querystring: ListQuery, response: answers(AlertList) } }, (request) => readTenant(state, request.params.tenant, (db) => list(db, request, request.query)));
  app.get(OF_ALL, { schema: { ...about("alerts", "The queue of all organisations", READ), querystring: AllAlertsQuery, response: answers(AlertList) } }, (request) => {
    const { tenant, ...query } = request.query;
    return withSystem(state, (db) => list(db, request, query, among(tenant)));
  });

  app.get(`${OF_TENANT}/next`, { schema: { ...about("alerts", "The next alert of a view", READ), params: TenantPath, querystring: NextAlertQuery, response: answers(NextAlert) } }, (request) => {
    const { after, language, sort, ...filter } = request.query;
    return readTenant(state, request.params.tenant, (db) => next(db, request, queryOf(filter, { sort, person: callerOf(request).id }), { after, language }, (name) => findAlert(db, name)));
  });
  app.get(`${OF_ALL}/next`, { schema: { ...about("alerts", "The next alert of a view of all organisations", READ), querystring: NextOfAllQuery, response: answers(NextAlert) } }, (request) => {
    const { after, language, sort, tenant, ...filter } = request.query;
    const of = among(tenant);
    return withSystem(state, (db) => next(db, request, queryOf(filter, { sort, person: callerOf(request).id, tenants: of }), { after, language }, (id) => findAmong(db, of, id)));
  });

  const told = async (db: TenantDb | SystemDb, request: FastifyRequest, { hours, language }: z.infer<typeof HorizonQuery>, of: readonly string[]) => presentHorizon(await horizon(db, { now: now(), hours, tenants: of, language: languageOf(deps, request, language) }));
  app.get(`${OF_TENANT}/horizon`, { schema: { ...about("alerts", "Alerts above the line, what was suppressed below it, by quarters of an hour", READ), params: TenantPath, querystring: HorizonQuery, response: answers(Horizon) } }, (request) =>
    readTenant(state, request.params.tenant, (db) => told(db, request, request.query, [])));
  app.get(`${OF_ALL}/horizon`, { schema: { ...about("alerts", "The horizon of all organisations", READ), querystring: HorizonQuery, response: answers(Horizon) } }, (request) => withSystem(state, (db) => told(db, request, request.query, among(undefined))));

  app.get(`${OF_TENANT}/account`, { schema: { ...about("alerts", "What became of each day's detections: the sum must add up", READ), params: TenantPath, querystring: AccountQuery, response: answers(AlertAccount) } }, async (request) => {
    const today = Math.floor(now().getTime() / DAY_MS) * DAY_MS;
    const days = await readTenant(state, request.params.tenant, (db) => accountByDay(db, new Date(today - (request.query.days - 1) * DAY_MS), new Date(today + DAY_MS)));
    return { days: days.map(({ suppressed, ...day }) => ({ ...day, suppressed: { exception: 0, maintenance: 0, duplicate: 0, "rate-limit": 0, ...suppressed }, adds: day.detections === day.alerted + day.waiting + Object.values(suppressed).reduce((n, one) => n + one, 0) })) };
  });
};

const DAY_MS = 86_400_000;

const presentHorizon = ({ since, until, bars, ...sum }: HorizonTold): z.infer<typeof Horizon> => ({ ...sum, since: iso(since), until: iso(until), bars: bars.map(({ at, alerts, suppressed }) => ({ at: iso(at), alerts: { ...alerts }, suppressed: { ...suppressed } })), suppressed: { ...sum.suppressed } });
