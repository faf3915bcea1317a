// An incident, and the closed lists of words that are said of it.
import type { Verdict } from "../alerts/index.ts";
import type { IncidentCategory } from "../contract/setting-parts.ts";
import type { Mode } from "../contract/setting-kinds.ts";
import type { Caller } from "../core/index.ts";
import type { Stage } from "./stage.ts";

/** How far it may be told (FIRST TLP 2.0), and what may be done with it without the attacker noticing (PAP). */
export const TLP = ["clear", "green", "amber", "amber+strict", "red"] as const;
export type Tlp = (typeof TLP)[number];
export const PAP = ["clear", "green", "amber", "red"] as const;
export type Pap = (typeof PAP)[number];

/** What a severity is weighed by: the factors of NIST SP 800-61r3. */
const SEVERITY_FACTORS = ["asset-criticality", "functional-impact", "data-impact", "stage", "actor", "recoverability"] as const;
export type SeverityFactor = (typeof SEVERITY_FACTORS)[number];
export type SeverityReasons = Readonly<Partial<Record<SeverityFactor, string>>>;

const ORIGINS = ["alert", "client", "hunt", "provider", "external"] as const;
export type Origin = (typeof ORIGINS)[number];

/** Somebody who can have an incident; `id` as callers have it: `person:…`. */
export type Owner = { readonly id: string; readonly who: string };

/** Whose side an owner is on. */
export type OwnerSide = "provider" | "client";

/** Whom it waits on. */
export type Waiting = {
  readonly on: "provider" | "client" | "team";
  /** The team's name, if it is one. */
  readonly team: string | null;
  readonly reason: string;
  readonly since: Date;
  readonly until: Date | null;
};

/** What it turned out to be; nobody has said so where there is none. */
export type IncidentVerdict = { readonly value: Verdict; readonly words: string; readonly by: string; readonly side: Caller["side"]; readonly at: Date };

export type Incident = {
  readonly tenant: string;
  readonly id: string;
  readonly ref: string;
  readonly year: number;
  readonly number: number;
  readonly title: string;
  readonly summary: string;
  readonly category: IncidentCategory;
  readonly severity: string;
  /** 100 is the top of the organisation's scale, each level below one less. */
  readonly weight: number;
  readonly severityReasons: SeverityReasons;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly stage: Stage;
  /** When each stage was reached last. */
  readonly stageTimes: Readonly<Partial<Record<Stage, string>>>;
  readonly mode: Mode;
  /** Why it is not the mode of the contract's matrix; null: it is. */
  readonly modeReason: string | null;
  readonly settingVersions: Readonly<Record<string, number>>;
  readonly origin: Origin;
  readonly impact: string;
  readonly risk: string;
  readonly waits: Waiting | null;
  readonly owners: Readonly<Record<OwnerSide, Owner | null>>;
  readonly aware: { readonly at: Date; readonly by: string; readonly evidence: string } | null;
  readonly verdict: IncidentVerdict | null;
  readonly occurredAt: Date | null;
  readonly detectedAt: Date | null;
  readonly openedAt: Date;
  readonly openedBy: string;
  readonly openedSide: Caller["side"];
  readonly changedAt: Date;
  readonly closedAt: Date | null;
  readonly closedReason: string | null;
  readonly lessons: string | null;
  readonly reopened: number;
  /** The incident that it was merged into. */
  readonly mergedInto: string | null;
  readonly due: { readonly at: Date | null; readonly phase: string; readonly owner: OwnerSide } | null;
};
