// The door of the Sigma engine: load rules, compile them, match events, explain why. README.md shows it at work.
export {
  fold, silenced, within, type Bound, type CorrelationRule, type ResolvedCorrelation, type RuleExpression, type Term,
} from "./correlation.ts";
export type { ExplainedItem, ExplainedSelection, Explanation } from "./explain.ts";
export type { Filter } from "./filter.ts";
export { loadRules, type LoadOptions, type RuleFile, type RuleSet } from "./load.ts";
export { isRouted } from "./log-source.ts";
export { compile, type Matcher, type MatcherOptions } from "./matcher.ts";
export { MODIFIER_NAMES } from "./modifiers.ts";
export type { Rule } from "./rule.ts";
export { LEVELS } from "./types.ts";
export type { FieldSource, Level, LogSource, LogSourceMap, Refusal, Route, RuleHead, Transform } from "./types.ts";
