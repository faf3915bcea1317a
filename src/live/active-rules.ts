import type { Adjustment } from "../detect/index.ts";

/** One rule file in force, and where it comes from. */
export type ActiveRule = { readonly path: string; readonly text: string; readonly pack: string; readonly packVersion: number; readonly digest: string; /** What the tenant gives it: values, levels. */ readonly adjusted?: Adjustment | undefined };

/** A rule that keeps events from being stored: author, reason and dates are with it in the database. */
export type DropRule = { readonly id: string; readonly source: string | null; readonly rule: string };

/** All rules of a tenant at one version of the rule sets. */
export type ActiveRules = {
  readonly version: number;
  /** Tells equal rules from others, whatever the tenant. */
  readonly digest: string;
  readonly files: readonly ActiveRule[];
  /** Keys of rules that raise nothing. */
  readonly off: readonly string[];
  readonly drops: readonly DropRule[];
  /** When dates will change this of themselves. */
  readonly changesAt: Date | null;
};
