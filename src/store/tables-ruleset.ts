import type { Json } from "./json-column.ts";

/** Tables of rule sets: rows are only ever added, and `ruleset_version` says from when on they count. */
export type RulesetTables = {
  ruleset_version: { version: number; at: Date };
  rule_text: { digest: string; text: string };
  rule_pack: { name: string; origin: "builtin" | "imported"; created_at: Date };
  rule_pack_version: RulePackVersionTable;
  rule_pack_file: RulePackFileTable;
  tenant_rule_pack: TenantRulePackTable;
  rule_switch: RuleSwitchTable;
  own_rule: OwnRuleTable;
  drop_rule: DropRuleTable;
};

type RulePackVersionTable = {
  pack: string;
  version: number;
  ruleset_version: number;
  digest: string;
  imported_at: Date;
  imported_by: string;
  source: string;
  rules: number;
  correlations: number;
  filters: number;
  refused: Json<readonly object[]>;
};

type RulePackFileTable = {
  pack: string;
  version: number;
  path: string;
  digest: string;
  documents: Json<readonly object[]>;
  refused: number;
};

type TenantRulePackTable = {
  tenant_id: string;
  pack: string;
  ruleset_version: number;
  enabled: boolean;
  minimum_status: "experimental" | "test" | "stable" | null;
  minimum_level: "informational" | "low" | "medium" | "high" | "critical" | null;
  author: string;
  reason: string;
  created_at: Date;
};

type RuleSwitchTable = {
  tenant_id: string;
  rule_key: string;
  ruleset_version: number;
  state: "on" | "off" | "default";
  author: string;
  reason: string;
  valid_from: Date;
  valid_until: Date | null;
  created_at: Date;
};

type OwnRuleTable = {
  tenant_id: string;
  path: string;
  version: number;
  ruleset_version: number;
  text: string | null;
  digest: string;
  documents: Json<readonly object[]>;
  author: string;
  reason: string;
  created_at: Date;
};

type DropRuleTable = {
  tenant_id: string;
  id: string;
  version: number;
  ruleset_version: number;
  source: string | null;
  title: string;
  rule: string;
  author: string;
  reason: string;
  valid_from: Date;
  valid_until: Date | null;
  created_at: Date;
  retired: boolean;
};
