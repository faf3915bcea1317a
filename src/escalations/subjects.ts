// What an escalation is about: the one file here that knows alerts and incidents apart.
import { type Alert, alertsNamed, closeAlerts, judge, MOST_AT_ONCE, setEscalated, unjudge } from "../alerts/index.ts";
import { type Caller, DomainError } from "../core/index.ts";
import { findIncident, type Incident, incidentFacts, openIncident, qualifyIncident, reopenIncident, setAware, setWaiting } from "../incidents/index.ts";
import type { TenantDb } from "../store/index.ts";
import { type SettingDocuments, severityKeyOf } from "../tenants/index.ts";
import { type ClientAnswer, type Escalation, VERDICT_OF } from "./escalation.ts";

/** An alert or an incident, as an escalation needs it. */
export type Escalated = Escalation["subject"] & { readonly severity: string; readonly alerts: readonly string[]; readonly incident: string | null };

/** Finds what is to be escalated, by id or reference; refuses what is closed. */
export async function findSubject(db: TenantDb, { kind, id }: { readonly kind: "alert" | "incident"; readonly id: string }, settings: SettingDocuments): Promise<Escalated> {
  if (kind === "incident") {
    const { incident, alerts } = await incidentFacts(db, id);
    if (incident.stage === "closed") throw closed(incident.ref);
    return { kind, id: incident.id, ref: incident.ref, severity: incident.severity, alerts: alerts.filter(({ alert }) => alert.status !== "closed").map(({ alert }) => alert.id), incident: incident.id };
  }
  const alert = (await alertsNamed(db, [id])).get(id);
  if (alert === undefined) throw new DomainError("not_found", `There is no alert ${id} here.`);
  if (alert.status === "closed") throw closed(alert.ref);
  return { kind, id: alert.id, ref: alert.ref, severity: severityKeyOf(settings, alert.level), alerts: [alert.id], incident: alert.incident };
}

const closed = (ref: string): DomainError => new DomainError("conflict", `${ref} is closed: reopen it before you ask the client.`);

type Handed = Pick<Escalation, "subject" | "alerts" | "id">;

/** It waits for the client from now on. */
export async function handOver(db: TenantDb, caller: Caller, { subject, alerts, id }: Handed): Promise<void> {
  for (const some of inParts(alerts)) await setEscalated(db, caller, some, "escalated", id);
  if (subject.kind === "incident") await setWaiting(db, caller, subject.id, { on: "client", reason: "The client was asked what it was." });
}

/** It does not wait for the client any more. */
export async function takeBack(db: TenantDb, caller: Caller, { subject, alerts, id }: Handed): Promise<void> {
  for (const some of inParts(alerts)) await setEscalated(db, caller, some, "back", id);
  if (subject.kind !== "incident") return;
  const incident = await survivingOf(db, subject.id);
  if (incident.stage !== "closed" && incident.waits?.on === "client") await setWaiting(db, caller, incident.id, null);
}

/** The incident, or the one that it was merged into meanwhile. */
async function survivingOf(db: TenantDb, id: string): Promise<Incident> {
  const incident = await findIncident(db, id);
  return incident.mergedInto === null ? incident : survivingOf(db, incident.mergedInto);
}

/** What the client says of an incident. Closed as something else, an attack opens it again. */
async function qualifySurviving(db: TenantDb, caller: Caller, id: string, { answer, words }: { readonly answer: ClientAnswer; readonly words: string }): Promise<string> {
  const incident = await survivingOf(db, id);
  const isAttack = answer === "not-us";
  if (incident.stage === "closed" && (!isAttack || incident.verdict?.value === "true_positive")) return incident.id;
  if (incident.stage === "closed") await reopenIncident(db, caller, incident.id, `The client says that it was an attack: ${words}`);
  await qualifyIncident(db, caller, incident.id, { verdict: VERDICT_OF[answer], words });
  return incident.id;
}

