import type { Json } from "./json-column.ts";

/** Tables of how the service works for an organisation. */
export type SettingTables = {
  setting: {
    tenant_id: string;
    kind: string;
    version: number;
    document: Json<Readonly<Record<string, unknown>>>;
    reason: string;
    proposed_by: string;
    proposed_by_id: string;
    proposed_by_side: Side;
    proposed_at: Date;
    wanted_from: Date | null;
  };
  setting_decision: {
    tenant_id: string;
    kind: string;
    version: number;
    outcome: "in_force" | "refused" | "withdrawn";
    decided_by: string;
    decided_by_id: string;
    decided_by_side: Side;
    decided_at: Date;
    valid_from: Date | null;
    reason: string | null;
    invited_by: string | null;
    invited_by_side: Side | null;
  };
};

type Side = "provider" | "client" | "system";
