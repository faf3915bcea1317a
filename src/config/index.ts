// The settings: one schema, read from file and environment.
export { type Claimed, type Claims, claimsOf, type Sender } from "./claims.ts";
export { FROM_ENVIRONMENT } from "./environment.ts";
export { configSchema, parseConfig, readConfig } from "./read.ts";
export { type Config, type ListenerConfig, type SourceConfig, type TenantConfig } from "./schema.ts";
