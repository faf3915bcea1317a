import type { Refusal } from "../../detect/index.ts";
import { storableJson, storableText, type SystemDb, type TenantDb, type Tables } from "../../store/index.ts";
import type { RuleDocument } from "./documents.ts";
import type { FileDigest, PackFile } from "./pack-file.ts";

type Db = TenantDb | SystemDb;

/** One import of a pack, and what its check said. */
export type PackVersion = {
  readonly pack: string;
  readonly version: number;
  readonly rulesetVersion: number;
  readonly digest: string;
  readonly importedAt: Date;
  readonly importedBy: string;
  readonly source: string;
  readonly rules: number;
  readonly correlations: number;
  readonly filters: number;
  readonly refused: readonly Refusal[];
};

type Origin = Tables["rule_pack"]["origin"];
// PostgreSQL takes 65,535 parameters in a statement.
const ROWS_AT_ONCE = 1000;

/** Adds a pack if there is none of that name; gives where it came from. */
export async function ensurePack(db: SystemDb, name: string, origin: Origin, now: Date): Promise<Origin> {
  await db.sql.insertInto("rule_pack").values({ name, origin, created_at: now }).onConflict((conflict) => conflict.doNothing()).execute();
  return (await db.sql.selectFrom("rule_pack").select("origin").where("name", "=", name).executeTakeFirstOrThrow()).origin;
}

/** Adds a version; its files follow. */
export async function insertVersion(db: SystemDb, { rulesetVersion, importedAt, importedBy, source, refused, ...version }: PackVersion): Promise<void> {
  const row = { ...version, ruleset_version: rulesetVersion, imported_at: importedAt, imported_by: importedBy, source: storableText(source), refused: storableJson(refused) };
  await db.sql.insertInto("rule_pack_version").values(row).execute();
}

/** Adds the files of a version; texts that are known stay as they are. */
export async function insertFiles(db: SystemDb, pack: string, version: number, files: readonly PackFile[]): Promise<void> {
  for (let i = 0; i < files.length; i += ROWS_AT_ONCE) {
    const part = files.slice(i, i + ROWS_AT_ONCE);
    const texts = part.map(({ digest, text }) => ({ digest, text }));
    await db.sql.insertInto("rule_text").values(texts).onConflict((conflict) => conflict.doNothing()).execute();
    const rows = part.map(({ path, digest, documents, refused }) => ({ pack, version, path, digest, documents: storableJson(documents), refused }));
    await db.sql.insertInto("rule_pack_file").values(rows).execute();
  }
}

/** All versions of one pack or of every pack, newest first. */
export async function listVersions(db: Db, pack?: string): Promise<readonly (PackVersion & { readonly origin: Origin })[]> {
  let query = db.sql
    .selectFrom("rule_pack_version").innerJoin("rule_pack", "rule_pack.name", "rule_pack_version.pack")
    .selectAll("rule_pack_version").select("rule_pack.origin");
  if (pack !== undefined) query = query.where("pack", "=", pack);
  const rows = await query.orderBy("pack").orderBy("version", "desc").execute();
  return rows.map(present);
}

/** The versions of all packs that counted at a version of the rule sets. */
export async function packsAt(db: Db, rulesetVersion: number): Promise<readonly { readonly pack: string; readonly version: number }[]> {
  return db.sql
    .selectFrom("rule_pack_version").distinctOn("pack").select(["pack", "version"])
    .where("ruleset_version", "<=", rulesetVersion)
    .orderBy("pack").orderBy("version", "desc").execute();
}

/** Paths and digests of a version's files: what a comparison needs. */
export function listFiles(db: Db, pack: string, version: number): Promise<readonly FileDigest[]> {
  return db.sql.selectFrom("rule_pack_file").select(["path", "digest"]).where("pack", "=", pack).where("version", "=", version).orderBy("path").execute();
}

/** The files of a version, with their texts. */
export async function readFiles(db: Db, pack: string, version: number): Promise<readonly PackFile[]> {
  const rows = await db.sql
    .selectFrom("rule_pack_file")
    .innerJoin("rule_text", "rule_text.digest", "rule_pack_file.digest")
    .select(["path", "rule_pack_file.digest", "text", "documents", "refused"])
    .where("pack", "=", pack)
    .where("version", "=", version)
    .orderBy("path")
    .execute();
  return rows.map(({ documents, ...file }) => ({ ...file, documents: documents as readonly RuleDocument[] }));
}

type VersionRow = {
  pack: string; version: number; ruleset_version: number; digest: string; imported_at: Date; imported_by: string; source: string;
  rules: number; correlations: number; filters: number; refused: readonly object[]; origin: Origin;
};

function present({ ruleset_version: rulesetVersion, imported_at: importedAt, imported_by: importedBy, refused, ...row }: VersionRow): PackVersion & { readonly origin: Origin } {
  return { ...row, rulesetVersion, importedAt, importedBy, refused: refused as readonly Refusal[] };
}
