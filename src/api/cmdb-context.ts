// Relations between assets and services, maintenance windows, accounts of interest, and how sources are weighed.
import type { z } from "zod";
import {
  AccountList, AccountOfInterest, AccountQuery, CmdbSettings, CreateRelation, CreateWindow, EndWithReason, MaintenanceWindow, RegisterPath, RegisterQuery, RelationList, RelationQuery, SaveAccount, WindowList,
} from "../contract/cmdb-register.ts";
import { AssetRelation } from "../contract/cmdb.ts";
import { TenantPath } from "../contract/shared.ts";
import { type AccountOfInterest as Account, accounts, changeCmdbSettings, cmdbSettings, listRelations, type MaintenanceWindow as Window, maintenanceWindows, relations } from "../cmdb/index.ts";
import { dated, nextOf } from "./cmdb-page.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, isoOrNull, type Routes } from "./routes.ts";

/** What further is known of assets. */
export const cmdbContextRoutes = (deps: RouteDeps): Routes => async (app) => {
  for (const routes of [relationRoutes, windowRoutes, accountRoutes, settingRoutes]) await app.register(routes(deps));
};

const RELATIONS = "/v1/tenants/:tenant/relations";

const relationRoutes = ({ state, newId, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(RELATIONS, { schema: { ...about("cmdb", "Relations, of all or of one asset or service", "asset:read"), params: TenantPath, querystring: RelationQuery, response: answers(RelationList) } }, async ({ params, query }) => {
    const found = await listRelations(state, params.tenant, query, query);
    return { relations: found.map(dated), next: nextOf(found, query.limit) };
  });

  app.post(RELATIONS, { schema: { ...about("cmdb", "Register a relation, read from left to right", "asset:change"), params: TenantPath, body: CreateRelation, response: answers(AssetRelation) } }, async (request) => dated(await relations.create(state, callerOf(request), request.params.tenant, { id: newId(), given: request.body })));

  app.delete(`${RELATIONS}/:id`, { schema: { ...about("cmdb", "Remove a relation", "asset:change"), params: RegisterPath, response: answers(AssetRelation) } }, async (request) => dated(await relations.remove(state, callerOf(request), request.params.tenant, request.params.id)));
};

const WINDOWS = "/v1/tenants/:tenant/maintenance-windows";

const windowRoutes = ({ state, newId, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(WINDOWS, { schema: { ...about("cmdb", "Maintenance windows in the order of their ends", "asset:read"), params: TenantPath, querystring: RegisterQuery, response: answers(WindowList) } }, async ({ params, query }) => {
    const found = await maintenanceWindows.list(state, params.tenant, query);
    return { windows: found.map(presentWindow), next: nextOf(found, query.limit) };
  });

  app.post(WINDOWS, { schema: { ...about("cmdb", "Plan a maintenance window", "asset:change"), params: TenantPath, body: CreateWindow, response: answers(MaintenanceWindow) } }, async (request) => {
    const { startsAt, endsAt, ...given } = request.body;
    return presentWindow(await maintenanceWindows.create(state, callerOf(request), request.params.tenant, { id: newId(), given: { ...given, startsAt: new Date(startsAt), endsAt: new Date(endsAt) } }));
  });

  app.post(`${WINDOWS}/:id/cancel`, { schema: { ...about("cmdb", "Cancel a maintenance window", "asset:change"), params: RegisterPath, body: EndWithReason, response: answers(MaintenanceWindow) } }, async (request) =>
    presentWindow(await maintenanceWindows.end(state, callerOf(request), request.params.tenant, { id: request.params.id, column: "cancelled_at", action: "cancelled", reason: request.body.reason })));
};

const presentWindow = ({ startsAt, endsAt, cancelledAt, changedAt, assets, services, tags, ...window }: Window): z.infer<typeof MaintenanceWindow> => ({ ...window, assets: [...assets], services: [...services], tags: [...tags], startsAt: iso(startsAt), endsAt: iso(endsAt), cancelledAt: isoOrNull(cancelledAt), changedAt: iso(changedAt) });

const ACCOUNTS = "/v1/tenants/:tenant/accounts-of-interest";

const accountRoutes = ({ state, newId, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(ACCOUNTS, { schema: { ...about("cmdb", "Privileged and service accounts, retired ones too", "asset:read"), params: TenantPath, querystring: AccountQuery, response: answers(AccountList) } }, async ({ params, query }) => {
    const found = await accounts.list(state, params.tenant, query, { kind: query.kind });
    return { accounts: found.map(presentAccount), next: nextOf(found, query.limit) };
  });

  app.post(ACCOUNTS, { schema: { ...about("cmdb", "Register an account of interest", "asset:change"), params: TenantPath, body: SaveAccount, response: answers(AccountOfInterest) } }, async (request) => presentAccount(await accounts.create(state, callerOf(request), request.params.tenant, { id: newId(), given: request.body })));

  app.put(`${ACCOUNTS}/:id`, { schema: { ...about("cmdb", "Change an account of interest", "asset:change"), params: RegisterPath, body: SaveAccount, response: answers(AccountOfInterest) } }, async (request) => presentAccount(await accounts.change(state, callerOf(request), request.params.tenant, { id: request.params.id, given: request.body })));

  app.post(`${ACCOUNTS}/:id/retire`, { schema: { ...about("cmdb", "Say that an account is of interest no more", "asset:change"), params: RegisterPath, body: EndWithReason, response: answers(AccountOfInterest) } }, async (request) =>
    presentAccount(await accounts.end(state, callerOf(request), request.params.tenant, { id: request.params.id, column: "retired_at", action: "retired", reason: request.body.reason })));
};

const presentAccount = ({ forms, changedAt, retiredAt, ...account }: Account): z.infer<typeof AccountOfInterest> => ({ ...account, forms: [...forms], changedAt: iso(changedAt), retiredAt: isoOrNull(retiredAt) });

const SETTINGS = "/v1/tenants/:tenant/cmdb-settings";

const settingRoutes = ({ state, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(SETTINGS, { schema: { ...about("cmdb", "How sources of the inventory are weighed", "asset:read"), params: TenantPath, response: answers(CmdbSettings) } }, async ({ params }) => presentSettings(await cmdbSettings(state, params.tenant)));

  app.put(SETTINGS, { schema: { ...about("cmdb", "Weigh sources otherwise; what counts of each asset follows at once", "asset:change"), params: TenantPath, body: CmdbSettings, response: answers(CmdbSettings) } }, async (request) => presentSettings(await changeCmdbSettings(state, callerOf(request), request.params.tenant, request.body)));
};

const presentSettings = ({ precedence, maxStaleShare, owners }: Awaited<ReturnType<typeof cmdbSettings>>): z.infer<typeof CmdbSettings> => ({ precedence: [...precedence], maxStaleShare, owners: Object.fromEntries(Object.entries(owners).map(([field, sources]) => [field, [...sources]])) });
