import type { ColumnType, Generated } from "kysely";
import type { Json, NullableJson } from "./json-column.ts";

/** Tables of what is asked of operational teams. */
export type RequestTables = {
  team_member: { tenant_id: string; team_id: string; person_id: string; since: Date };
  request_route: { tenant_id: string; scope: "network" | "zone" | "action" | "fallback"; name: string; team_id: string; changed_at: Date };
  request: RequestTable;
  request_move: { tenant_id: string; request_id: string; seq: number; verb: string; from_state: string; to_state: string; at: Date; who: string; side: "provider" | "client" | "system"; note: string | null };
  request_delivery: RequestDeliveryTable;
  request_file: { tenant_id: string; id: Generated<number>; request_id: string; name: string; type: string; size: number; sha256: string; side: "provider" | "client" | "system"; added_at: Date; added_by: string; bytes: Uint8Array };
  automation_guard: { tenant_id: string; is_dry_run: boolean; per_hour: number; per_day: number; stopped_at: Date | null; stopped_by: string | null; stop_reason: string | null; changed_at: Date };
  automation_stop: { only_one: boolean; stopped_at: Date; stopped_by: string; stop_reason: string };
};

type RequestTable = {
  tenant_id: string;
  id: string;
  number: number;
  incident_id: string;
  incident_ref: string;
  alerts: readonly string[];
  severity: string;
  action: string;
  target_kind: "asset" | "account" | "indicator";
  target: string;
  asset_id: string | null;
  asset_criticality: number | null;
  title: string;
  steps: readonly string[];
  place: string | null;
  care: string | null;
  why: string | null;
  proofs: ColumnType<readonly Readonly<Record<string, unknown>>[], string, string>;
  team_id: string | null;
  team_name: string | null;
  team_by: string | null;
  team_reason: string;
  state: string;
  state_since: Date;
  version: number;
  released_by: "approval" | "pre-authorisation" | "person" | null;
  alone_at: Date | null;
  held: string | null;
  approval: NullableJson<Readonly<Record<string, unknown>>>;
  approval_deadline: Date | null;
  question_at: Date | null;
  planned: NullableJson<Readonly<Record<string, unknown>>>;
  due_at: Date | null;
  sent_at: Date | null;
  claimed_at: Date | null;
  verification: NullableJson<Readonly<Record<string, unknown>>>;
  check_at: Date | null;
  check_until: Date | null;
  origin: "person" | "playbook";
  origin_id: string | null;
  made_by: string;
  made_at: Date;
  changed_at: Date;
};

type RequestDeliveryTable = {
  tenant_id: string;
  request_id: string;
  round: number;
  channel: string;
  key: string;
  state: "due" | "sending" | "sent" | "unknown" | "failed" | "dry_run" | "withdrawn";
  attempt: number;
  due_at: Date;
  tried_at: Date | null;
  ended_at: Date | null;
  remote_id: string | null;
  problem: string | null;
  content: Json<Readonly<Record<string, unknown>>>;
  connector_id: ColumnType<string | null, string | null | undefined, string | null>;
};
