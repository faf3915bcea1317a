// Files of logs: found, unpacked, told from other files, taken apart into records.
export type { Batch, Columns, Failure, Format, Line, Rejected, Skipped } from "./batch.ts";
export { explain } from "./explain.ts";
export { type FileToRead, type Listing, listFiles } from "./list-files.ts";
export { type Range, readRange, splitRanges } from "./ranges.ts";
export { type Read, readFile } from "./read-file.ts";