// What a client says in plain words; whoever knows better gives the reason itself.
const REASON_OF = { "not-us": "attack-confirmed", "ours-allowed": "authorised-activity", "wrong-alarm": "rule-too-broad" } as const;

/** The client's answer is the verdict on the alerts, whatever was said of them before. */
export async function judgeBy(db: TenantDb, caller: Caller, { alerts }: Pick<Escalation, "alerts">, { answer, reason = REASON_OF[answer], words }: { readonly answer: ClientAnswer; readonly reason?: string | undefined; readonly words?: string | undefined }): Promise<void> {
  for (const some of inParts(await survivorsOf(db, alerts))) {
    const judged = some.filter(({ judgement }) => judgement.verdict !== null).map(({ id }) => id);
    if (judged.length > 0) await unjudge(db, caller, judged, { comment: "The client says what it was." });
    const { refused: [refused] } = await judge(db, caller, some.map(({ id }) => id), { verdict: VERDICT_OF[answer], reason, comment: words, isAnswer: true });
    if (refused !== undefined) throw new DomainError(refused.code, refused.why);
  }
}

/** The alerts, or what they were merged into meanwhile. */
async function survivorsOf(db: TenantDb, named: readonly string[]): Promise<readonly Alert[]> {
  const found = [...new Map([...(await alertsNamed(db, named)).values()].map((alert) => [alert.id, alert])).values()];
  const merged = [...new Set(found.flatMap(({ mergedInto }) => mergedInto ?? []))];
  if (merged.length === 0) return found;
  const into = await survivorsOf(db, merged);
  return [...new Map([...found.filter(({ mergedInto }) => mergedInto === null), ...into].map((alert) => [alert.id, alert])).values()];
}

function* inParts<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let i = 0; i < items.length; i += MOST_AT_ONCE) yield items.slice(i, i + MOST_AT_ONCE);
}

/** Closes the alerts of a true positive that was dealt with; what belongs to an incident is the incident's. */
export async function settle(db: TenantDb, caller: Caller, escalation: Handed & Pick<Escalation, "incident">): Promise<void> {
  if (escalation.incident !== null) return takeBack(db, caller, escalation);
  const open = (await survivorsOf(db, escalation.alerts)).filter(({ status }) => status !== "closed").map(({ id }) => id);
  for (const some of inParts(open)) await closeAlerts(db, caller, some, { comment: "The client has responded." });
}

/** The incident that was asked about is what the client says. */
export async function qualifyAsked(db: TenantDb, caller: Caller, escalation: Handed, said: { readonly answer: ClientAnswer; readonly words: string }): Promise<void> {
  if (escalation.subject.kind !== "incident") return;
  await takeBack(db, caller, escalation);
  await qualifySurviving(db, caller, escalation.subject.id, said);
}

/** The incident that an attack becomes, if it is not part of one: what the client was asked, it has confirmed. */
export async function incidentOf(db: TenantDb, caller: Caller, { subject, alerts, severity, text, incident }: Pick<Escalation, "subject" | "alerts" | "severity" | "text" | "incident">, words: string): Promise<string> {
  const concerned = await survivorsOf(db, alerts);
  // Somebody may have put it into one since it was escalated.
  const known = incident ?? concerned.find((alert) => alert.incident !== null)?.incident ?? null;
  if (known !== null) return subject.kind === "incident" ? (await survivingOf(db, known)).id : qualifySurviving(db, caller, known, { answer: "not-us", words });
  const { id } = await openIncident(db, caller, { origin: "alert", alerts: concerned.map((alert) => alert.id), severity, title: text.title, summary: text.what, isClients: true });
  await qualifyIncident(db, caller, id, { verdict: "true_positive", words });
  await setAware(db, caller, id, { at: caller.now, evidence: `The client was asked about ${subject.ref}, and said that it was none of its own: ${words}` });
  return id;
}
