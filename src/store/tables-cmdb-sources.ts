import type { Json, NullableJson } from "./json-column.ts";

/** Tables of where inventories are read from by themselves. */
export type CmdbSourceTables = {
  cmdb_source: CmdbSourceTable;
  cmdb_read: CmdbReadTable;
  cmdb_record: CmdbRecordTable;
};

type CmdbSourceTable = {
  tenant_id: string;
  id: string;
  name: string;
  kind: string;
  url: string;
  state: "off" | "on" | "paused";
  settings: Json<Readonly<Record<string, unknown>>>;
  secret_names: readonly string[];
  secrets: Uint8Array;
  cursor: string | null;
  digest: string | null;
  next_read_at: Date;
  read_at: Date | null;
  full_read_at: Date | null;
  problem: NullableJson<Readonly<Record<string, unknown>>>;
  failures: number;
  probe: NullableJson<Readonly<Record<string, unknown>>>;
  probed_at: Date | null;
  paused_by: string | null;
  pause_reason: string | null;
  version: number;
  made_at: Date;
  made_by: string;
  changed_at: Date;
  removed_at: Date | null;
};

type CmdbReadTable = {
  tenant_id: string;
  id: string;
  source_id: string;
  mode: "full" | "changes";
  is_dry_run: boolean;
  allow_shrink: boolean;
  state: "queued" | "running" | "applied" | "unchanged" | "planned" | "refused" | "failed";
  asked_by: string;
  asked_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  taken_until: Date | null;
  counts: NullableJson<Readonly<Record<string, number>>>;
  notes: readonly string[];
  import_id: string | null;
  problem: NullableJson<Readonly<Record<string, unknown>>>;
};

type CmdbRecordTable = {
  tenant_id: string;
  source_id: string;
  noun: "team" | "service" | "network" | "window";
  key: string;
  row_id: string | null;
  digest: string;
  words: string | null;
  seen_at: Date;
  stale_since: Date | null;
};
