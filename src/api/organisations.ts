// Organisations, as the provider makes and keeps them while the platform runs.
import { ArchiveTenant, CreateTenant, TenantDetail, RemovedTenantList, RemovedTenantQuery, RemovedTenantPath, RenameTenant } from "../contract/organisations.ts";
import { TenantPath } from "../contract/shared.ts";
import { archiveTenant, createTenant, getTenant, type KnownTenant, listRemovedTenants, renameTenant, restoreTenant } from "../tenants/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, isoOrNull, type Routes } from "./routes.ts";

/** Making, renaming and archiving; a change is known to every route before it is answered. */
export const tenantRegisterRoutes = ({ state, tenants, callerOf, reloadTenants }: RouteDeps): Routes => async (app) => {
  const changed = async (tenant: Promise<KnownTenant>) => {
    const after = await tenant;
    await reloadTenants();
    return present(after, tenants());
  };

  app.post("/v1/tenants", { schema: { ...about("tenants", "Make an organisation; its sources are named in the configuration", "organisation:manage"), body: CreateTenant, response: answers(TenantDetail) } }, (request) => changed(createTenant(state, callerOf(request), request.body)));

  app.get("/v1/tenants/:tenant", { schema: { ...about("tenants", "One organisation", "organisation:read"), params: TenantPath, response: answers(TenantDetail) } }, async ({ params }) => present(await getTenant(state, params.tenant), tenants()));

  app.put("/v1/tenants/:tenant", { schema: { ...about("tenants", "Give an organisation another name", "organisation:manage"), params: TenantPath, body: RenameTenant, response: answers(TenantDetail) } }, (request) => changed(renameTenant(state, callerOf(request), request.params.tenant, request.body.name)));

  app.post("/v1/tenants/:tenant/archive", { schema: { ...about("tenants", "Take an organisation out of work; what it has is kept", "organisation:manage"), params: TenantPath, body: ArchiveTenant, response: answers(TenantDetail) } }, (request) => changed(archiveTenant(state, callerOf(request), request.params.tenant, request.body.reason)));

  app.get("/v1/removed-tenants", { schema: { ...about("tenants", "Organisations that are not at work any more", "organisation:manage"), querystring: RemovedTenantQuery, response: answers(RemovedTenantList) } }, async ({ query }) => {
    const found = await listRemovedTenants(state, query);
    return { organisations: found.map((one) => present(one, [])), next: found.length < query.limit ? null : (found.at(-1)?.id ?? null) };
  });

  app.post("/v1/removed-tenants/:removed/restore", { schema: { ...about("tenants", "Bring an archived organisation back", "organisation:manage"), params: RemovedTenantPath, body: ArchiveTenant, response: answers(TenantDetail) } }, (request) => changed(restoreTenant(state, callerOf(request), request.params.removed, request.body.reason)));
};

const DEFAULT_RETENTION_DAYS = 183;

const present = ({ id, name, origin, retentionDays, since, removedAt }: KnownTenant, known: readonly { readonly id: string; readonly retentionDays: number }[]) =>
  ({ id, name, origin, retentionDays: retentionDays ?? known.find((one) => one.id === id)?.retentionDays ?? DEFAULT_RETENTION_DAYS, since: iso(since), removedAt: isoOrNull(removedAt) });
