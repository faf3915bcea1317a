// Opening an incident: from alerts, from what the client or somebody else says, from a hunt.
import { createHash } from "node:crypto";
import { type AlertFacts, type Language, saidParts } from "../alerts/index.ts";
import { startClocks } from "../clocks/index.ts";
import type { IncidentCategory } from "../contract/setting-parts.ts";
import { type Caller, DomainError } from "../core/index.ts";
import { emit, nextNumbers, record, refOf, tenantCode } from "../store/index.ts";
import { languageOf, modeFor, type Settings, settingsAt, severityKeyOf } from "../tenants/index.ts";
import { addEntry } from "../timeline/index.ts";
import { dueOf, subjectOf, toldOf } from "./act.ts";
import { factsFor, joinAlerts, timesWith } from "./alerts/link.ts";
import type { Incident, Origin, Pap, SeverityReasons, Tlp } from "./incident.ts";
import { weightOf } from "./severity.ts";
import { incidentNamed, type IncidentsDb, insertIncident, tenantOf, updateIncident } from "./repo.ts";

/** What somebody says who opens an incident; what they leave out is taken from the alerts. */
export type IncidentToOpen = {
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  readonly category?: IncidentCategory | undefined;
  /** A key of the organisation's scale. */
  readonly severity?: string | undefined;
  readonly severityReasons?: SeverityReasons | undefined;
  readonly tlp?: Tlp | undefined;
  readonly pap?: Pap | undefined;
  readonly origin: Origin;
  /** Ids or references. */
  readonly alerts?: readonly string[] | undefined;
  readonly occurredAt?: Date | undefined;
  /** The client itself said that it is one: it need not be notified. */
  readonly isClients?: boolean | undefined;
};

// By which time the provider does what; the client's own clocks belong to escalations.
const PHASES = ["acknowledge", "qualify", "notify", "contain-advice"] as const;
// Whoever declared or confirmed it need not be told of it.
const PHASES_IF_CLIENT = ["acknowledge", "qualify", "contain-advice"] as const;

/** Opens an incident, and starts its clocks. */
export async function openIncident(db: IncidentsDb, caller: Caller, asked: IncidentToOpen): Promise<Incident> {
  const tenant = tenantOf(db);
  if (asked.occurredAt !== undefined && asked.occurredAt > caller.now) throw new DomainError("invalid", "occurredAt: it cannot happen in the future.");
  const facts = await factsFor(db, asked.alerts ?? []);
  const settings = await settingsAt(db.tenant === undefined ? { ...db, of: tenant } : db, caller.now);
  const incident = await numbered(db, caller, drafted(asked, facts, settings, caller), settings);
  await insertIncident(db, incident);
  await startClocks(db, { subject: subjectOf(incident), severity: incident.severity, at: caller.now, by: "incident.opened", phases: asked.origin === "client" || asked.isClients === true ? PHASES_IF_CLIENT : PHASES, tenant });
  const from = facts.length === 0 ? "" : ` from ${facts.map(({ alert }) => alert.ref).join(", ")}`;
  await addEntry(db, caller, { subject: subjectOf(incident), type: "action", visibility: "shared", text: `Opened the incident${from}.`.slice(0, 19_000), tenant, details: { action: "incident.opened" } });
  if (facts.length > 0) await joinAlerts(db, caller, incident, facts);
  await updateIncident(db, { ...incident, due: await dueOf(db, incident, caller.now) });
  await record(db, caller, { action: "incident.opened", subject: incident.ref, tenant, details: { incident: incident.id, severity: incident.severity, category: incident.category, mode: incident.mode, origin: incident.origin, alerts: facts.map(({ alert }) => alert.ref) } });
  await emit(db, caller, { kind: "incident.opened", subject: incident.id, tenant, details: { ...toldOf(incident), alerts: facts.map(({ alert }) => alert.id) } });
  return (await incidentNamed(db, incident.id)) ?? incident;
}

/** Without its number. */
function drafted(asked: IncidentToOpen, facts: readonly AlertFacts[], { documents, versions }: Settings, { who, side, now }: Caller): Omit<Incident, "tenant" | "id" | "ref" | "year" | "number"> {
  const worst = facts.toSorted((a, b) => b.alert.score - a.alert.score)[0];
  const category = asked.category ?? worst?.category ?? "other";
  const severity = asked.severity ?? severityKeyOf(documents, worst?.alert.level ?? "medium");
  const title = asked.title ?? worst?.alert.title;
  if (title === undefined) throw new DomainError("invalid", "title: say in a few words what happened; only alerts bring a title along.");
  return {
    title, summary: asked.summary ?? "", category, severity, weight: weightOf(documents, severity), severityReasons: asked.severityReasons ?? (worst !== undefined && severity === severityKeyOf(documents, worst.alert.level) ? reasonsOf(worst, languageOf(documents)) : {}), tlp: asked.tlp ?? "amber", pap: asked.pap ?? "amber",
    stage: "open", stageTimes: { open: now.toISOString() }, mode: modeFor(documents, category, severity), modeReason: null, settingVersions: versions, origin: asked.origin, impact: "", risk: "",
    waits: null, owners: { provider: null, client: null }, aware: null, verdict: null, ...timesWith({ occurredAt: asked.occurredAt ?? null, detectedAt: null }, facts),
    openedAt: now, openedBy: who, openedSide: side, changedAt: now, closedAt: null, closedReason: null, lessons: null, reopened: 0, mergedInto: null, due: null,
  };
}

/** What the severity was taken from, as far as the alert that counts most tells. */
function reasonsOf({ alert }: AlertFacts, language: Language): SeverityReasons {
  const asset = saidParts(alert.scoreFacts, alert.detections, language).find(({ part }) => part === "asset");
  return { ...(asset === undefined ? {} : { "asset-criticality": `${alert.ref}: ${asset.text}` }), ...(alert.tactics.length === 0 ? {} : { stage: `${alert.ref}: ${alert.tactics.join(", ")}` }) };
}

async function numbered(db: IncidentsDb, { now }: Caller, draft: ReturnType<typeof drafted>, { documents }: Settings): Promise<Incident> {
  const tenant = tenantOf(db);
  const year = yearAt(now, documents["service-hours"].timeZone);
  const number = await nextNumbers(db, { tenant, kind: "incident", year, count: 1 });
  const id = createHash("sha256").update(JSON.stringify(["incident", tenant, year, number])).digest("hex").slice(0, 32);
  return { ...draft, tenant, id, year, number, ref: refOf(await tenantCode(db, tenant), "incident", number, year) };
}

/** The year as the organisation's clock shows it. */
const yearAt = (time: Date, timeZone: string): number => Number(new Intl.DateTimeFormat("en", { timeZone, year: "numeric" }).format(time));
