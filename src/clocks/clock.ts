// A clock: by when something has to be done, which settings say so, and which time does not count.
import type { Phase } from "../contract/setting-kinds.ts";
import type { Subject } from "../timeline/index.ts";
import type { Timing } from "../tenants/index.ts";

export type ClockSide = "provider" | "client";

/** Time that does not count. The next one begins when the last has ended, at the earliest. */
export type Pause = {
  readonly from: Date;
  /** Null: it lasts. */
  readonly until: Date | null;
  readonly reason: string;
  /** On which side the reason lies: never the one whose clock it is. */
  readonly side: ClockSide;
  readonly evidence: string;
  readonly by: string;
  readonly resumedBy: string | null;
};

export type Clock = {
  readonly tenant: string;
  readonly subject: Subject;
  readonly phase: Phase;
  /** From 1; what was reopened runs again, each time a clock of its own. */
  readonly round: number;
  readonly severity: string;
  readonly targetMinutes: number;
  readonly timing: Timing;
  /** Of the time of its start, which hold to its end; 0 is the platform's default. */
  readonly versions: { readonly objectives: number; readonly hours: number; readonly holidays: number };
  readonly startedAt: Date;
  /** The event that started it, in words: `alert.raised`. */
  readonly startedBy: string;
  readonly stoppedAt: Date | null;
  readonly stoppedBy: string | null;
  /** Its reason went away: it was neither met nor late. */
  readonly isCancelled: boolean;
  readonly warnedAt: Date | null;
  readonly breachedAt: Date | null;
  /** In order, and apart from each other. */
  readonly pauses: readonly Pause[];
};

/** Who has to do it. */
export const ownerOf = (phase: Phase): ClockSide => (phase.startsWith("client-") || phase.startsWith("request-") ? "client" : "provider");

export const clockKey = ({ subject, phase, round }: Pick<Clock, "subject" | "phase" | "round">): string => `${subject.kind}:${subject.id}:${phase}:${round}`;
