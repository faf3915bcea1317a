// What the client saw, in its own words, before anybody knows what it was.
import type { Level } from "../../tenants/index.ts";

export type Urgency = "now" | "today" | "can-wait";

/** declared → acknowledged, refused or merged. What becomes of its incident becomes of it, too: whoever takes that acknowledges it. */
export type SuspicionState = "declared" | "acknowledged" | "refused" | "merged" | "closed";

/** How severe it is taken to be until somebody knows more. */
export const LEVEL_OF: Readonly<Record<Urgency, Level>> = { now: "high", today: "medium", "can-wait": "low" };

export type Suspicion = {
  readonly id: string;
  readonly incident: { readonly id: string; readonly ref: string };
  readonly title: string;
  readonly seen: string;
  readonly seenAt: Date | null;
  readonly assets: readonly string[];
  readonly urgency: Urgency;
  readonly severity: string;
  readonly declared: { readonly at: Date; readonly by: string };
  readonly state: SuspicionState;
  readonly decided: { readonly at: Date; readonly by: string; readonly words: string | null } | null;
  /** The incident that it was merged into. */
  readonly mergedInto: string | null;
};
