// One alert with all that the state knows of it; events are read apart, for they come from another store.
import { clocksOf } from "../../clocks/index.ts";
import { DomainError } from "../../core/index.ts";
import { findDetection, type KeptDetection } from "../../detections/index.ts";
import type { SystemDb, TenantDb } from "../../store/index.ts";
import { subjectKey } from "../../timeline/index.ts";
import type { Alert } from "../alert.ts";
import { alertsNamed, mergedInto } from "../repo.ts";
import { attentionOf, selectEvidence } from "../verbs/repo.ts";
import { countOpenOnAsset, detectionsOf, tenantOfAlert } from "./repo.ts";
import { type Similar, similarTo } from "./similar.ts";

export type AlertDetail = {
  readonly alert: Alert;
  /** Numbers that lead here. */
  readonly merged: readonly Alert[];
  /** The newest first, so many. */
  readonly detections: readonly KeptDetection[];
  readonly lead: KeptDetection;
  readonly similar: Similar;
  readonly clocks: Awaited<ReturnType<typeof clocksOf>> extends ReadonlyMap<string, infer Readings> ? Readings : never;
  readonly attention: Awaited<ReturnType<typeof attentionOf>>;
  readonly evidence: Awaited<ReturnType<typeof selectEvidence>>;
  readonly otherOpenOnAsset: number;
};

const MOST_DETECTIONS = 50;
const MOST_EVIDENCE = 100;
const MOST_OTHERS = 100;

/** The alert of an id or reference, or a refusal. */
export async function findAlert(db: TenantDb, name: string): Promise<Alert> {
  const alert = (await alertsNamed(db, [name])).get(name);
  if (alert === undefined) throw new DomainError("not_found", `There is no alert ${name} here.`);
  return alert;
}

/** The alert of an id, whose ever of these organisations it is. */
export async function findAmong(db: SystemDb, tenants: readonly string[], id: string): Promise<Alert> {
  const tenant = await tenantOfAlert(db, id);
  const alert = tenant === undefined || !tenants.includes(tenant) ? undefined : (await alertsNamed({ ...db, of: tenant }, [id])).get(id);
  if (alert === undefined) throw new DomainError("not_found", `There is no alert ${id}.`);
  return alert;
}

/** One alert as its page shows it. */
export async function showAlert(db: TenantDb, name: string, { person, now }: { readonly person: string; readonly now: Date }): Promise<AlertDetail> {
  const alert = await findAlert(db, name);
  const merged = await mergedInto(db, [alert.id]);
  const detections = (await detectionsOf(db, [alert.id], MOST_DETECTIONS)).map(({ detection }) => detection);
  const lead = detections.find(({ id }) => Buffer.compare(id, alert.leadDetection) === 0) ?? detections.at(-1) ?? (await leadOf(db, alert));
  const subject = { kind: "alert", id: alert.id } as const;
  return {
    alert, merged, detections, lead,
    similar: await similarTo(db, alert, lead.fields, now),
    clocks: (await clocksOf(db, [subject], now)).get(subjectKey(subject)) ?? [],
    attention: await attentionOf(db, alert.id, person),
    evidence: await selectEvidence(db, [alert.id, ...merged.map(({ id }) => id)], MOST_EVIDENCE),
    otherOpenOnAsset: alert.asset === null ? 0 : await countOpenOnAsset(db, alert.asset, alert.id, MOST_OTHERS),
  };
}

/** A merged alert has no detections of its own any more, but the one it began with. */
async function leadOf(db: TenantDb, alert: Alert): Promise<KeptDetection> {
  const found = await findDetection(db, alert.leadDetection);
  if (found === undefined) throw new Error(`alert ${alert.id} has lost the detection that it began with`);
  return found;
}
