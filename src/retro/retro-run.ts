import type { ActiveFile } from "../rulesets/index.ts";

/** Waiting for its turn; at work; over, one way or another. */
export type RetroState = "waiting" | "running" | "done" | "failed" | "cancelled";

/** Rules put to the events of a past range. */
export type RetroRun = {
  readonly tenant: string;
  readonly id: string;
  readonly title: string;
  /** What was asked for, as YAML. */
  readonly rule: string;
  /** Keys of the rules and correlations whose matches are asked for. */
  readonly wanted: readonly string[];
  /** In the range are times from `since` on, `until` left out. */
  readonly since: Date;
  readonly until: Date;
  /** Whether matches are kept as detections. */
  readonly raise: boolean;
  readonly state: RetroState;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly progress: RetroProgress;
  readonly error: string | null;
  readonly result: RetroResult | null;
};

/** A run as a list shows it. */
export type RetroSummary = Omit<RetroRun, "rule" | "result">;

/** A run with what it works with. */
export type RetroWork = RetroRun & { readonly files: readonly ActiveFile[]; readonly rulesetVersion: number };

/** How far a run is. */
export type RetroProgress = {
  /** Events that were put to the rules: those that could match. */
  readonly scanned: number;
  /** What the rules would have raised. */
  readonly matched: number;
  /** How many there are to be scanned, as counted at the start; null before. */
  readonly total: number | null;
};

/** What a run found, beside its list of events. */
export type RetroResult = {
  readonly rules: readonly { readonly key: string; readonly title: string; readonly kind: "rule" | "correlation"; readonly matched: number }[];
  /** Calendar days in UTC, all of the range. `isWhole`: the range has all of the day. */
  readonly days: readonly { readonly day: string; readonly matched: number; readonly isWhole: boolean }[];
  /** The most frequent ones; null stands for matches that name no host. */
  readonly hosts: readonly { readonly host: string | null; readonly matched: number }[];
  readonly sources: readonly { readonly source: string; readonly matched: number }[];
  readonly forecast: Forecast;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** Events in the list of the run, and whether there were more than it holds. */
  readonly listed: number;
  readonly isListCut: boolean;
  /** Detections that were new, if they were to be kept. */
  readonly raised: number;
  /** Scanned events that nobody understands any more. */
  readonly unread: number;
  /** Hits that no correlation could place, as their events have no time. */
  readonly withoutTime: number;
  /** Whether there were more hosts than are told apart. */
  readonly areHostsCut: boolean;
};

/** Alerts a day to be reckoned with. */
export type Forecast = {
  /** Whole days that it is made of; 0 if the range has none and was taken for a part of one. */
  readonly wholeDays: number;
  readonly median: number;
  readonly maximum: number;
  /** The same if the host with most matches were an exception; null if no host is named. */
  readonly withoutNoisiest: { readonly host: string; readonly median: number; readonly maximum: number } | null;
};

/** An event that is listed with a run. */
export type RetroEvent = { readonly id: string; readonly time: Date; readonly host: string | null; readonly source: string; readonly ruleKey: string };
