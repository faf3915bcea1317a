// Alerts of an incident: linked, with what they tell of, and taken out again.
import { type AlertFacts, alertFacts, linkToIncident, type Outcome, unlinkFromIncident } from "../../alerts/index.ts";
import { type Caller, DomainError } from "../../core/index.ts";
import { act, lockIncident } from "../act.ts";
import type { Incident } from "../incident.ts";
import type { PartToAdd } from "../parts/part.ts";
import { addParts } from "../parts/parts.ts";
import { type IncidentsDb, incidentsOf } from "../repo.ts";
import { proposeAccounts } from "./accounts.ts";
import { endLinks, insertLinks, ownersOf } from "./repo.ts";

/** Alerts join an incident, and what they tell of becomes its parts. Refuses all of them if one belongs elsewhere. */
export async function linkAlerts(db: IncidentsDb, caller: Caller, name: string, alerts: readonly string[]): Promise<Incident> {
  const { id, ref } = await lockIncident(db, name);
  const facts = await factsFor(db, alerts);
  await joinAlerts(db, caller, { id, ref }, facts);
  return act(db, caller, id, {
    action: "incident.alerts-linked", tells: "incident.changed", details: { alerts: facts.map(({ alert }) => alert.ref) }, change: (incident) => timesWith(incident, facts),
    entry: { type: "action", text: `Linked ${facts.map(({ alert }) => alert.ref).join(", ")}.` },
  });
}

/** Alerts leave an incident and are to be qualified again. Their parts stay: somebody may have worked with them. */
export async function unlinkAlerts(db: IncidentsDb, caller: Caller, name: string, alerts: readonly string[], reason: string): Promise<Incident> {
  const { id, ref } = await lockIncident(db, name);
  const facts = await factsFor(db, alerts);
  const ended = await endLinks(db, id, facts.map(({ alert }) => alert.id), { at: caller.now, by: caller.who, reason });
  const missing = facts.filter(({ alert }) => !ended.includes(alert.id));
  if (missing.length > 0) throw new DomainError("conflict", `${missing.map(({ alert }) => alert.ref).join(", ")}: not linked to ${ref}.`);
  refuseAny(await unlinkFromIncident(db, caller, ended, { id, ref }));
  return act(db, caller, id, {
    action: "incident.alerts-unlinked", tells: "incident.changed", reason, details: { alerts: facts.map(({ alert }) => alert.ref) }, change: () => ({}),
    entry: { type: "action", text: `Took out ${facts.map(({ alert }) => alert.ref).join(", ")}: ${reason}` },
  });
}

/** The facts of all these alerts; refuses unknown ones. */
export async function factsFor(db: IncidentsDb, alerts: readonly string[]): Promise<readonly AlertFacts[]> {
  const facts = await alertFacts(db, alerts);
  const known = new Set(facts.flatMap(({ alert }) => [alert.id, alert.ref]));
  const unknown = alerts.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new DomainError("not_found", `There is no alert ${unknown.join(", ")} here.`);
  return facts;
}

/** Writes the links and the parts; the incident is locked. */
export async function joinAlerts(db: IncidentsDb, caller: Caller, incident: { readonly id: string; readonly ref: string }, facts: readonly AlertFacts[]): Promise<void> {
  const ids = facts.map(({ alert }) => alert.id);
  const taken = await ownersOf(db, ids);
  if (taken.size > 0) {
    const holders = await incidentsOf(db, [...new Set(taken.values())]);
    const whose = facts.filter(({ alert }) => taken.has(alert.id)).map(({ alert }) => `${alert.ref} (${holders.find(({ id }) => id === taken.get(alert.id))?.ref ?? ""})`);
    throw new DomainError("conflict", `Already in an incident: ${whose.join(", ")}. Take them out there, or merge the incidents.`);
  }
  await insertLinks(db, incident.id, ids, { at: caller.now, by: caller.who });
  refuseAny(await linkToIncident(db, caller, ids, incident));
  await addParts(db, caller, incident.id, partsIn(facts));
  // Of those whose events are kept already; the others' come when they are.
  await proposeAccounts(db, caller, incident.id, ids);
}

const INDICATOR_OF: Readonly<Record<string, "ip" | "domain" | "url" | "email">> = { "ipv4-addr": "ip", "ipv6-addr": "ip", "domain-name": "domain", url: "url", "email-addr": "email" };
const MOST_OF_A_KIND = 200;

/** What alerts tell of, as parts. Shared: the client sees the alerts too. */
function partsIn(facts: readonly AlertFacts[]): readonly PartToAdd[] {
  const visibility = "shared" as const;
  const state = "";
  const assets = facts.flatMap((one) => one.assets.map(({ id, name, end }): PartToAdd => ({ kind: "asset", visibility, document: { asset: id, name, role: end === "source" ? "source" : "victim", state } })));
  const accounts = facts.flatMap((one) => one.accounts.map((name): PartToAdd => ({ kind: "account", visibility, document: { name: name.slice(0, 500), role: "related", state } })));
  const techniques = facts.flatMap((one) => one.techniques.map((technique): PartToAdd => ({ kind: "technique", visibility, document: { technique, note: "" } })));
  const indicators = facts.flatMap((one) => one.indicators.map(({ type, name }): PartToAdd => ({ kind: "indicator", visibility, document: { type: INDICATOR_OF[type] ?? "other", value: name.slice(0, 2000), verdict: "malicious", isPassedOn: false, note: "from the alert" } })));
  return [assets, accounts, techniques, indicators].flatMap((parts) => parts.slice(0, MOST_OF_A_KIND));
}

/** When it began, with what these alerts tell. */
export function timesWith({ occurredAt, detectedAt }: Pick<Incident, "occurredAt" | "detectedAt">, facts: readonly AlertFacts[]): Pick<Incident, "occurredAt" | "detectedAt"> {
  return { occurredAt: earliest([occurredAt, ...facts.map(({ firstTime }) => firstTime)]), detectedAt: earliest([detectedAt, ...facts.map((one) => one.detectedAt)]) };
}

function earliest(times: readonly (Date | null)[]): Date | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : new Date(Math.min(...known.map((time) => time.getTime())));
}

function refuseAny({ refused }: Outcome): void {
  if (refused.length > 0) throw new DomainError(refused[0]!.code, refused.map(({ why }) => why).join(" "));
}
