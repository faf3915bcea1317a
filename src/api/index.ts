// The door of the HTTP API.
export { type ApiDeps, type ApiServer, type ConfiguredTenant, createApi } from "./server.ts";
export { searchRoutes } from "./search.ts";
