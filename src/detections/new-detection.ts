import { createHash } from "node:crypto";
import type { Fields } from "../core/index.ts";
import type { Detection } from "../detect/index.ts";

/** A detection to be kept: what was found, in which events, by which version of which rule. */
export type NewDetection = {
  readonly tenant: string;
  readonly id: Uint8Array;
  readonly detection: Detection;
  readonly ruleKey: string;
  /** Version of the pack that the rule came with, and digest of its text. */
  readonly rulePack: string;
  readonly ruleVersion: number;
  readonly ruleDigest: string;
  readonly rulesetVersion: number;
  readonly timeMs: number;
  readonly detectedMs: number;
  readonly source: string;
  readonly collector: string;
  readonly technology: string;
  readonly eventIds: readonly Uint8Array[];
  readonly origin: "stream" | "retro";
  /** What was known around the event when it was detected. */
  readonly context?: Fields | undefined;
};

/**
 * The id of a detection: 16 bytes of SHA-256 over tenant, rule and what was found, so that finding it again gives the
 * same. `found` is the event's id, or the correlation's own id, which is computed from its events.
 */
export function detectionId(tenant: string, ruleKey: string, found: string): Uint8Array {
  return createHash("sha256").update(`${tenant}\n${ruleKey}\n${found}`).digest().subarray(0, 16);
}

/** A detection as it was kept. */
export type KeptDetection = {
  readonly id: Uint8Array;
  readonly rule: {
    readonly key: string;
    readonly id: string | null;
    readonly title: string;
    readonly pack: string;
    readonly version: number;
    readonly digest: string;
    readonly author: string | null;
    readonly references: readonly string[];
    readonly tags: readonly string[];
    readonly path: string;
    readonly status: string | null;
  };
  readonly level: "informational" | "low" | "medium" | "high" | "critical" | null;
  readonly rulesetVersion: number;
  readonly time: Date;
  readonly detectedAt: Date;
  readonly storedAt: Date;
  readonly host: string | null;
  readonly source: string;
  readonly collector: string;
  readonly technology: string;
  readonly eventIds: readonly Uint8Array[];
  readonly fields: Readonly<Record<string, unknown>>;
  readonly correlation: Readonly<Record<string, unknown>> | null;
  readonly origin: "stream" | "retro";
  readonly context: Readonly<Record<string, unknown>> | null;
};
