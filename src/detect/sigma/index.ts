export type { FieldSource, Level, LogSource, LogSourceMap, Refusal, Route, RuleHead, Transform } from "./types.ts";
export { LEVELS } from "./types.ts";
