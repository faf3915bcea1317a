// What those need who handle alerts further: escalations, incidents, playbooks. PDIS IV.2.1.w asks for most of it.
import type { IncidentCategory } from "../contract/setting-parts.ts";
import type { KeptDetection } from "../detections/index.ts";
import type { Alert } from "./alert.ts";
import { categoryOf } from "./category.ts";
import { entityOf, type Entity, onlyAsset } from "./grouping/entity.ts";
import { detectionsOf } from "./page/repo.ts";
import { alertsNamed, type AlertsDb } from "./repo.ts";
import { textOf, textsAt, valueAt } from "./values.ts";

export type AlertFacts = {
  readonly alert: Alert;
  readonly entities: readonly Pick<Entity, "kind" | "value" | "name">[];
  readonly assets: readonly { readonly id: string; readonly name: string; readonly end: "host" | "source" | "destination" }[];
  /** As the events write them. */
  readonly accounts: readonly string[];
  readonly techniques: readonly string[];
  readonly tactics: readonly string[];
  readonly rules: readonly { readonly key: string; readonly id: string | null; readonly title: string; readonly pack: string; readonly version: number; readonly digest: string }[];
  readonly indicators: readonly { readonly type: string; readonly name: string }[];
  /** In hexadecimal digits. */
  readonly eventIds: readonly string[];
  readonly sources: readonly { readonly source: string; readonly collector: string; readonly technology: string }[];
  readonly firstTime: Date;
  readonly lastTime: Date;
  readonly detectedAt: Date;
  readonly category: IncidentCategory;
  /** Whether it has more detections, or events, than are here. */
  readonly isPartial: boolean;
};

const MOST_DETECTIONS = 200;
const MOST_EVENTS = 500;
const USERS = ["user.name", "TargetUserName", "User", "SubjectUserName"];

/** The facts of alerts, in the order in which they were named by id or reference; unknown ones are left out. */
export async function alertFacts(db: AlertsDb, named: readonly string[]): Promise<readonly AlertFacts[]> {
  const found = await alertsNamed(db, named);
  const alerts = [...new Map(named.flatMap((name) => found.get(name) ?? []).map((alert) => [alert.id, alert])).values()];
  const detections = Map.groupBy(await detectionsOf(db, alerts.map(({ id }) => id), MOST_DETECTIONS), ({ alert }) => alert);
  return alerts.map((alert) => factsOf(alert, (detections.get(alert.id) ?? []).map(({ detection }) => detection)));
}

function factsOf(alert: Alert, detections: readonly KeptDetection[]): AlertFacts {
  const ends = ["host", "source", "destination"] as const;
  const events = new Set(detections.flatMap(({ eventIds }) => eventIds.map((id) => Buffer.from(id).toString("hex"))));
  const each = <One>(keyOf: (one: One) => string, of: (detection: KeptDetection) => readonly One[]): readonly One[] => [...new Map(detections.flatMap(of).map((one) => [keyOf(one), one])).values()];
  return {
    alert,
    entities: each(({ kind, value }) => `${kind}:${value}`, (one) => [entityOf(one)].filter(({ kind }) => kind !== "none").map(({ kind, value, name }) => ({ kind, value, name }))),
    assets: each(({ id, end }) => `${end}:${id}`, ({ context }) => ends.flatMap((end) => {
      const asset = onlyAsset(context, end);
      return asset === undefined ? [] : [{ ...asset, end }];
    })),
    accounts: each((name: string) => name.toLowerCase(), ({ fields }) => USERS.flatMap((field) => textOf(valueAt(fields, field)) ?? [])),
    techniques: alert.techniques, tactics: alert.tactics,
    rules: each(({ key, digest }) => `${key} ${digest}`, ({ rule: { key, id, title, pack, version, digest } }) => [{ key, id, title, pack, version, digest }]),
    indicators: each(({ name }) => name, ({ context }) => indicatorsIn(context)),
    eventIds: [...events].slice(0, MOST_EVENTS),
    sources: each((one) => JSON.stringify(one), ({ source, collector, technology }) => (source === "" ? [] : [{ source, collector, technology }])),
    firstTime: alert.firstTime, lastTime: alert.lastTime,
    detectedAt: new Date(detections.reduce((first, { detectedAt }) => Math.min(first, detectedAt.getTime()), alert.raisedAt.getTime())),
    category: categoryOf(alert.techniques, alert.tactics),
    isPartial: detections.length < alert.detections || events.size > MOST_EVENTS,
  };
}

function indicatorsIn(context: KeptDetection["context"]): readonly { readonly type: string; readonly name: string }[] {
  const hits = valueAt(context, "threat.enrichments");
  return (Array.isArray(hits) ? (hits as readonly unknown[]) : []).flatMap((hit) => {
    if (typeof hit !== "object" || hit === null) return [];
    const [type] = textsAt(hit as Readonly<Record<string, unknown>>, "indicator.type");
    const [name] = textsAt(hit as Readonly<Record<string, unknown>>, "indicator.name");
    return type === undefined || name === undefined ? [] : [{ type, name }];
  });
}
