import { correlationDetectionOf, type Detected } from "../detect/index.ts";
import { detectionId, type NewDetection } from "../detections/index.ts";
import type { Correlated } from "./correlations.ts";
import type { TenantAtWork } from "./rules-at-work.ts";

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
};

/** Detections of rules in one event, ready to be kept. */
export function eventDetections(work: TenantAtWork, at: DetectedIn, { detections, raisedBy }: Detected, nowMs: number): NewDetection[] {
  return detections.map((detection, i) => {
    const { key: ruleKey, head } = raisedBy[i]!;
    const id = detectionId(at.tenant, ruleKey, detection.source.path);
    return { ...common(work, at, nowMs), id, ruleKey, ...versionOf(work, head.path), detection, timeMs: at.timeMs, eventIds: [at.id] };
  });
}

/** Detections of correlations; `at` is the event that completed them, or what is known of it where the clock did. */
export function correlatedDetections(work: TenantAtWork, found: readonly Correlated[], nowMs: number, at?: DetectedIn): NewDetection[] {
  return found.filter(({ correlation }) => !work.compiled.off.has(correlation.key)).map(({ found: one, correlation }) => {
    const detection = correlationDetectionOf(correlation, one, (key) => work.compiled.titles.get(key) ?? key);
    const ruleKey = correlation.key;
    const where = at ?? { tenant: work.tenant, source: "", collector: "", technology: "", id: new Uint8Array(), timeMs: one.timeMs, hasTime: true };
    const eventIds = [...new Set((detection.correlation?.evidence ?? []).map(({ source }) => source.path))].map((hex) => Buffer.from(hex, "hex"));
    const id = detectionId(where.tenant, ruleKey, one.id);
    return { ...common(work, where, nowMs), id, ruleKey, ...versionOf(work, correlation.head.path), detection, timeMs: one.timeMs, eventIds };
  });
}

const common = (work: TenantAtWork, { tenant, source, collector, technology }: DetectedIn, detectedMs: number) =>
  ({ tenant, source, collector, technology, detectedMs, rulesetVersion: work.rulesetVersion, origin: "stream" }) as const;

function versionOf({ compiled }: TenantAtWork, path: string): Pick<NewDetection, "rulePack" | "ruleVersion" | "ruleDigest"> {
  const file = compiled.files.get(path);
  return { rulePack: file?.pack ?? "", ruleVersion: file?.packVersion ?? 0, ruleDigest: file?.digest ?? "" };
}
