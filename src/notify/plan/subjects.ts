// What facts are about, as the tables say it now: a notification tells of the thing, not of the moment.
import { alertFacts, watchersOf } from "../../alerts/index.ts";
import { teams } from "../../cmdb/index.ts";
import { nextDue } from "../../clocks/index.ts";
import { systemCaller } from "../../core/index.ts";
import { getEscalation } from "../../escalations/index.ts";
import { findIncident, type Incident, incidentFacts } from "../../incidents/index.ts";
import { findRequest, platformAsker } from "../../requests/index.ts";
import { type Fact, type State, type TenantDb, withTenant } from "../../store/index.ts";
import { severityKeyOf, type SettingDocuments, settingsAt } from "../../tenants/index.ts";
import type { About } from "../content/disclose.ts";
import type { Subject } from "./plan.ts";
import type { SubjectOf } from "./plan-job.ts";

type Kind = Subject["kind"];
type Reading = { readonly db: TenantDb; readonly settings: SettingDocuments; readonly now: Date };

/** Reads subjects from the tables of alerts, incidents, escalations, requests and exceptions. */
export const createSubjectOf = (state: State, now: () => Date): SubjectOf => (tenant, fact) =>
  withTenant(state, tenant, async (db) => {
    const [kind, id] = namedBy(fact);
    const read = kind === undefined ? undefined : READERS[kind];
    if (read === undefined || id === undefined) return undefined;
    return read({ db, settings: (await settingsAt(db, now())).documents, now: now() }, id, fact);
  });

const isKind = (word: string | undefined): word is Kind => word !== undefined && Object.hasOwn(READERS, word);

/** Facts of clocks and entries name their subject in the details, the others are named after it. */
function namedBy({ kind, subject, details }: Fact): readonly [Kind | undefined, string | undefined] {
  const [noun] = kind.split(".");
  if (noun === "entry") {
    const [about, id] = String(details["about"]).split(/:(.*)/s);
    return [isKind(about) ? about : undefined, id];
  }
  const about = noun === "clock" || noun === "playbook" ? String(details["about"]) : noun === "suspicion" ? "incident" : noun;
  return [isKind(about) ? about : undefined, noun === "playbook" ? textOf(details["incident"]) ?? subject : subject];
}

const READERS: Readonly<Record<Kind, (reading: Reading, id: string, fact: Fact) => Promise<Subject | undefined>>> = {
  alert: readAlert,
  incident: readIncident,
  escalation: async (reading, id) => {
    const escalation = await getEscalation(reading.db, id).catch(ifGone);
    if (escalation === undefined) return undefined;
    const { subject, severity, text: { title } } = escalation;
    const about = await (subject.kind === "alert" ? readAlert : readIncident)(reading, subject.id);
    const due = await nextDue(reading.db, { kind: "escalation", id: escalation.id }, reading.now);
    return about === undefined ? undefined : { ...about, kind: "escalation", id: escalation.id, severity, dueOf: due?.owner ?? null, about: { ...about.about, severity: nameOf(reading, severity), title, due: due?.dueAt ?? null } };
  },
  request: async (reading, id) => {
    const request = await findRequest(reading.db, platformAsker(systemCaller("notify", reading.now)), id).catch(ifGone);
    if (request === undefined) return undefined;
    const { ref, severity, title, target, routed, dueAt, madeAt } = request;
    const team = routed.team === null ? undefined : await teams.find(reading.db, routed.team);
    const isRed = await isOfRed(reading, request.incident.id);
    const about: About = { ref, severity: nameOf(reading, severity), category: null, at: madeAt, perimeter: target.kind === "asset" ? [target.name] : [], title, due: dueAt, isRed };
    return { kind: "request", id: request.id, severity, about, dueOf: "client", team: routed.name === null ? null : { name: routed.name, email: team?.email ?? null, language: "fr" } };
  },
  // The words of an exception stay in the portal; what it is for is in its details.
  exception: async (_, id, { details, at }) => ({ kind: "exception", id, severity: null, about: { ref: id, severity: null, category: null, at, perimeter: [], title: textOf(details["title"]) ?? "", due: null, isRed: false }, dueOf: null, team: null }),
};

async function readAlert(reading: Reading, id: string): Promise<Subject | undefined> {
  const [facts] = await alertFacts(reading.db, [id]);
  if (facts === undefined) return undefined;
  const { alert, assets, category, firstTime } = facts;
  const severity = severityKeyOf(reading.settings, alert.level);
  return { kind: "alert", id: alert.id, severity, team: null, watchers: await watchersOf(reading.db, alert.id), dueOf: "provider", about: { ref: alert.ref, severity: nameOf(reading, severity), category, at: firstTime, perimeter: [...new Set(assets.map(({ name }) => name))], title: alert.title, due: alert.due?.at ?? null, isRed: await isOfRed(reading, alert.incident) } };
}

async function readIncident(reading: Reading, id: string): Promise<Subject | undefined> {
  const facts = await incidentFacts(reading.db, id).catch(ifGone);
  if (facts === undefined) return undefined;
  const { incident, parts } = facts;
  // The perimeter is told to the client: what the provider keeps to itself is not.
  const perimeter = parts.flatMap((part) => (part.kind === "asset" && part.visibility === "shared" ? [part.document.name] : []));
  const { ref, severity, category, occurredAt, openedAt, title, due } = incident;
  return { kind: "incident", id: incident.id, severity, team: null, dueOf: due?.owner ?? null, about: { ref, severity: nameOf(reading, severity), category, at: occurredAt ?? openedAt, perimeter, title, due: due?.at ?? null, isRed: isMarkedRed(incident) } };
}

const isMarkedRed = ({ tlp, pap }: Pick<Incident, "tlp" | "pap">): boolean => tlp === "red" || pap === "red";

/** Whether what is of an incident is as secret as that one. */
async function isOfRed({ db }: Reading, incident: string | null): Promise<boolean> {
  const found = incident === null ? undefined : await findIncident(db, incident).catch(ifGone);
  return found !== undefined && isMarkedRed(found);
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const nameOf = ({ settings }: Reading, key: string): About["severity"] => settings["severity-scale"].levels.find((level) => level.key === key)?.name ?? null;

// What a fact tells of may be gone when it is read: an organisation was erased.
function ifGone(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "not_found") return undefined;
  throw error;
}
