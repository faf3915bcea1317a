// Everything that a data directory and its databases hold, into a folder and back.
export { type BackupStep, makeBackup, type Made } from "./make.ts";
export { restoreBackup } from "./restore.ts";
