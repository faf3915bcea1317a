// The door of detection: rules from text, a detector for events, a correlator for its hits.
export { createCorrelator, silenced, type CorrelationDetection, type Correlator, type CorrelatorStats, type Hit } from "./correlate/index.ts";
export { correlationDetectionOf, type DetectedRule, type Detection } from "./detection.ts";
export { Detector, reaches, type Detected, type DetectorOptions } from "./detector.ts";
export {
  type Adjustment, compile, createRuleLoader, type Decision, decisionOf, type Explanation, isRouted, LEVELS, type Level, loadRules, type LogSourceMap, type Matcher, nearest, type Refusal,
  type ResolvedCorrelation, type Rule, RULE_FILE_LIMIT_BYTES, type RuleFile, type RuleHead, type RuleSet, strictness,
} from "./sigma/index.ts";
