import { createHash } from "node:crypto";
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
};

/**
 * The id of a detection: 16 bytes of SHA-256 over tenant, rule and what was found, so that finding it again gives the
 * same. `found` is the event's id, or the correlation's own id, which is computed from its events.
 */
export function detectionId(tenant: string, ruleKey: string, found: string): Uint8Array {
  return createHash("sha256").update(`${tenant}\n${ruleKey}\n${found}`).digest().subarray(0, 16);
}
