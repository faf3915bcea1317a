// The door of the HTTP API.
export type { ApiDeps, ConfiguredTenant } from "./deps.ts";
export { type ApiServer, createApi } from "./server.ts";
export { searchRoutes } from "./search.ts";
export { detectionRoutes } from "./detections.ts";
export { collectionRoutes } from "./collection.ts";
