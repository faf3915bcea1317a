import type { ColumnType, Generated } from "kysely";
import type { Json } from "./json-column.ts";

/** Tables of what an organisation has. */
export type CmdbTables = {
  cmdb_setting: { tenant_id: string; precedence: readonly string[]; max_stale_share: number; owners: ColumnType<Readonly<Record<string, readonly string[]>>, string | undefined, string>; changed_at: Date };
  inventory_version: { tenant_id: string; version: number };
  team: Sourced & { name: string; contact: string | null; email: string | null; phone: string | null; itsm_name: string | null };
  zone: Sourced & { name: string; description: string | null };
  network: Sourced & { zone_id: string; cidr: string; meaning: string; is_internal: boolean };
  business_service: Sourced & { name: string; description: string | null; criticality: number; team: string | null; contact: string | null };
  asset: AssetTable;
  asset_claim: AssetClaimTable;
  asset_name: { tenant_id: string; asset_id: string; name: string; form: "host" | "fqdn" };
  asset_address: { tenant_id: string; asset_id: string; ip: string; zone: string | null; valid_from: Date | null; valid_until: Date | null };
  asset_mac: { tenant_id: string; asset_id: string; mac: string };
  asset_relation: Sourced & { type: string; from_asset: string | null; from_service: string | null; to_asset: string | null; to_service: string | null };
  maintenance_window: MaintenanceWindowTable;
  account_of_interest: AccountOfInterestTable;
  asset_import: AssetImportTable;
  asset_change: AssetChangeTable;
};

/** A row of a tenant, with who said so and when. */
type Sourced = { tenant_id: string; id: string; source: string; changed_at: Date };

type AssetTable = {
  tenant_id: string;
  id: string;
  name: string;
  kind: string;
  serial: string | null;
  os: string | null;
  team: string | null;
  contact: string | null;
  criticality: number;
  environment: string | null;
  location: string | null;
  exposure: string | null;
  lifecycle: string;
  tags: readonly string[];
  services: readonly string[];
  external_ids: readonly string[];
  search: string;
  created_at: Date;
  changed_at: Date;
  stale_since: Date | null;
};

type AssetClaimTable = {
  tenant_id: string;
  asset_id: string;
  source: string;
  source_kind: "manual" | "itsm" | "csv" | "logs";
  key: string;
  digest: string;
  values: Json<Readonly<Record<string, unknown>>>;
  changed: Json<Readonly<Record<string, string>>>;
  given_at: Date;
  stale_since: Date | null;
};

type MaintenanceWindowTable = Sourced & {
  title: string;
  starts_at: Date;
  ends_at: Date;
  assets: readonly string[];
  services: readonly string[];
  tags: readonly string[];
  reason: string;
  created_by: string;
  cancelled_at: Date | null;
};

type AccountOfInterestTable = Sourced & {
  name: string;
  forms: readonly string[];
  kind: "privileged" | "service";
  asset_id: string | null;
  owner: string | null;
  note: string | null;
  retired_at: Date | null;
};

type AssetImportTable = {
  tenant_id: string;
  id: string;
  source: string;
  source_kind: string;
  state: "planned" | "applied";
  file_name: string;
  file_digest: string;
  asked_by: string;
  asked_at: Date;
  reading: Json<Readonly<Record<string, unknown>>>;
  mapping: Json<Readonly<Record<string, unknown>>>;
  counts: Json<Readonly<Record<string, unknown>>>;
};

type AssetChangeTable = {
  tenant_id: string;
  seq: Generated<number>;
  import_id: string | null;
  is_planned: boolean;
  at: Date;
  who: string;
  source: string;
  kind: "added" | "changed" | "stale" | "revived" | "retired" | "refused" | "conflict";
  asset_id: string | null;
  name: string;
  line: number | null;
  details: ColumnType<Readonly<Record<string, unknown>>, string, never>;
};
