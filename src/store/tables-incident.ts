import type { Generated } from "kysely";
import type { Json } from "./json-column.ts";

type Side = "provider" | "client" | "system";

/** Tables of incidents and of what belongs to them. */
export type IncidentTables = {
  incident: {
    tenant_id: string;
    id: string;
    year: number;
    number: number;
    title: string;
    summary: string;
    category: string;
    severity: string;
    weight: number;
    severity_reasons: Json<Readonly<Record<string, string>>>;
    tlp: "clear" | "green" | "amber" | "amber+strict" | "red";
    pap: "clear" | "green" | "amber" | "red";
    stage: "open" | "contained" | "eradicated" | "recovered" | "closed";
    stage_times: Json<Readonly<Record<string, string>>>;
    mode: "escalate" | "handle";
    mode_reason: string | null;
    setting_versions: Json<Readonly<Record<string, number>>>;
    origin: "alert" | "client" | "hunt" | "provider" | "external";
    impact: string;
    risk: string;
    waits_on: "provider" | "client" | "team" | null;
    waits_team: string | null;
    waits_reason: string | null;
    waits_since: Date | null;
    waits_until: Date | null;
    provider_owner_id: string | null;
    provider_owner: string | null;
    client_owner_id: string | null;
    client_owner: string | null;
    aware_at: Date | null;
    aware_by: string | null;
    aware_evidence: string | null;
    verdict: "true_positive" | "benign_positive" | "false_positive" | null;
    verdict_words: string | null;
    verdict_by: string | null;
    verdict_side: Side | null;
    verdict_at: Date | null;
    occurred_at: Date | null;
    detected_at: Date | null;
    opened_at: Date;
    opened_by: string;
    opened_side: Side;
    changed_at: Date;
    closed_at: Date | null;
    closed_reason: string | null;
    lessons: string | null;
    reopened: number;
    merged_into: string | null;
    due_at: Date | null;
    due_phase: string | null;
    due_owner: "provider" | "client" | null;
  };
  incident_alert: {
    tenant_id: string;
    id: Generated<number>;
    incident_id: string;
    alert_id: string;
    linked_at: Date;
    linked_by: string;
    origin_incident: string;
    unlinked_at: Generated<Date | null>;
    unlinked_by: Generated<string | null>;
    unlinked_reason: Generated<string | null>;
  };
  incident_part: Removable & {
    kind: "asset" | "account" | "indicator" | "technique" | "task";
    key: string;
    document: Json<Readonly<Record<string, unknown>>>;
    changed_at: Date;
  };
  incident_attachment: Removable & { name: string; note: string; size: number; sha256: string; sha1: string; md5: string };
  incident_attachment_content: { tenant_id: string; attachment_id: number; bytes: Uint8Array };
  incident_relation: {
    tenant_id: string;
    one: string;
    other: string;
    kind: "recurring" | "same-campaign" | "split" | "other";
    reason: string;
    related_at: Date;
    related_by: string;
    ended_at: Date | null;
    ended_by: string | null;
  };
};

/** What is added to an incident, and may be taken out with a reason. */
type Removable = {
  tenant_id: string;
  id: Generated<number>;
  incident_id: string;
  visibility: "internal" | "shared";
  side: Side;
  added_at: Date;
  added_by: string;
  removed_at: Generated<Date | null>;
  removed_by: Generated<string | null>;
  removed_reason: Generated<string | null>;
  origin_incident: string;
};
