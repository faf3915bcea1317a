import type { Generated } from "kysely";
import type { Json } from "./json-column.ts";

/** Tables of playbooks at work. */
export type PlaybookTables = {
  playbook_run: {
    tenant_id: string;
    id: string;
    incident_id: string;
    playbook: string;
    version: number;
    document: Json<object>;
    language: "en" | "fr";
    state: "running" | "finished" | "stopped";
    revision: number;
    is_automatic: boolean;
    started_at: Date;
    started_by: string;
    changed_at: Date;
    ended_at: Date | null;
    ended_by: string | null;
    end_reason: string | null;
    approval_deadline: Date | null;
  };
  playbook_move: {
    tenant_id: string;
    run_id: string;
    seq: number;
    verb: "do" | "skip" | "answer" | "decide" | "approve" | "refuse" | "ask" | "make" | "pass" | "settle" | "reopen" | "lapse";
    step: string;
    outcome: string;
    at: Date;
    who: string;
    side: "provider" | "client" | "system";
    note: string | null;
    requests: readonly string[];
    deadline: Date | null;
    undone_at: Generated<Date | null>;
    undone_by: Generated<string | null>;
  };
};
