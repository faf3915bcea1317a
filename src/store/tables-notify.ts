import type { ColumnType } from "kysely";
import type { Json } from "./json-column.ts";

type Channel = "portal" | "email" | "sms" | "phone" | "chat" | "itsm";
type State = "queued" | "sending" | "sent" | "failed" | "unknown" | "manual" | "dropped";

/** Tables of what was told to whom. */
export type NotifyTables = {
  notification: {
    tenant_id: string;
    id: string;
    fact_id: number;
    fact_kind: string;
    about_kind: string;
    about_id: string;
    ref: string;
    event: string;
    channel: Channel;
    recipient: Json<Readonly<Record<string, unknown>>>;
    address: string;
    language: "en" | "fr";
    disclosure: string;
    subject: string;
    body: string;
    state: State;
    attempts: ColumnType<number, number | undefined, number>;
    next_attempt_at: Date | null;
    claimed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    created_at: Date;
    due_at: Date | null;
    ended_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    result: ColumnType<string | null, string | null | undefined, string | null>;
  };
  webhook: {
    tenant_id: string;
    id: string;
    name: string;
    format: "slack" | "teams" | "mattermost" | "json";
    url: Uint8Array;
    host: string;
    secret: Uint8Array;
    language: "en" | "fr";
    created_by: string;
    created_at: Date;
    removed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  channel_test: {
    tenant_id: string;
    id: string;
    channel: string;
    contact: string;
    code: Uint8Array;
    asked_by: string;
    asked_by_id: string | null;
    asked_at: Date;
    wrong_answers: ColumnType<number, number | undefined, number>;
    confirmed_by: ColumnType<string | null, string | null | undefined, string | null>;
    confirmed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  notice_read: { tenant_id: string; person: string; until: Date };
};
