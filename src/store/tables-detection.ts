import type { ColumnType, Generated } from "kysely";
import type { Json, NullableJson } from "./json-column.ts";

/** Tables that workers write: what was found, where they are, and the account of every line. */
export type DetectionTables = {
  detection: DetectionTable;
  retro_run: RetroRunTable;
  retro_event: { tenant_id: string; run: string; event_id: Uint8Array; time: Date; host: string | null; source: string; rule_key: Generated<string> };
  worker_state: WorkerStateTable;
  source_hour: SourceHourTable;
  source_dropped: { tenant_id: string; source: string; hour: Date; drop_rule_id: string; n: number };
  source_field_day: { tenant_id: string; source: string; day: Day; field: string; n: number; clashes: Generated<number> };
  source_technology_day: { tenant_id: string; source: string; day: Day; technology: string; n: number; labelled: string };
  event_digest: EventDigestTable;
  unclaimed_sender: UnclaimedSenderTable;
};

/** A calendar day in UTC, as 2026-11-24. */
type Day = ColumnType<string, string, string>;

type Level = "informational" | "low" | "medium" | "high" | "critical";

type DetectionTable = {
  tenant_id: string;
  id: Uint8Array;
  rule_key: string;
  rule_id: string | null;
  rule_title: string;
  level: Level | null;
  rule_pack: string;
  rule_version: number;
  rule_digest: string;
  ruleset_version: number;
  time: Date;
  detected_at: Date;
  stored_at: Date;
  host: string | null;
  source: string;
  collector: string;
  technology: string;
  event_ids: readonly Uint8Array[];
  fields: Json<Readonly<Record<string, unknown>>>;
  correlation: NullableJson<Readonly<Record<string, unknown>>>;
  rule: Json<Readonly<Record<string, unknown>>>;
  origin: "stream" | "retro";
  context: NullableJson<Readonly<Record<string, unknown>>>;
  /** Number of the transaction. */
  written_in: ColumnType<number, never, never>;
  seq: ColumnType<number, never, never>;
};

type RetroRunTable = {
  tenant_id: string;
  id: string;
  rule: string;
  rule_title: string;
  since: Date;
  until: Date;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  asked_by: string;
  asked_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  scanned: Generated<number>;
  matched: Generated<number>;
  total_estimate: number | null;
  error: string | null;
  result: NullableJson<Readonly<Record<string, unknown>>>;
  wanted: Generated<readonly string[]>;
  files: ColumnType<readonly object[], string | undefined, string>;
  ruleset_version: Generated<number>;
  raise: Generated<boolean>;
  runner: ColumnType<string | null, string | null | undefined, string | null>;
  heard_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

type WorkerStateTable = {
  partition: number;
  position: number;
  snapshot_position: number;
  snapshot: Uint8Array | null;
  carried: ColumnType<Readonly<Record<string, unknown>>, string | undefined, string>;
  updated_at: Date;
};

type SourceHourTable = {
  tenant_id: string;
  source: string;
  hour: Date;
  received: Generated<number>;
  stored: Generated<number>;
  quarantined: Generated<number>;
  dropped: Generated<number>;
  duplicates: Generated<number>;
  events: Generated<number>;
  bytes: Generated<number>;
  lag: Generated<readonly number[]>;
  skew: Generated<readonly number[]>;
  last_at: Generated<Date | null>;
};

type EventDigestTable = {
  tenant_id: string;
  batch: number;
  first_seq: number;
  last_seq: number;
  rows: number;
  digest: string;
  stored_at: Date;
  expired_at: Date | null;
};

type UnclaimedSenderTable = {
  id: string;
  listener: string;
  peer: string;
  hostname: Generated<string>;
  technology: string | null;
  confidence: number | null;
  lines: number;
  first_at: Date;
  last_at: Date;
  sample: Uint8Array;
};
