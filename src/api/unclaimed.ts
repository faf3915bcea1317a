import type { z } from "zod";
import { adopt, type AdoptDeps, listSightings, onboardingOf, type Sighting } from "../collection/index.ts";
import { UnclaimedQuery, type UnclaimedSender, UnclaimedSenders } from "../contract/quarantine.ts";
import { withSystem } from "../store/index.ts";
import type { RouteDeps } from "./deps.ts";
import { textOf } from "./quarantine.ts";
import { about, answers, iso, type Routes } from "./routes.ts";
import { NDJSON, sendSteps } from "./steps.ts";

export type UnclaimedDeps = AdoptDeps & Pick<RouteDeps, "log" | "callerOf">;

/** Senders that no source claims. */
export const unclaimedRoutes = (deps: UnclaimedDeps): Routes => async (app) => {
  const { state, log, callerOf, decode } = deps;

  app.get("/v1/unclaimed", { schema: { ...about("unclaimed", "Senders that no source claims, and how to make them one", "line:read"), querystring: UnclaimedQuery, response: answers(UnclaimedSenders) } }, async ({ query }) => ({
    senders: (await withSystem(state, (db) => listSightings(db, query.limit))).map((sighting) => present(sighting, textOf(decode, sighting.sample))),
  }));

  app.post("/v1/unclaimed/adopt", { schema: { ...about("unclaimed", "Give lines to the sources that claim their senders now", "sender:adopt"), ...NDJSON } }, async (request, reply) => sendSteps(reply, log, adopt(deps, callerOf(request))));
};

function present(sighting: Sighting & { readonly id: string }, sample: string): z.infer<typeof UnclaimedSender> {
  const { id, collector, peer, technology = null, confidence, lines, firstMs, lastMs } = sighting;
  const { asset, snippet } = onboardingOf(sighting);
  return { id, collector, sender: peer, asset, technology, confidence, lines, first: iso(new Date(firstMs)), last: iso(new Date(lastMs)), sample, configuration: snippet };
}
