import type { KeptDetection } from "../../detections/index.ts";

/** Why a detection is kept below the line: a closed list. */
export const SUPPRESSION_KINDS = ["exception", "maintenance", "duplicate", "rate-limit"] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

/** What keeps one detection from people, and who answers for it. */
export type Suppressed = {
  readonly kind: SuppressionKind;
  /** Of the exception, the maintenance window, the detection that it repeats, or the rule that is over its limit. */
  readonly id: string;
  /** Who answers for it: the author of the exception or of the window, or the platform. */
  readonly owner: string;
  /** A sentence. */
  readonly reason: string;
};

/** A detection of some tenant, as the raiser reads it. */
export type DetectionOfTenant = KeptDetection & { readonly tenant: string };

/** The id of a detection as texts have it. */
export const hexOf = (id: Uint8Array): string => Buffer.from(id).toString("hex");
