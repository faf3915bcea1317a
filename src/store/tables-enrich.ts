import type { Json } from "./json-column.ts";

/** Tables of what is watched for. */
export type EnrichTables = {
  indicator_list: IndicatorListTable;
  indicator: IndicatorTable;
};

type Tlp = "CLEAR" | "GREEN" | "AMBER" | "AMBER+STRICT" | "RED";

type IndicatorListTable = {
  id: string;
  tenant_id: string | null;
  name: string;
  source: string;
  tlp: Tlp;
  confidence: number;
  file_name: string;
  file_digest: string;
  format: "csv" | "misp" | "stix";
  imported_by: string;
  imported_at: Date;
  counts: Json<Readonly<Record<string, unknown>>>;
  withdrawn_at: Date | null;
};

type IndicatorTable = {
  list_id: string;
  tenant_id: string | null;
  type: "ipv4-addr" | "ipv6-addr" | "domain-name" | "url" | "file" | "email-addr";
  value: string;
  tlp: Tlp;
  confidence: number;
  valid_from: Date;
  valid_until: Date | null;
  tags: readonly string[];
  reference: string | null;
  added_at: Date;
  gone_at: Date | null;
  withdrawn_at: Date | null;
};
