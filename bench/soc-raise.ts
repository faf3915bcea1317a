// How many detections a second become alerts, beside a million that are there.
import { createHash } from "node:crypto";
import { createSuppressions, raiseAlerts } from "../src/alerts/index.ts";
import { addDetections, type NewDetection } from "../src/detections/index.ts";
import { type State, withSystem } from "../src/store/index.ts";
import { tenantOf, TENANTS } from "./lists-fill.ts";

export type Raised = { readonly detections: number; readonly seconds: number; readonly aSecond: number; readonly alerts: number; readonly worstBatchMs: number };

const BATCH = 1_000;
const sixteen = (text: string): Uint8Array => createHash("sha256").update(text).digest().subarray(0, 16);

/** Detections as a bad hour brings them: of all organisations, three rules in four on a few hosts, the rest on new ones. */
function detectionOf(i: number, now: Date): NewDetection {
  const tenant = tenantOf(i % 5 === 0 ? 0 : i % TENANTS);
  const level = (["low", "medium", "high", "critical"] as const)[i % 4]!;
  const host = i % 4 === 0 ? `new-host-${i}` : `host-${i % 40}`;
  const key = `rule-${i % 25}`;
  const rule = { id: key, title: `Rule ${i % 25}`, level, author: "Ann", references: [], tags: ["attack.t1059", "attack.execution"], path: "a.yml", status: "stable" };
  return {
    tenant, id: sixteen(`raised ${i}`), ruleKey: key, rulePack: "builtin", ruleVersion: 1, ruleDigest: "0".repeat(64), rulesetVersion: 1, timeMs: now.getTime() + i, detectedMs: now.getTime() + i, source: "dc1", collector: "relay", technology: "windows",
    eventIds: [sixteen(`event ${i}`)], origin: "stream",
    detection: { rule, host, fields: { "process.name": `p${i % 90}.exe`, "user.name": `user${i % 60}` }, source: { path: "", record: 0 } } as unknown as NewDetection["detection"],
  };
}

export async function measureRaising(state: State, count: number, now: Date): Promise<Raised> {
  for (let i = 0; i < count; i += BATCH) await withSystem(state, (db) => addDetections(db, Array.from({ length: Math.min(BATCH, count - i) }, (_, n) => detectionOf(i + n, now)), now));
  const suppressions = createSuppressions({ now: () => now, eventsOf: async () => [], onUnread: () => {} });
  const began = performance.now();
  let detections = 0;
  let worstBatchMs = 0;
  for (;;) {
    const batchBegan = performance.now();
    const read = await raiseAlerts(state, { now: () => now, suppressions }, BATCH);
    if (read === 0) break;
    detections += read;
    worstBatchMs = Math.max(worstBatchMs, performance.now() - batchBegan);
  }
  const seconds = (performance.now() - began) / 1000;
  const alerts = await withSystem(state, async (db) => Number((await db.sql.selectFrom("alert").select((eb) => eb.fn.countAll().as("n")).where("raised_at", ">=", now).executeTakeFirstOrThrow()).n));
  return { detections, seconds, aSecond: detections / seconds, alerts, worstBatchMs };
}
