import type { RuleDocument } from "../packs/documents.ts";
import type { PackFile } from "../packs/pack-file.ts";
import { storableJson, storableText, type TenantDb, type Tables } from "../../store/index.ts";
import type { Level } from "../../detect/index.ts";
import type { Status, Switch } from "./active.ts";

/** Whether a tenant works with a pack, and the least that its rules must be. */
export type PackSetting = {
  readonly pack: string;
  readonly enabled: boolean;
  readonly minimumStatus: Status | null;
  readonly minimumLevel: Level | null;
  readonly author: string;
  readonly reason: string;
  readonly createdAt: Date;
};

/** One version of a tenant's own rule file; `text` is null where it was withdrawn. */
export type OwnRule = {
  readonly path: string;
  readonly version: number;
  readonly text: string | null;
  readonly digest: string;
  readonly documents: readonly RuleDocument[];
  readonly author: string;
  readonly reason: string;
  readonly createdAt: Date;
};

/** Adds a decision about a pack. */
export async function insertPackSetting(db: TenantDb, rulesetVersion: number, setting: PackSetting): Promise<void> {
  const { minimumStatus, minimumLevel, reason, createdAt, ...row } = setting;
  await db.sql
    .insertInto("tenant_rule_pack")
    .values({ ...row, ...keys(db, rulesetVersion), minimum_status: minimumStatus, minimum_level: minimumLevel, reason: storableText(reason), created_at: createdAt })
    .execute();
}

/** The settings that count at a version: of each pack the newest. */
export async function packSettings(db: TenantDb, rulesetVersion: number): Promise<readonly PackSetting[]> {
  const rows = await db.sql
    .selectFrom("tenant_rule_pack").distinctOn("pack").selectAll()
    .where("tenant_id", "=", db.tenant).where("ruleset_version", "<=", rulesetVersion)
    .orderBy("pack").orderBy("ruleset_version", "desc").execute();
  return rows.map((row) => ({
    pack: row.pack, enabled: row.enabled, minimumStatus: row.minimum_status, minimumLevel: row.minimum_level, author: row.author, reason: row.reason, createdAt: row.created_at,
  }));
}

/** Whether there is a pack of that name. */
export async function packExists(db: TenantDb, pack: string): Promise<boolean> {
  return (await db.sql.selectFrom("rule_pack").select("name").where("name", "=", pack).executeTakeFirst()) !== undefined;
}

/** Adds a decision about a rule. */
export async function insertSwitch(db: TenantDb, rulesetVersion: number, { key, reason, validFrom, validUntil, createdAt, ...row }: Switch): Promise<void> {
  await db.sql
    .insertInto("rule_switch")
    .values({ ...row, ...keys(db, rulesetVersion), rule_key: key, reason: storableText(reason), valid_from: validFrom, valid_until: validUntil, created_at: createdAt })
    .execute();
}

/** All switches up to a version, newest first. */
export async function switchHistory(db: TenantDb, rulesetVersion: number): Promise<readonly Switch[]> {
  const rows = await db.sql
    .selectFrom("rule_switch").selectAll()
    .where("tenant_id", "=", db.tenant).where("ruleset_version", "<=", rulesetVersion)
    .orderBy("ruleset_version", "desc").execute();
  return rows.map((row) => ({
    key: row.rule_key, state: row.state, author: row.author, reason: row.reason, validFrom: row.valid_from, validUntil: row.valid_until, createdAt: row.created_at,
  }));
}

/** Adds a version of a file of own rules. */
export async function insertOwnRule(db: TenantDb, rulesetVersion: number, { documents, reason, createdAt, ...row }: OwnRule): Promise<void> {
  await db.sql
    .insertInto("own_rule")
    .values({ ...row, ...keys(db, rulesetVersion), documents: storableJson(documents), reason: storableText(reason), created_at: createdAt })
    .execute();
}

/** The newest version of each of the tenant's own files at a version of the rule sets, withdrawn ones too. */
export async function ownRules(db: TenantDb, rulesetVersion: number): Promise<readonly OwnRule[]> {
  const rows = await db.sql
    .selectFrom("own_rule").distinctOn("path").selectAll()
    .where("tenant_id", "=", db.tenant).where("ruleset_version", "<=", rulesetVersion)
    .orderBy("path").orderBy("version", "desc").execute();
  return rows.map(presentOwn);
}

/** All versions of one of the tenant's own files, newest first. */
export async function ownRuleHistory(db: TenantDb, path: string): Promise<readonly OwnRule[]> {
  const rows = await db.sql.selectFrom("own_rule").selectAll().where("tenant_id", "=", db.tenant).where("path", "=", path).orderBy("version", "desc").execute();
  return rows.map(presentOwn);
}

/** The file as one of a pack; undefined if it was withdrawn. */
export function asPackFile({ path, version, text, digest, documents }: OwnRule): PackFile | undefined {
  return text === null ? undefined : { path, version, text, digest, documents, refused: 0 };
}

const keys = (db: TenantDb, rulesetVersion: number) => ({ tenant_id: db.tenant, ruleset_version: rulesetVersion });

type OwnRow = Pick<Tables["own_rule"], "path" | "version" | "text" | "digest" | "author" | "reason"> & { documents: readonly object[]; created_at: Date };

const presentOwn = ({ path, version, text, digest, documents, author, reason, created_at: createdAt }: OwnRow): OwnRule =>
  ({ path, version, text, digest, documents: documents as readonly RuleDocument[], author, reason, createdAt });
