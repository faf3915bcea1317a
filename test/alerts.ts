// Detections and alerts for tests, through the real doors.
import { raiseAlerts, type RaiseDeps } from "../src/alerts/index.ts";
import { addDetections, type NewDetection } from "../src/detections/index.ts";
import { type State, withSystem } from "../src/store/index.ts";

export type Given = {
  readonly tenant?: string;
  readonly n: number;
  readonly rule?: string;
  readonly title?: string;
  readonly level?: "informational" | "low" | "medium" | "high" | "critical" | null;
  readonly timeMs?: number;
  readonly host?: string | null;
  readonly fields?: Readonly<Record<string, string>>;
  /** Numbers of events. */
  readonly events?: readonly number[];
  readonly isCorrelation?: boolean;
  readonly context?: NewDetection["context"];
  readonly tags?: readonly string[];
  readonly storedAt?: Date;
};

export const NOON = Date.UTC(2026, 10, 24, 12);

/** 16 bytes that a number stands for. */
export const idOf = (n: number, kind = 0): Uint8Array => Buffer.from(n.toString(16).padStart(30, "0") + kind.toString(16).padStart(2, "0"), "hex");

/** A detection to be kept. */
function detectionOf({ tenant = "north", n, rule = "r1", title, level = "high", timeMs = NOON, host = "srv-1", fields = {}, events = [n], isCorrelation = false, context, tags = ["attack.t1003.001", "attack.credential-access"] }: Given): NewDetection {
  const source = { path: "x", record: 0 };
  return {
    tenant, id: idOf(n), ruleKey: rule, rulePack: "vigie", ruleVersion: 3, ruleDigest: "d".repeat(64), rulesetVersion: 1, timeMs, detectedMs: timeMs + 1_000, source: isCorrelation ? "" : "dc1", collector: "col-1", technology: "windows",
    eventIds: events.map((event) => idOf(event, 1)), origin: "stream", ...(context === undefined ? {} : { context }),
    detection: {
      rule: { id: null, title: title ?? `Rule ${rule}`, level, status: "stable", author: "Somebody", references: ["https://example.org/rule"], tags, path: `${rule}.yml` },
      time: new Date(timeMs).toISOString(), host, source, fields,
      ...(isCorrelation ? { correlation: { id: String(n), type: "temporal" as const, figure: 2, of: [], hits: 2, firstTime: new Date(timeMs).toISOString(), evidence: [] } } : {}),
    },
  };
}

/** Keeps detections, in this order. */
export const keep = (state: State, given: readonly Given[], storedAt = new Date(NOON)): Promise<number> => withSystem(state, (db) => addDetections(db, given.map(detectionOf), storedAt));

/** Nothing is suppressed, and it is some minutes past noon. */
export const RAISING: RaiseDeps = { now: () => new Date(NOON + 5 * 60_000), suppressions: { check: async () => new Map() } };

/** Keeps detections and raises alerts of all that wait. */
export async function raised(state: State, given: readonly Given[], deps: RaiseDeps = RAISING): Promise<void> {
  await keep(state, given);
  while ((await raiseAlerts(state, deps)) > 0);
}
