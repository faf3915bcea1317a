/** The tenant of lines whose sender no source claims. No organisation can have this id: names have no underscore. */
export const UNCLAIMED = "_unclaimed";

/** A sender that nobody claimed, and what its lines look like. */
export type Sighting = {
  readonly collector: string;
  readonly peer: string;
  /** As the first line names it. */
  readonly hostname: string | undefined;
  readonly technology: string | undefined;
  readonly confidence: number;
  readonly sample: Uint8Array;
  lines: number;
  readonly firstMs: number;
  lastMs: number;
};
