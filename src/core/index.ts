export { readAddress } from "./address.ts";
export { ago } from "./ago.ts";
export { type Caller, isPerson, systemCaller } from "./caller.ts";
export type { Event, Provenance } from "./event.ts";
export { type Draft, type Fields, put, type Value } from "./fields.ts";
export { DomainError, type ErrorCode } from "./errors.ts";
export type { Job } from "./job.ts";
export { timeMs } from "./time.ts";
export { type DateContext, isoOfWritten, yearOf } from "./written-time.ts";
