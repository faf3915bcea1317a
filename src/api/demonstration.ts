// A demonstration: made by one request, removed by one.
import type { HandIn } from "../collection/index.ts";
import { Demonstration, DemonstrationState, RemovedDemonstration } from "../contract/demonstration.ts";
import { type Demonstration as Made, findDemonstration, makeDemonstration, removeDemonstration } from "../demonstration/index.ts";
import type { EventStore } from "../events/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, type Routes } from "./routes.ts";
import { orRefuse } from "./steps.ts";

export type DemonstrationDeps = RouteDeps & { readonly handIn: HandIn; readonly events: EventStore };

const TAG = "demonstration";
const PATH = "/v1/demonstration";

export const demonstrationRoutes = (deps: DemonstrationDeps): Routes => async (app) => {
  const { state, events, callerOf, reloadTenants } = deps;
  app.get(PATH, { schema: { ...about(TAG, "The organisation that is made up, if there is one", "organisation:manage"), response: answers(DemonstrationState) } }, async () => {
    const found = await findDemonstration(state);
    return { demonstration: found === null ? null : present(found) };
  });

  app.post(PATH, { schema: { ...about(TAG, "Make an organisation to look around in: sample logs go through the real pipeline", "organisation:manage"), response: answers(Demonstration) } }, async (request) => {
    const made = await makeDemonstration(deps, callerOf(request));
    await reloadTenants();
    return present(made);
  });

  app.delete(PATH, { schema: { ...about(TAG, "Remove it whole; its journal stays", "organisation:manage"), response: answers(RemovedDemonstration) } }, async (request) => {
    const { tenant, erasure } = await orRefuse(removeDemonstration(state, events, callerOf(request)));
    await reloadTenants();
    return { tenant, lines: erasure.lines };
  });
};

const present = ({ since, ...demonstration }: Made) => ({ ...demonstration, since: iso(since) });
