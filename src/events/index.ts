// The door: where events, and lines that nobody could read, are kept and searched.
export { connectEvents, type EventStore } from "./store.ts";
export { EventBatch, QuarantineBatch, type NewEvent, type NewQuarantined } from "./event-batch.ts";
export type { Placed } from "./row-batch.ts";
export type { QuarantinedLine, StoredEvent } from "./stored-event.ts";
export { StoreError, type StoreErrorCode } from "./store-error.ts";
export type { Events, Place } from "./read/page.ts";
export type { Around, Search, Surroundings } from "./read/search.ts";
export type { Fill, Histogram, Hit, Top } from "./read/count.ts";
export type { Range, ReadLimits } from "./read/scope.ts";
export type { QuarantineGroup, QuarantineRange } from "./quarantine.ts";
export type { Expiry, Removed } from "./remove.ts";
export type { StoreStats, TableStats } from "./account.ts";
export { chain, eventId } from "./digest.ts";
export { checkBatch, unknownBatches, type BatchCheck, type BatchProblem, type BatchRecord } from "./verify.ts";
export { startStore, type RunningStore, type StoreOptions } from "./server/start-store.ts";
// For what works on the tables as a whole: benchmarks that fill them inside the store.
export { EVENT_COLUMNS, quoted } from "./columns.ts";
export { Connection, type ConnectionOptions } from "./connection.ts";
// For what copies the tables as a whole.
export { columnsOf, copyDay, fillDay, type Positions, requireEmptyStore, type StoredColumn, storedDays, type StoredDay } from "./backup/index.ts";
export { TABLE_NAMES } from "./schema.ts";
