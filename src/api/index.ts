// The door of the HTTP API.
export { eventsOfHunting } from "./events-of.ts";
export type { ApiDeps, ConfiguredTenant } from "./deps.ts";
export { type PlatformDeps, platformRoutes } from "./platform-routes.ts";
export type { ApiServer } from "./routes.ts";
export { createApi } from "./server.ts";
