/** One rule document in force, and where it comes from. */
export type ActiveRule = { readonly path: string; readonly text: string; readonly pack: string; readonly packVersion: number; readonly digest: string };

/** A rule that keeps events from being stored: author, reason and dates are with it in the database. */
export type DropRule = { readonly id: string; readonly source: string | undefined; readonly rule: string };

/** All rules of a tenant at one version of the rule sets. */
export type ActiveRules = { readonly version: number; readonly digest: string; readonly rules: readonly ActiveRule[]; readonly drops: readonly DropRule[] };
