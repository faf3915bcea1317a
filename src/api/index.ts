// The door of the HTTP API.
export type { ApiDeps, ConfiguredTenant } from "./deps.ts";
export { type ApiServer, createApi } from "./server.ts";
export { searchRoutes } from "./search.ts";
