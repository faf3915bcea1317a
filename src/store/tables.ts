// The tables as Kysely knows them; src/store/migrations/ makes them. Only what is stored, never what it means.
import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { ClockTables } from "./tables-clock.ts";
import type { AlertTables } from "./tables-alert.ts";
import type { CmdbTables } from "./tables-cmdb.ts";
import type { CmdbSourceTables } from "./tables-cmdb-sources.ts";
import type { ConnectorTables } from "./tables-connector.ts";
import type { DetectionTables } from "./tables-detection.ts";
import type { EnrichTables } from "./tables-enrich.ts";
import type { EscalationTables } from "./tables-escalation.ts";
import type { ExceptionTables } from "./tables-exception.ts";
import type { IdentityTables } from "./tables-identity.ts";
import type { IncidentTables } from "./tables-incident.ts";
import type { NotifyTables } from "./tables-notify.ts";
import type { OutboxTables } from "./tables-outbox.ts";
import type { PlaybookTables } from "./tables-playbook.ts";
import type { RequestTables } from "./tables-requests.ts";
import type { RulesetTables } from "./tables-ruleset.ts";
import type { SettingTables } from "./tables-setting.ts";
import type { SourceTables } from "./tables-source.ts";
import type { ViewTables } from "./tables-view.ts";

export type Tables = PlaybookTables & RequestTables & RulesetTables & DetectionTables & IdentityTables & CmdbTables & CmdbSourceTables & ConnectorTables & SettingTables & EnrichTables & OutboxTables & NotifyTables & AlertTables & IncidentTables & ClockTables & EscalationTables & ExceptionTables & SourceTables & ViewTables & {
  tenant: TenantTable;
  idempotent_request: { caller: string; key: string; fingerprint: Uint8Array; asked_at: Date; status: number | null; type: string | null; answer: string | null };
  journal: JournalTable;
  journal_link: { tenant_id: string | null; seq: number; journal_id: number; digest: string; linked_at: Date; place: GeneratedAlways<number> };
  journal_unlinked: { journal_id: number };
  api_key: ApiKeyTable;
};

type TenantTable = {
  id: string;
  name: string;
  since: Date;
  removed_at: Date | null;
  origin: ColumnType<"configuration" | "api", "configuration" | "api" | undefined, "configuration" | "api">;
  retention_days: ColumnType<number | null, number | null | undefined, number | null>;
  /** Null: a real one. */
  demonstration: ColumnType<"playing" | "ready" | null, never, "playing" | "ready" | null>;
  /** Given by the database. */
  code: ColumnType<string | null, never, never>;
};

type JournalTable = {
  id: Generated<number>;
  tenant_id: string | null;
  at: Date;
  who: string;
  caller: ColumnType<string, string | undefined, never>;
  side: ColumnType<"provider" | "client" | "system", "provider" | "client" | "system" | undefined, never>;
  action: string;
  subject: string;
  reason: string | null;
  details: ColumnType<Readonly<Record<string, unknown>>, string, never>;
};

type ApiKeyTable = {
  id: string;
  name: string;
  hash: Uint8Array;
  created_at: Date;
  revoked_at: Date | null;
  scopes: ColumnType<readonly string[], readonly string[] | undefined, readonly string[]>;
  for_tenant: ColumnType<string | null, string | null | undefined, string | null>;
  created_by: ColumnType<string, string | undefined, string>;
  expires_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  used_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
};
