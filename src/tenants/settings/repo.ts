import { sql } from "kysely";
import type { SettingKind } from "../../contract/settings.ts";
import type { Caller } from "../../core/index.ts";
import type { Decider } from "../../identity/index.ts";
import { storableJson, storableText, type SystemDb, type TenantDb } from "../../store/index.ts";
import type { SettingVersion } from "./setting.ts";

type Db = TenantDb | (SystemDb & { readonly of: string });

const tenantOf = (db: Db): string => ("of" in db ? db.of : db.tenant);

/** Lets one change of a tenant's settings through at a time: each is compared with the others in force. */
export async function lockSettings(db: TenantDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`settings of ${db.tenant}`}, 0))`.execute(db.sql);
}

export type NewVersion = {
  readonly kind: SettingKind;
  readonly version: number;
  readonly document: object;
  readonly reason: string;
  readonly wantedFrom: Date | null;
};

/** Adds a version; false if there is one of this number. */
export async function insertVersion(db: Db, caller: Caller, { kind, version, document, reason, wantedFrom }: NewVersion): Promise<boolean> {
  const row = await db.sql
    .insertInto("setting")
    .values({
      tenant_id: tenantOf(db), kind, version, document: storableJson(document), reason: storableText(reason),
      proposed_by: storableText(caller.who), proposed_by_id: caller.id, proposed_by_side: caller.side, proposed_at: caller.now, wanted_from: wantedFrom,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("version")
    .executeTakeFirst();
  return row !== undefined;
}

export type Decision = {
  readonly kind: SettingKind;
  readonly version: number;
  readonly outcome: "in_force" | "refused" | "withdrawn";
  readonly validFrom: Date | null;
  readonly reason?: string | undefined;
};

/** Writes down what became of a version; false if somebody decided before. */
export async function insertDecision(db: Db, caller: Decider, { kind, version, outcome, validFrom, reason }: Decision): Promise<boolean> {
  const row = await db.sql
    .insertInto("setting_decision")
    .values({
      tenant_id: tenantOf(db), kind, version, outcome, valid_from: validFrom, reason: reason === undefined ? null : storableText(reason),
      decided_by: storableText(caller.who), decided_by_id: caller.id, decided_by_side: caller.side, decided_at: caller.now, invited_by: caller.invitedBy === undefined ? null : storableText(caller.invitedBy.who), invited_by_side: caller.invitedBy?.side ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("version")
    .executeTakeFirst();
  return row !== undefined;
}

const select = (db: Db) =>
  db.sql
    .selectFrom("setting as s")
    .leftJoin("setting_decision as d", (join) => join.onRef("d.tenant_id", "=", "s.tenant_id").onRef("d.kind", "=", "s.kind").onRef("d.version", "=", "s.version"))
    .select(["s.kind", "s.version", "s.document", "s.reason", "s.proposed_by", "s.proposed_by_side", "s.proposed_at", "s.wanted_from"])
    .select(["d.outcome", "d.decided_by", "d.decided_by_side", "d.decided_at", "d.valid_from", "d.reason as decision_reason", "d.invited_by", "d.invited_by_side"])
    .where("s.tenant_id", "=", tenantOf(db));

type Row = Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number];

/** The last version of a kind, whatever became of it. */
export async function latestVersion(db: Db, kind: SettingKind): Promise<SettingVersion | undefined> {
  const row = await select(db).where("s.kind", "=", kind).orderBy("s.version", "desc").limit(1).executeTakeFirst();
  return row === undefined ? undefined : asVersion(row);
}

/** One version of a kind. */
export async function versionOf(db: Db, kind: SettingKind, version: number): Promise<SettingVersion | undefined> {
  const row = await select(db).where("s.kind", "=", kind).where("s.version", "=", version).executeTakeFirst();
  return row === undefined ? undefined : asVersion(row);
}

/** Versions of a kind, the newest first. */
export async function versionsOf(db: Db, kind: SettingKind, { after, limit }: { readonly after?: number | undefined; readonly limit: number }): Promise<readonly SettingVersion[]> {
  let query = select(db).where("s.kind", "=", kind).orderBy("s.version", "desc").limit(limit);
  if (after !== undefined) query = query.where("s.version", "<", after);
  return (await query.execute()).map(asVersion);
}

/** What holds at a time, of each kind that was ever decided: the highest version that was in force by then. */
export const inForceAt = (db: Db, at: Date): Promise<readonly SettingVersion[]> => newestOf(db, decided(db).where("valid_from", "<=", at));

/** The same of these kinds alone, for several organisations. */
export async function inForceOfSeveral(db: TenantDb | SystemDb, tenants: readonly string[], kinds: readonly SettingKind[], at: Date): Promise<readonly { readonly tenant: string; readonly kind: SettingKind; readonly version: number; readonly document: Readonly<Record<string, unknown>> }[]> {
  if (tenants.length === 0) return [];
  const rows = await db.sql
    .selectFrom("setting_decision as d")
    .innerJoin("setting as s", (join) => join.onRef("s.tenant_id", "=", "d.tenant_id").onRef("s.kind", "=", "d.kind").onRef("s.version", "=", "d.version"))
    .distinctOn(["d.tenant_id", "d.kind"])
    .select(["d.tenant_id as tenant", "d.kind", "d.version", "s.document"])
    .where("d.tenant_id", "in", [...tenants])
    .where("d.kind", "in", [...kinds])
    .where("d.outcome", "=", "in_force")
    .where("d.valid_from", "<=", at)
    .orderBy("d.tenant_id")
    .orderBy("d.kind")
    .orderBy("d.version", "desc")
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as SettingKind }));
}

/** What was decided and begins after a time, of each kind: the last of several. */
export const beginningAfter = (db: Db, at: Date): Promise<readonly SettingVersion[]> => newestOf(db, decided(db).where("valid_from", ">", at));

// Documents are long and versions many: which ones are wanted is found out without them.
const decided = (db: Db) =>
  db.sql.selectFrom("setting_decision").select(["kind", ({ fn }) => fn.max("version").as("version")]).where("tenant_id", "=", tenantOf(db)).where("outcome", "=", "in_force").groupBy("kind");

async function newestOf(db: Db, wanted: ReturnType<typeof decided>): Promise<readonly SettingVersion[]> {
  const rows = await select(db).innerJoin(wanted.as("w"), (join) => join.onRef("w.kind", "=", "s.kind").onRef("w.version", "=", "s.version")).execute();
  return rows.map(asVersion);
}

/** The last version of each kind. */
export async function latestVersions(db: Db): Promise<readonly SettingVersion[]> {
  const last = db.sql.selectFrom("setting").select(["kind", ({ fn }) => fn.max("version").as("version")]).where("tenant_id", "=", tenantOf(db)).groupBy("kind");
  const rows = await select(db).innerJoin(last.as("l"), (join) => join.onRef("l.kind", "=", "s.kind").onRef("l.version", "=", "s.version")).execute();
  return rows.map(asVersion);
}

const asVersion = (row: Row): SettingVersion => ({
  kind: row.kind as SettingKind,
  version: row.version,
  state: row.outcome ?? "proposed",
  document: row.document,
  reason: row.reason,
  author: row.proposed_by,
  side: row.proposed_by_side,
  proposedAt: row.proposed_at,
  wantedFrom: row.wanted_from,
  validFrom: row.valid_from,
  decision: row.outcome === null || row.decided_at === null ? null : { by: row.decided_by ?? "", side: row.decided_by_side ?? "system", at: row.decided_at, reason: row.decision_reason, invitedBy: row.invited_by === null ? null : { by: row.invited_by, side: row.invited_by_side } },
});
