// A request, as the rest of the platform knows it.
import type { Proof } from "../contract/request-proofs.ts";
import type { RequestAction } from "../contract/requests.ts";
import type { Caller } from "../core/index.ts";
import type { RequestState } from "./states.ts";

/** On what it is done. `asset` is an id of the CMDB. */
export type Target = { readonly kind: "asset" | "account" | "indicator"; readonly name: string; readonly asset: string | null; readonly criticality: number | null };

/** By what the team was found. */
export type TeamBy = "owner" | "service" | "network" | "zone" | "action" | "fallback" | "person";

/** Which team has it, and why, in a sentence; without a team the sentence says what is missing. */
export type Routed = { readonly team: string | null; readonly name: string | null; readonly by: TeamBy | null; readonly reason: string };

/** What happens if nobody has decided by the deadline. */
export type LapseDefault = "approve" | "refuse" | "do-nothing";
export type Approval = { readonly askedAt: string; readonly askedBy: string; readonly deadline: string; readonly default: LapseDefault; readonly person: string | null };

export type Outcome = "proven" | "not-yet" | "contradicted" | "cannot-tell";
export type Checked = { readonly proof: Proof; readonly outcome: Outcome; readonly words: string; readonly events: readonly string[] };
export type Verification = { readonly at: string; readonly outcome: "verified" | "not-yet" | "contradicted" | "cannot-tell" | "by-hand"; readonly words: string; readonly checks: readonly Checked[]; readonly by: string };

/** What people write into it. */
export type Sheet = {
  readonly title: string;
  readonly steps: readonly string[];
  readonly place: string | null;
  readonly care: string | null;
  readonly why: string | null;
  readonly proofs: readonly Proof[];
};

export type Request = Sheet & {
  readonly tenant: string;
  readonly id: string;
  readonly ref: string;
  readonly number: number;
  readonly incident: { readonly id: string; readonly ref: string };
  readonly alerts: readonly string[];
  /** A key of the organisation's scale. */
  readonly severity: string;
  readonly action: RequestAction;
  readonly target: Target;
  readonly routed: Routed;
  readonly state: RequestState;
  readonly since: Date;
  /** Raised by every change. */
  readonly version: number;
  /** By whose word it may go to the team. */
  readonly releasedBy: "approval" | "pre-authorisation" | "person" | null;
  /** When it went out without a person, or would have in a dry run. */
  readonly aloneAt: Date | null;
  /** Why it did not. */
  readonly held: string | null;
  readonly approval: Approval | null;
  readonly questionAt: Date | null;
  readonly planned: { readonly until: string; readonly note: string | null } | null;
  readonly dueAt: Date | null;
  readonly sentAt: Date | null;
  readonly claimedAt: Date | null;
  readonly verification: Verification | null;
  readonly checkAt: Date | null;
  readonly checkUntil: Date | null;
  readonly origin: { readonly kind: "person" | "playbook"; readonly id: string | null };
  readonly madeBy: string;
  readonly madeAt: Date;
};

/** Which requests somebody sees: all that their side may, or those of the teams in which this person works. */
export type Sight = "all" | { readonly person: string };

/** Who asks, and what they see. */
export type Asker = Caller & { readonly sees: Sight };

/** A part of the platform, as one who asks. */
export const platformAsker = (caller: Caller): Asker => ({ ...caller, sees: "all" });

/** One step in its life. */
export type Move = { readonly verb: string; readonly from: RequestState; readonly to: RequestState; readonly at: Date; readonly who: string; readonly side: Caller["side"]; readonly note: string | null };
