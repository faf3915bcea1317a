import type { ColumnType } from "kysely";
import type { Json, NullableJson } from "./json-column.ts";

/** Tables of what keeps detections from people, and of what an organisation adds to rules that others write. */
export type ExceptionTables = {
  alert_exception: AlertExceptionTable;
  alert_exception_version: AlertExceptionVersionTable;
  exception_backtest: { tenant_id: string; id: string; digest: string; asked_by: string; at: Date; since: Date; until: Date; result: Json<Readonly<Record<string, unknown>>> };
  suppression_anchor: { tenant_id: string; key: Uint8Array; detection_id: Uint8Array; time: Date };
  suppression_hour: { tenant_id: string; rule_key: string; entity: string; name: string; hour: Date; passed: number; over: number; told_on: ColumnType<string | null, string | null | undefined, string | null> };
  rule_placeholder: Decided & { name: string; values: readonly string[] | null };
  rule_override: Decided & { rule_key: string; change: NullableJson<Readonly<Record<string, unknown>>> };
  provider_rule_marking: Omit<MarkingTable, "tenant_id">;
  rule_marking: MarkingTable;
  rule_in_force: RuleInForceTable;
  rule_registry_place: { tenant_id: string; ruleset_version: number; looked_at: Date; changes_at: Date | null };
};

type Side = "provider" | "client" | "system";

type AlertExceptionTable = {
  tenant_id: string;
  id: string;
  version: number;
  state: "draft" | "proposed" | "approved" | "refused" | "ended" | "withdrawn";
  title: string;
  rule_key: string | null;
  tags: readonly string[];
  services: readonly string[];
  environments: readonly string[];
  conditions: string;
  digest: string;
  justification: string;
  author: string;
  author_id: string;
  author_side: Side;
  alert_id: string | null;
  created_at: Date;
  changed_at: Date;
  expires_at: Date;
  needs: Json<{ readonly reasons: readonly string[]; readonly client: boolean }>;
  backtest_id: string | null;
  approved_by: string | null;
  approved_by_id: string | null;
  approved_side: string | null;
  approved_at: Date | null;
  ended_at: Date | null;
};

type AlertExceptionVersionTable = {
  tenant_id: string;
  exception_id: string;
  version: number;
  verb: "draft" | "revise" | "propose" | "approve" | "refuse" | "withdraw" | "end";
  state: string;
  text: Json<Readonly<Record<string, unknown>>>;
  who: string;
  caller: string;
  side: Side;
  at: Date;
  reason: string | null;
};

/** A row of what is only ever added to: the newest version counts from `ruleset_version` on. */
type Decided = { tenant_id: string; ruleset_version: number; version: number; author: string; reason: string; created_at: Date };

type MarkingTable = Decided & { rule_key: string; marking: Json<Readonly<Record<string, unknown>>> };

type RuleInForceTable = {
  tenant_id: string;
  rule_key: string;
  digest: string;
  title: string;
  pack: string;
  pack_version: number;
  first_at: Date;
  since: Date;
  until: ColumnType<Date | null, Date | null | undefined, Date | null>;
  ruleset_version: number;
  retro_run: ColumnType<string | null, string | null | undefined, string | null>;
  retro_asked_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  retro_refused: ColumnType<string | null, string | null | undefined, string | null>;
};
