import type { SystemDb } from "../store/index.ts";
import type { NewDetection } from "./new-detection.ts";

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

function rowOf(one: NewDetection, storedAt: Date) {
  const { detection } = one;
  const { id, title, level, author, references, tags, path, status } = detection.rule;
  return {
    tenant_id: one.tenant, id: one.id, rule_key: one.ruleKey, rule_id: id, rule_title: withoutNul(title), level, rule_pack: one.rulePack, rule_version: one.ruleVersion, rule_digest: one.ruleDigest,
    ruleset_version: one.rulesetVersion, time: new Date(one.timeMs), detected_at: new Date(one.detectedMs), stored_at: storedAt, host: detection.host === null ? null : withoutNul(detection.host),
    source: one.source, collector: one.collector, technology: one.technology, event_ids: one.eventIds, fields: json(detection.fields),
    correlation: detection.correlation === undefined ? null : json(detection.correlation), rule: json({ author, references, tags, path, status }), origin: one.origin,
  };
}

// PostgreSQL's text and jsonb cannot hold U+0000 nor lone surrogates, which a log's value may.
const withoutNul = (text: string): string => text.replaceAll("\0", "\uFFFD").toWellFormed();

const json = (value: object): string => JSON.stringify(value, (_, inner: unknown) => (typeof inner === "string" ? withoutNul(inner) : inner));
