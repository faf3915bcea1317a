// The door of the state: PostgreSQL, its tables, and the handles that keep tenants apart.
export { apartFromBackups, restoreState, type SequenceState, type StateSnapshot, type StateToRestore, type TableShape, withSnapshot } from "./backup/index.ts";
export { beginRequest, forgetRequest, type IdempotentRequest, keepAnswer, type KeptAnswer } from "./idempotency.ts";
export { type Change, type JournalEntry, type JournalQuery, readJournal, record } from "./journal.ts";
export { digestOf, type LinkedEntry } from "./journal-chain.ts";
export { headOf, type JournalHead, linkJournal, readLinked } from "./journal-link.ts";
export { type ChainPart, type ChangeTold, headSeqsOf, lastPlace, type PlacedChange, readChanges, readChangesAmong } from "./journal-tail.ts";
export { listen, type Listening } from "./listen.ts";
export { type AppliedMigration, checkMigrations, migrate, pendingMigrations } from "./migrate.ts";
export { nextNumbers, type NumberedKind, numberOfRef, refOf, tenantCode } from "./numbers.ts";
export { emit, emitAll, type Fact, type FactToTell, forgetFacts, readOutbox } from "./outbox.ts";
export { type Postgres, type PostgresOptions, runningPostgres, startPostgres } from "./postgres/index.ts";
export { openState, pingState, readTenant, type State, type StateOptions, type SystemDb, type TenantDb, withSystem, withTenant } from "./state.ts";
export { storableJson, storableText } from "./storable.ts";
export type { Tables } from "./tables.ts";
export { countRowsOf, removeRowsOf, tenantTables } from "./tenant-tables.ts";
