// How the sources of an inventory are weighed against each other.
import { SOURCE_KINDS, type SourceKind } from "../contract/cmdb.ts";

export type CmdbSettings = {
  /** Kinds of sources, the one that counts most first. */
  readonly precedence: readonly SourceKind[];
  /** An import that would make a larger share of its source's assets stale is refused. */
  readonly maxStaleShare: number;
};

/** Where a tenant did not decide otherwise. */
export const DEFAULTS: CmdbSettings = { precedence: SOURCE_KINDS, maxStaleShare: 0.2 };
