import type { Generated } from "kysely";

/** Tables of what is due when. */
export type ClockTables = {
  clock: ClockKey & {
    severity: string;
    target_minutes: number;
    timing: "service-hours" | "calendar";
    objectives_version: number;
    hours_version: number;
    holidays_version: number;
    started_at: Date;
    started_by: string;
    due_at: Date | null;
    warn_at: Date | null;
    paused_at: Generated<Date | null>;
    stopped_at: Generated<Date | null>;
    stopped_by: Generated<string | null>;
    is_cancelled: Generated<boolean>;
    warned_at: Generated<Date | null>;
    breached_at: Generated<Date | null>;
  };
  clock_pause: ClockKey & {
    paused_from: Date;
    paused_until: Date | null;
    reason: string;
    side: "provider" | "client";
    evidence: string;
    paused_by: string;
    resumed_by: string | null;
  };
};

type ClockKey = {
  tenant_id: string;
  subject_kind: "alert" | "incident" | "request" | "escalation";
  subject_id: string;
  phase: "acknowledge" | "qualify" | "notify" | "contain-advice" | "client-acknowledge" | "client-qualify" | "request-acknowledge" | "request-done";
  round: number;
};
