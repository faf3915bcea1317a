// The live stream: what waits in the spool is read, understood, matched and stored.
export type { ActiveRule, ActiveRules, DropRule } from "./active-rules.ts";
export { contextAround } from "./context-around.ts";
export { decodeLine } from "./decode.ts";
export { wholeEvents, type WholeEvent } from "./events-of.ts";
export { LineReader } from "./line-reader.ts";
export { type EventRead, type LineRead, readLines } from "./read-lines.ts";
export { rebuild, type Rebuilt, storedEventOf } from "./rebuild.ts";
export { lastPosition } from "./repo.ts";
export { type Tried, tryRules, type TryDeps } from "./try-rules.ts";
export { TenantsAtWork } from "./tenants-at-work.ts";
export type { Understanding } from "./understanding.ts";
export { Worker } from "./worker.ts";
export { workerMetrics } from "./worker-metrics.ts";
