import type { IndicatorCounts } from "../../contract/indicators.ts";
import type { Tlp } from "./indicator.ts";

/** A list of indicators; `tenant` null: the provider's, for every organisation. */
export type IndicatorList = {
  readonly id: string;
  readonly tenant: string | null;
  readonly name: string;
  readonly source: string;
  readonly tlp: Tlp;
  readonly confidence: number;
  readonly format: "csv" | "misp" | "stix";
  readonly fileName: string;
  readonly fileDigest: string;
  readonly importedBy: string;
  readonly importedAt: Date;
  readonly withdrawnAt: Date | null;
  readonly counts: IndicatorCounts;
};

/** Whose lists: one organisation's, or the provider's. */
export type Scope = string | null;
