import type { AdoptDeps, HandIn, LineReading } from "../collection/index.ts";
import type { EventStore } from "../events/index.ts";
import { decodeLine, LineReader, type Understanding } from "../live/index.ts";
import { chainRoutes } from "./chain.ts";
import { collectionRoutes } from "./collection.ts";
import type { RouteDeps } from "./deps.ts";
import { detectionRoutes } from "./detections.ts";
import { quarantineRoutes } from "./quarantine.ts";
import type { Routes } from "./routes.ts";
import { unclaimedRoutes } from "./unclaimed.ts";

export type AccountDeps = Pick<RouteDeps, "state" | "now" | "log" | "tenants" | "callerOf"> & {
  readonly events: EventStore;
  readonly understanding: Understanding;
  /** Where lines are handed in again. */
  readonly handIn: HandIn;
  /** Whose a sender is by the configuration. */
  readonly ofSender: AdoptDeps["ofSender"];
};

/** What arrived and what became of it, what was found in it, and whether it is still what it was. */
export const accountRoutes = (deps: AccountDeps): Routes => async (app) => {
  const { understanding } = deps;
  const reading: LineReading = { decode: decodeLine, newReader: () => new LineReader(), hintOf: understanding.hintOf, technologyOf: understanding.technologyOf };
  for (const routes of [collectionRoutes(deps), detectionRoutes(deps), quarantineRoutes({ ...deps, reading }), unclaimedRoutes({ ...deps, decode: decodeLine }), chainRoutes(deps)]) await app.register(routes);
};
