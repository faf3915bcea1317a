// How the sources of an inventory are weighed against each other.
import { SOURCE_KINDS, type SourceKind } from "../contract/cmdb.ts";
import type { Field } from "./assets/asset.ts";

/** By what one source's value counts before another's. */
export type Weighing = {
  /** Kinds of sources, the one that counts most first. */
  readonly precedence: readonly SourceKind[];
  /** Sources by name that count for a field before all others but what a person entered, the first one most. */
  readonly owners: Readonly<Partial<Record<Field, readonly string[]>>>;
};

export type CmdbSettings = Weighing & {
  /** An import that would make a larger share of its source's assets stale is refused. */
  readonly maxStaleShare: number;
};

/** Where a tenant did not decide otherwise. */
export const DEFAULTS: CmdbSettings = { precedence: SOURCE_KINDS, owners: {}, maxStaleShare: 0.2 };
