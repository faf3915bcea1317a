import type { ColumnType, Generated } from "kysely";
import type { Json } from "./json-column.ts";

type Side = "provider" | "client" | "system";

/** Tables that several domains write: what happened, numbers given, and the threads of subjects. */
export type OutboxTables = {
  outbox: {
    id: Generated<number>;
    /** Number of the transaction. */
    written_in: ColumnType<number, never, never>;
    tenant_id: string | null;
    kind: string;
    subject: string;
    at: Date;
    who: string;
    caller: string;
    side: Side;
    details: Json<Readonly<Record<string, unknown>>>;
  };
  outbox_reader: { name: string; written_in: ColumnType<number, number | undefined, number>; id: ColumnType<number, number | undefined, number>; read_at: Date | null };
  number_given: { tenant_id: string; kind: string; year: number; last: number };
  timeline_entry: {
    tenant_id: string;
    id: Generated<number>;
    subject_kind: "alert" | "incident" | "request" | "escalation";
    subject_id: string;
    type: "message" | "fact" | "action" | "decision" | "call";
    visibility: "internal" | "shared";
    at: Date;
    event_time: Date | null;
    author: string;
    author_id: string;
    side: Side;
    text: string;
    details: Json<Readonly<Record<string, unknown>>>;
    origin_kind: string;
    origin_id: string;
  };
};
