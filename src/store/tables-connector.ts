import type { Generated } from "kysely";
import type { Json, NullableJson } from "./json-column.ts";

/** Tables of what the ITSM of organisations is told and tells. */
export type ConnectorTables = {
  connector: ConnectorTable;
  connector_ticket: ConnectorTicketTable;
  connector_write: ConnectorWriteTable;
  connector_item: { tenant_id: string; connector_id: string; ticket_key: string; kind: "comment" | "file" | "note"; item_id: string; side: "ours" | "theirs"; at: Date };
};

type ConnectorTable = {
  tenant_id: string;
  id: string;
  name: string;
  kind: string;
  url: string;
  state: "off" | "dry-run" | "on";
  settings: Json<Readonly<Record<string, unknown>>>;
  secret_names: readonly string[];
  secrets: Uint8Array;
  hook_id: string;
  hook_secret: Uint8Array;
  hinted_at: Date | null;
  cursor: string | null;
  next_round_at: Date;
  polled_at: Date | null;
  succeeded_at: Date | null;
  problem: NullableJson<Readonly<Record<string, unknown>>>;
  failures: number;
  probe: NullableJson<Readonly<Record<string, unknown>>>;
  probed_at: Date | null;
  stopped_at: Date | null;
  stopped_by: string | null;
  stop_reason: string | null;
  version: number;
  made_at: Date;
  made_by: string;
  changed_at: Date;
  removed_at: Date | null;
};

type ConnectorTicketTable = {
  tenant_id: string;
  connector_id: string;
  key: string;
  request_id: string;
  remote_id: string;
  number: string;
  url: string | null;
  base: Json<Readonly<Record<string, unknown>>>;
  shown: Json<Readonly<Record<string, unknown>>>;
  state: "open" | "ended" | "gone" | "foreign";
  made_at: Date;
  unread_since: Date | null;
  read_at: Date | null;
  missing_since: Date | null;
  missing_times: Generated<number>;
  doubted_at: Date | null;
  is_merged: Generated<boolean>;
  problem: string | null;
};

type ConnectorWriteTable = {
  tenant_id: string;
  id: Generated<number>;
  connector_id: string;
  request_id: string;
  ticket_key: string;
  kind: "ticket" | "comment" | "state" | "queue" | "file";
  key: string;
  content: Json<Readonly<Record<string, unknown>>>;
  state: "queued" | "sending" | "unknown" | "confirmed" | "refused" | "dropped";
  attempt: number;
  due_at: Date;
  tried_at: Date | null;
  ended_at: Date | null;
  remote_id: string | null;
  words: string | null;
  todo: string | null;
  made_at: Date;
};
