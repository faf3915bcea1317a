import { assetImportRoutes } from "./cmdb-imports.ts";
import { assetRoutes } from "./cmdb-assets.ts";
import { cmdbContextRoutes } from "./cmdb-context.ts";
import { cmdbPlaceRoutes } from "./cmdb-places.ts";
import type { RouteDeps } from "./deps.ts";
import type { Routes } from "./routes.ts";

/** The CMDB of an organisation. */
export const cmdbRoutes = (deps: RouteDeps): Routes => async (app) => {
  for (const routes of [assetRoutes, assetImportRoutes, cmdbPlaceRoutes, cmdbContextRoutes]) await app.register(routes(deps));
};
