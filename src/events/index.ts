// The event store: where events and the lines that nobody could read are kept and searched.
export { EventBatch, QuarantineBatch, storedTime, type NewEvent, type NewQuarantined } from "./event-batch.ts";
export { EVENT_COLUMNS, quoted } from "./columns.ts";
export { Connection } from "./connection.ts";
export { ensureSchema } from "./schema.ts";
export { startStore, storeCommand } from "./server/start-store.ts";
