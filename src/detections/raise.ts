// What a detector or a correlation found becomes a detection to be kept: the same, with the same id, whether the events
// passed by just now or were read from the store again.
import type { Fields } from "../core/index.ts";
import { correlationDetectionOf, type CorrelationDetection, type Detected, type ResolvedCorrelation } from "../detect/index.ts";
import { detectionId, type NewDetection } from "./new-detection.ts";

/** Where a rule came from. */
export type RuleOrigin = { readonly pack: string; readonly packVersion: number; readonly digest: string };

/** The rules at work, as far as detections tell of them. */
export type RaisedBy = {
  readonly tenant: string;
  readonly rulesetVersion: number;
  /** By the path that a rule's head has. */
  readonly files: ReadonlyMap<string, RuleOrigin>;
  /** Titles of rules and correlations by key. */
  readonly titles: ReadonlyMap<string, string>;
  /** Keys of rules and correlations that raise nothing. */
  readonly off: ReadonlySet<string>;
  readonly origin: NewDetection["origin"];
};

/** The event that something was detected in. */
export type DetectedIn = {
  readonly tenant: string;
  readonly source: string;
  readonly collector: string;
  readonly technology: string;
  readonly id: Uint8Array;
  /** Time of arrival where the event has none. */
  readonly timeMs: number;
  readonly hasTime: boolean;
  /** What was known around it. */
  readonly context?: Fields | undefined;
};

/** A correlation's detection, and the correlation. */
export type Correlated = { readonly found: CorrelationDetection; readonly correlation: ResolvedCorrelation };

/** Detections of rules in one event, ready to be kept. */
export function eventDetections(by: RaisedBy, at: DetectedIn, { detections, raisedBy }: Detected, nowMs: number): NewDetection[] {
  return detections.map((detection, i) => {
    const { key: ruleKey, head } = raisedBy[i]!;
    const id = detectionId(at.tenant, ruleKey, detection.source.path);
    return { ...common(by, at, nowMs), id, ruleKey, ...versionOf(by, head.path), detection, timeMs: at.timeMs, eventIds: [at.id] };
  });
}

/** Detections of correlations; `at` is the event that completed them, or what is known of it where the clock did. */
export function correlatedDetections(by: RaisedBy, found: readonly Correlated[], nowMs: number, at?: DetectedIn): NewDetection[] {
  return found.filter(({ correlation }) => !by.off.has(correlation.key)).map(({ found: one, correlation }) => {
    const detection = correlationDetectionOf(correlation, one, (key) => by.titles.get(key) ?? key);
    const ruleKey = correlation.key;
    const where = at ?? { tenant: by.tenant, source: "", collector: "", technology: "", id: new Uint8Array(), timeMs: one.timeMs, hasTime: true };
    const eventIds = [...new Set((detection.correlation?.evidence ?? []).map(({ source }) => source.path))].map((hex) => Buffer.from(hex, "hex"));
    const id = detectionId(where.tenant, ruleKey, one.id);
    return { ...common(by, where, nowMs), id, ruleKey, ...versionOf(by, correlation.head.path), detection, timeMs: one.timeMs, eventIds };
  });
}

const common = ({ rulesetVersion, origin }: RaisedBy, { tenant, source, collector, technology, context }: DetectedIn, detectedMs: number) =>
  ({ tenant, source, collector, technology, detectedMs, rulesetVersion, origin, context }) as const;

function versionOf({ files }: RaisedBy, path: string): Pick<NewDetection, "rulePack" | "ruleVersion" | "ruleDigest"> {
  const file = files.get(path);
  return { rulePack: file?.pack ?? "", ruleVersion: file?.packVersion ?? 0, ruleDigest: file?.digest ?? "" };
}
