// All resources of the platform beside those that every API has: one list, which the role and docs/openapi.json share.
import type { Hunting } from "../hunt/index.ts";
import { wholeEvents } from "../live/index.ts";
import { accountRoutes, type AccountDeps } from "./account.ts";
import { coverageRoutes } from "./cmdb-coverage.ts";
import type { ApiDeps, RouteDeps } from "./deps.ts";
import { exceptionRoutes } from "./exceptions.ts";
import { retroRoutes } from "./retro.ts";
import { searchRoutes } from "./search.ts";
import { suppressionRoutes } from "./suppressions.ts";

/** What these resources work with. */
export type PlatformDeps = { readonly hunting: Hunting; readonly account: Omit<AccountDeps, keyof RouteDeps> };

/** The routes for `ApiDeps.routes`. */
export const platformRoutes = ({ hunting, account }: PlatformDeps): ApiDeps["routes"] => [() => searchRoutes(hunting), (deps) => accountRoutes({ ...deps, ...account }), (deps) => retroRoutes(deps), (deps) => coverageRoutes({ ...deps, hunting }),
  (deps) => exceptionRoutes({ ...deps, eventsOf: wholeEvents(account.events, account.understanding) }), (deps) => suppressionRoutes(deps)];
