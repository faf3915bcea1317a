// An alert, and the closed lists of words that are said of it.
import type { EntityKind } from "./grouping/entity.ts";
import type { Strategy } from "./grouping/strategy.ts";
import type { Level } from "./level.ts";
import type { ScoreFacts } from "./score/facts.ts";

const STATUSES = ["new", "in_progress", "escalated", "waiting_client", "closed"] as const;
export type Status = (typeof STATUSES)[number];

export const VERDICTS = ["true_positive", "benign_positive", "false_positive"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why, by verdict: reports count by these. */
export const CLOSURE_REASONS = {
  true_positive: ["attack-confirmed", "attack-without-effect", "malicious-software", "policy-breach"],
  benign_positive: ["authorised-activity", "authorised-test", "administration", "expected-software"],
  false_positive: ["rule-too-broad", "wrong-data", "wrong-indicator", "wrong-context"],
} as const satisfies Readonly<Record<Verdict, readonly string[]>>;
export type ClosureReason = (typeof CLOSURE_REASONS)[Verdict][number];

/** Which value explains a verdict. */
export type ExplainedBy = { readonly field: string; readonly value: string };

export type Judgement = {
  /** Null until somebody judged: that is none of the three. */
  readonly verdict: Verdict | null;
  readonly reason: string | null;
  readonly explainedBy: ExplainedBy | null;
  readonly at: Date | null;
  readonly by: string | null;
  readonly side: "provider" | "client" | "system" | null;
};

export type Alert = {
  readonly tenant: string;
  readonly id: string;
  readonly number: number;
  readonly ref: string;
  readonly title: string;
  readonly rule: { readonly key: string; /** Null: it names none. */ readonly level: Level | null };
  readonly leadDetection: Uint8Array;
  readonly grouping: { readonly strategy: Strategy; readonly key: string; readonly windowMinutes: number };
  /** Of the events of its own group; what it took in from others is not among them. */
  readonly window: { readonly from: Date; readonly until: Date };
  readonly entity: { readonly kind: EntityKind; readonly value: string; readonly name: string };
  readonly asset: string | null;
  readonly techniques: readonly string[];
  readonly tactics: readonly string[];
  readonly score: number;
  readonly level: Level;
  readonly scoreFacts: ScoreFacts;
  readonly detections: number;
  readonly repeated: number;
  readonly firstTime: Date;
  readonly lastTime: Date;
  readonly raisedAt: Date;
  readonly changedAt: Date;
  readonly status: Status;
  readonly statusBefore: Exclude<Status, "closed"> | null;
  readonly owner: { readonly id: string; readonly who: string; readonly since: Date | null } | null;
  readonly judgement: Judgement;
  readonly closedAt: Date | null;
  readonly reopened: { readonly count: number; readonly at: Date | null; readonly why: string | null };
  readonly incident: string | null;
  readonly mergedInto: string | null;
  readonly due: { readonly at: Date | null; readonly phase: string } | null;
};
