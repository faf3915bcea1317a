import type { ColumnType, Generated } from "kysely";
import type { Json, NullableJson } from "./json-column.ts";

type Level = "informational" | "low" | "medium" | "high" | "critical";
type Suppression = "exception" | "maintenance" | "duplicate" | "rate-limit";

/** Tables of alerts, and of what was kept from becoming one. */
export type AlertTables = {
  detection_reader: { name: string; written_in: Generated<number>; seq: Generated<number>; read_at: Date | null };
  alert: AlertTable;
  alert_detection: { tenant_id: string; detection_id: Uint8Array; alert_id: string; joined_at: Date; sameness: Uint8Array };
  alert_event: { tenant_id: string; event_id: Uint8Array; detection_id: Uint8Array };
  suppressed_detection: { tenant_id: string; detection_id: Uint8Array; kind: Suppression; by_id: string; owner: string; reason: string; rule_key: string; suppressed_at: Date };
  detection_quarter: { tenant_id: string; quarter: Date; became: "alerted" | Suppression; n: number };
  alert_evidence: AlertEvidenceTable;
  alert_watch: { tenant_id: string; alert_id: string; person: string; since: Date };
  alert_seen: { tenant_id: string; alert_id: string; person: string; at: Date };
};

type AlertTable = {
  tenant_id: string;
  id: string;
  number: number;
  title: string;
  strategy: "rule-and-entity" | "entity-and-time" | "correlation-chain";
  group_key: string;
  window_minutes: number;
  window_from: Date;
  window_until: Date;
  first_time: Date;
  last_time: Date;
  raised_at: Date;
  changed_at: Date;
  rule_key: string;
  lead_detection: Uint8Array;
  rule_level: Level | null;
  entity_kind: "asset" | "host" | "user" | "address" | "none";
  entity: string;
  entity_name: string;
  asset_id: string | null;
  techniques: Generated<readonly string[]>;
  tactics: Generated<readonly string[]>;
  score: number;
  level: Level;
  score_facts: Json<Readonly<Record<string, unknown>>>;
  detections: number;
  repeated: Generated<number>;
  status: Generated<"new" | "in_progress" | "escalated" | "waiting_client" | "closed">;
  owner_id: string | null;
  owner: string | null;
  owner_since: Date | null;
  verdict: "true_positive" | "benign_positive" | "false_positive" | null;
  closure_reason: string | null;
  explained_by: NullableJson<{ readonly field: string; readonly value: string }>;
  judged_at: Date | null;
  judged_by: string | null;
  judged_side: ColumnType<"provider" | "client" | "system" | null>;
  status_before: ColumnType<"new" | "in_progress" | "escalated" | "waiting_client" | null>;
  closed_at: Date | null;
  reopened: Generated<number>;
  reopened_at: Date | null;
  reopened_why: string | null;
  incident_id: string | null;
  merged_into: string | null;
  due_at: Date | null;
  due_phase: string | null;
};

type AlertEvidenceTable = {
  tenant_id: string;
  alert_id: string;
  event_id: Uint8Array;
  time: Date;
  arrived_at: Date;
  source: string;
  collector: string;
  technology: string;
  event: Json<Readonly<Record<string, unknown>>>;
  line: string;
  digest: string;
  pinned_at: Date;
  pinned_by: string;
};
