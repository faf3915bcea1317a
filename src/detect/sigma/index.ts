// The door of the Sigma engine: load rules, compile them, match events, explain why. README.md shows it at work.
export {
  fold, silenced, within, type Bound, type CorrelationRule, type ResolvedCorrelation, type RuleExpression, type Term,
} from "./parse/correlation.ts";
export { type Decision, decisionOf } from "./match/decide.ts";
export type { ExplainedItem, ExplainedSelection, Explanation } from "./match/explain.ts";
export { RULE_FILE_LIMIT_BYTES } from "./parse/document.ts";
export type { Filter } from "./parse/filter.ts";
export { type Adjustment, createRuleLoader, loadRules, type LoadOptions, type RuleFile, type RuleSet } from "./parse/load.ts";
export { isRouted } from "./match/log-source.ts";
export { strictness } from "./match/strictness.ts";
export { compile, type Matcher, type MatcherOptions } from "./match/matcher.ts";
export { MODIFIER_NAMES } from "./parse/modifiers.ts";
export type { Rule } from "./parse/rule.ts";
export { nearest } from "./values/nearest.ts";
export { LEVELS } from "./types.ts";
export type { FieldSource, Level, LogSource, LogSourceMap, Refusal, Route, RuleHead, Transform } from "./types.ts";
