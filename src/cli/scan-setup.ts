import type { Level } from "../detect/index.ts";

/** What every worker needs to do its part of a scan; crosses threads. */
export type ScanSetup = {
  readonly rules: readonly string[];
  readonly variables: string | undefined;
  readonly deprecated: boolean;
  readonly minLevel: Level;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  /** When the scan began. */
  readonly nowMs: number;
};
