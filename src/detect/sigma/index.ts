export type { Event } from "../../core/index.ts";
export type { CorrelationRule } from "./correlation-types.ts";
export type { ResolvedCorrelation } from "./correlation-resolve.ts";
export { loadRules, type LoadOptions, type RuleFile, type RuleSet } from "./load.ts";
export { compile, type Matcher, type MatcherOptions } from "./matcher.ts";
export type { Rule } from "./rule.ts";
export type { FieldSource, Level, LogSource, LogSourceMap, Refusal, Route, RuleHead, Transform } from "./types.ts";
export { LEVELS } from "./types.ts";
