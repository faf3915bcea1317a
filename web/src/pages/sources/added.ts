import type { AdoptResult } from "../../data/quarantine.ts";
import type { SourceWithToken } from "../../data/sources.ts";

/** A source that was added, and what became of the lines that were kept for it. */
export type Added = { readonly answer: SourceWithToken; readonly adopted: AdoptResult | undefined };
