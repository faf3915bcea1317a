import type { Selectable } from "kysely";
import type { SystemDb, Tables, TenantDb } from "../store/index.ts";
import type { KeptDetection, NewDetection } from "./new-detection.ts";

// PostgreSQL takes 65,535 parameters in one statement.
const AT_ONCE = 2_000;

/** Keeps detections; one that is kept already stays as it is. Gives how many are new. */
export async function addDetections(db: SystemDb, detections: readonly NewDetection[], storedAt: Date): Promise<number> {
  let added = 0;
  for (let i = 0; i < detections.length; i += AT_ONCE) {
    const rows = detections.slice(i, i + AT_ONCE).map((one) => rowOf(one, storedAt));
    const result = await db.sql.insertInto("detection").values(rows).onConflict((conflict) => conflict.columns(["tenant_id", "id"]).doNothing()).executeTakeFirst();
    added += Number(result.numInsertedOrUpdatedRows ?? 0n);
  }
  return added;
}

/** Which detections to list: newest first, from before the last one of the page before. */
export type DetectionQuery = {
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly rule?: string | undefined;
  readonly levels?: readonly NonNullable<KeptDetection["level"]>[] | undefined;
  readonly before?: { readonly time: Date; readonly id: Uint8Array } | undefined;
  readonly limit: number;
};

/** A page of detections, newest first. */
export async function listDetections(db: TenantDb, { since, until, rule, levels, before, limit }: DetectionQuery): Promise<readonly KeptDetection[]> {
  let query = db.sql.selectFrom("detection").selectAll().where("tenant_id", "=", db.tenant);
  if (since !== undefined) query = query.where("time", ">=", since);
  if (until !== undefined) query = query.where("time", "<", until);
  if (rule !== undefined) query = query.where("rule_key", "=", rule);
  if (levels !== undefined) query = query.where("level", "in", [...levels]);
  if (before !== undefined) query = query.where((eb) => eb(eb.refTuple("time", "id"), "<", eb.tuple(before.time, before.id)));
  const rows = await query.orderBy("time", "desc").orderBy("id", "desc").limit(limit).execute();
  return rows.map(keptOf);
}

/** One detection, if the tenant has it. */
export async function findDetection(db: TenantDb, id: Uint8Array): Promise<KeptDetection | undefined> {
  const row = await db.sql.selectFrom("detection").selectAll().where("tenant_id", "=", db.tenant).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : keptOf(row);
}

/** The detection that a row is. */
export function keptOf(row: Selectable<Tables["detection"]>): KeptDetection {
  return {
    id: row.id, rule: { key: row.rule_key, id: row.rule_id, title: row.rule_title, pack: row.rule_pack, version: row.rule_version, digest: row.rule_digest, ...(row.rule as RuleDetails) },
    level: row.level, rulesetVersion: row.ruleset_version, time: row.time, detectedAt: row.detected_at, storedAt: row.stored_at, host: row.host, source: row.source, collector: row.collector,
    technology: row.technology, eventIds: row.event_ids, fields: row.fields, correlation: row.correlation, origin: row.origin, context: row.context,
  };
}

type RuleDetails = Pick<KeptDetection["rule"], "author" | "references" | "tags" | "path" | "status">;

function rowOf(one: NewDetection, storedAt: Date) {
  const { detection } = one;
  const { id, title, level, author, references, tags, path, status } = detection.rule;
  return {
    tenant_id: one.tenant, id: one.id, rule_key: one.ruleKey, rule_id: id, rule_title: withoutNul(title), level, rule_pack: one.rulePack, rule_version: one.ruleVersion, rule_digest: one.ruleDigest,
    ruleset_version: one.rulesetVersion, time: new Date(one.timeMs), detected_at: new Date(one.detectedMs), stored_at: storedAt, host: detection.host === null ? null : withoutNul(detection.host),
    source: one.source, collector: one.collector, technology: one.technology, event_ids: one.eventIds, fields: json(detection.fields),
    correlation: detection.correlation === undefined ? null : json(detection.correlation), rule: json({ author, references, tags, path, status }), origin: one.origin,
    context: one.context === undefined ? null : json(one.context),
  };
}

// PostgreSQL's text and jsonb cannot hold U+0000 nor lone surrogates, which a log's value may.
const withoutNul = (text: string): string => text.replaceAll("\0", "\uFFFD").toWellFormed();

const json = (value: object): string => JSON.stringify(value, (_, inner: unknown) => (typeof inner === "string" ? withoutNul(inner) : inner));
