// All resources of the platform beside those that every API has: one list, which the role and docs/openapi.json share.
import type { LogSourceMap } from "../detect/index.ts";
import type { Hunting } from "../hunt/index.ts";
import { wholeEvents } from "../live/index.ts";
import { accountRoutes, type AccountDeps } from "./account.ts";
import { alertPageRoutes } from "./alert-page.ts";
import { alertVerbRoutes } from "./alert-verbs.ts";
import { alertRoutes } from "./alerts.ts";
import { connectorRoutes } from "./connectors.ts";
import { coverageRoutes } from "./cmdb-coverage.ts";
import { cmdbSourceRoutes, type Outside } from "./cmdb-sources.ts";
import type { ApiDeps, RouteDeps } from "./deps.ts";
import { demonstrationRoutes } from "./demonstration.ts";
import { eventsOfHunting } from "./events-of.ts";
import { exceptionRoutes } from "./exceptions.ts";
import { lookBy } from "../requests/index.ts";
import { ruleCheckRoutes } from "./rule-check.ts";
import { requestRoutes } from "./requests.ts";
import { createRulesByTechnology } from "../rulesets/index.ts";
import { retroRoutes } from "./retro.ts";
import { ruleRegistryRoutes } from "./rule-registry.ts";
import { searchRoutes } from "./search.ts";
import { sourceHealthRoutes } from "./source-health.ts";
import { type SourceDeps, sourceRoutes } from "./sources.ts";
import { suppressionRoutes } from "./suppressions.ts";
import { technologyRoutes, type TechnologyDeps } from "./technologies.ts";

/** What these resources work with. */
export type PlatformDeps = { readonly hunting: Hunting; readonly outside: Outside; readonly logsources: readonly LogSourceMap[]; readonly listeners: SourceDeps["listeners"]; readonly reloadSources?: SourceDeps["reloadSources"]; readonly known: Pick<TechnologyDeps, "technologies" | "figures">; readonly account: Omit<AccountDeps, keyof RouteDeps> };

/** The routes for `ApiDeps.routes`. */
export const platformRoutes = ({ hunting, account, outside, logsources, listeners, reloadSources, known }: PlatformDeps): ApiDeps["routes"] => [() => searchRoutes(hunting), (deps) => accountRoutes({ ...deps, ...account }), (deps) => retroRoutes(deps), (deps) => coverageRoutes({ ...deps, hunting }), (deps) => cmdbSourceRoutes({ ...deps, ...outside }), (deps) => connectorRoutes({ ...deps, outside }), (deps) => requestRoutes({ ...deps, look: lookBy(hunting) }),
  (deps) => exceptionRoutes({ ...deps, eventsOf: wholeEvents(account.events, account.understanding) }), (deps) => ruleRegistryRoutes({ ...deps, eventsOf: wholeEvents(account.events, account.understanding) }), (deps) => suppressionRoutes(deps), (deps) => ruleCheckRoutes({ ...deps, store: account.events, understanding: account.understanding, logsources }), (deps) => technologyRoutes({ ...deps, ...known, understanding: account.understanding }), (deps) => demonstrationRoutes({ ...deps, handIn: account.handIn, events: account.events }), (deps) => sourceRoutes({ ...deps, listeners, reloadSources, technologies: known.technologies, ofSender: account.ofSender }), (deps) => sourceHealthRoutes({ ...deps, rulesByTechnology: createRulesByTechnology({ ...deps, technologies: known.technologies, logsources }) }),
  alertRoutes, (deps) => alertVerbRoutes({ ...deps, eventsOf: eventsOfHunting(hunting) }), (deps) => alertPageRoutes({ ...deps, eventsOf: eventsOfHunting(hunting) })];
