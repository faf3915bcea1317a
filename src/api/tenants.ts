import { SourceList, TenantList } from "../contract/tenants.ts";
import { TenantPath } from "../contract/shared.ts";
import { about, answers, type Routes } from "./routes.ts";
import type { RouteDeps } from "./deps.ts";

/** Tenants and sources, as the configuration names them, with how the sources are. */
export const tenantRoutes = ({ tenants, sourceHealth, knownOf }: RouteDeps): Routes => async (app) => {
  app.get(
    "/v1/tenants",
    { schema: { ...about("tenants", "The tenants that the caller may see", "own"), response: answers(TenantList) } },
    async (request) => ({
      tenants: tenants().filter(({ id }) => knownOf(request).permissionsIn(id) !== undefined).map(({ id, name, retentionDays, sources, isDemonstration = false }) => ({ id, name, retentionDays, sources: sources.length, isDemonstration })),
    }),
  );

  app.get(
    "/v1/tenants/:tenant/sources",
    { schema: { ...about("tenants", "The sources of a tenant, and their last day", "source:read"), params: TenantPath, response: answers(SourceList) } },
    async ({ params }) => {
      const health = await sourceHealth(params.tenant);
      const sources = tenants().find(({ id }) => id === params.tenant)?.sources ?? [];
      return { sources: sources.map(({ name, technology = null, timezone, origin }) => ({ name, technology, timezone, origin: origin ?? ("configuration" as const), lastDay: health.get(name) ?? null })) };
    },
  );
};
