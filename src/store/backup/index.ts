// The state out of the database and back into an empty one.
export { apartFromBackups } from "./apart.ts";
export { restoreState, type StateToRestore, type TableToFill } from "./restore.ts";
export { type SnapshotWork, type StateSnapshot, withSnapshot } from "./snapshot.ts";
export type { SequenceState, TableShape } from "./tables.ts";
