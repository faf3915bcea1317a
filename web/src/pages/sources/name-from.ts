// As src/contract/sources.ts has it: lower-case letters, digits and hyphens.
const LONGEST = 63;

/** A name for a source, made of what its host is called. */
export const nameFrom = (asset: string): string => asset.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").slice(0, LONGEST).replaceAll(/^-+|-+$/g, "");
