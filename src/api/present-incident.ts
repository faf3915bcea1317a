// Incidents as answers have them.
import type { z } from "zod";
import type { Incident as IncidentPage, IncidentRow, IncidentThread } from "../contract/incidents.ts";
import type { IncidentExport, RegisterLine } from "../contract/incident-export.ts";
import type { Caller } from "../core/index.ts";
import { type ExportedIncident, type Incident, type IncidentDetail, needsLessons, type RegisteredIncident, stagesFrom, type Turn } from "../incidents/index.ts";
import type { Entry } from "../timeline/index.ts";
import { presentClock } from "./clocks.ts";
import { iso, isoOrNull } from "./routes.ts";

type Row = z.infer<typeof IncidentRow>;
type Page = z.infer<typeof IncidentPage>;

export const presentRow = ({ tenant, id, ref, title, category, severity, tlp, pap, stage, mode, origin, verdict, owners, openedAt, changedAt, closedAt, mergedInto, due }: Incident, turn: Turn | null): Row => ({
  tenant, id, ref, title, category, severity, tlp, pap, stage, mode, origin, verdict: verdict?.value ?? null, owners: { ...owners }, openedAt: iso(openedAt), changedAt: iso(changedAt), closedAt: isoOrNull(closedAt), mergedInto,
  due: due === null ? null : { ...due, at: isoOrNull(due.at) }, turn: turn === null ? null : { ...turn, until: isoOrNull(turn.until) },
});

/** Everything that its page shows. */
export function presentIncident({ incident, turn, clocks, alerts, parts, attachments, decisions, related, alike, merged }: IncidentDetail): Page {
  const { summary, impact, risk, severityReasons, modeReason, stageTimes, aware, verdict, waits, occurredAt, detectedAt, openedBy, closedReason, lessons, reopened, stage } = incident;
  return {
    ...presentRow(incident, turn), summary, impact, risk, severityReasons: { ...severityReasons }, modeReason, stageTimes: definedOf(stageTimes), aware: aware === null ? null : { ...aware, at: iso(aware.at) },
    qualified: verdict === null ? null : { words: verdict.words, by: verdict.by, side: verdict.side, at: iso(verdict.at) }, waits: waits === null ? null : { ...waits, since: iso(waits.since), until: isoOrNull(waits.until) },
    occurredAt: isoOrNull(occurredAt), detectedAt: isoOrNull(detectedAt), openedBy, closedReason, lessons, needsLessons: needsLessons(incident), reopened, nextStages: [...stagesFrom(stage)],
    clocks: clocks.map(presentClock), alerts: alerts.map(presentAlert), parts: parts.map(presentPart), files: attachments.map(presentFile), decisions: decisions.map(presentEntry),
    related: related.map(({ incident: other, kind, reason }) => ({ ...presentOther(other), kind, reason })), alike: alike.map(({ incident: other, why }) => ({ ...presentOther(other), why })), merged: merged.map(presentOther),
  };
}

/** All that the caller's side may know of it, as a file holds it. */
export const presentExport = ({ detail, thread, isWhole }: ExportedIncident, { who, side, now }: Caller): IncidentExport => ({
  vigie: "incident", version: 1, exportedAt: iso(now), exportedBy: who, side, incident: presentIncident(detail), survivor: detail.survivor?.ref ?? null, thread: thread.map(presentEntry), isWhole,
  unlinked: detail.links.flatMap(({ alert, unlinked }) => (unlinked === null ? [] : [{ alert, at: iso(unlinked.at), by: unlinked.by, reason: unlinked.reason }])),
});

/** A line of the register. */
export const presentLine = ({ incident, mergedInto, alerts, rules, sources, collectors, events, notifiedAt, isPartial }: RegisteredIncident): RegisterLine => {
  const { ref, title, category, severity, tlp, stage, mode, origin, verdict, summary, impact, risk, openedBy, closedReason } = incident;
  return {
    ref, title, category, severity, tlp, stage, mode, origin, verdict: verdict?.value ?? null, description: summary, impact, risk, openedAt: iso(incident.openedAt), openedBy, occurredAt: isoOrNull(incident.occurredAt), detectedAt: isoOrNull(incident.detectedAt),
    notifiedAt: isoOrNull(notifiedAt), qualifiedAt: isoOrNull(verdict?.at ?? null), awareAt: isoOrNull(incident.aware?.at ?? null), closedAt: isoOrNull(incident.closedAt), closedReason, mergedInto,
    alerts: [...alerts], rules: [...rules], sources: [...sources], collectors: [...collectors], events: [...events], isPartial,
  };
};

const definedOf = (times: Incident["stageTimes"]): Record<string, string> => Object.fromEntries(Object.entries(times).filter(([, at]) => at !== undefined));
const presentOther = ({ id, ref, title, stage }: Incident) => ({ id, ref, title, stage });

const presentAlert = ({ alert: { id, ref, title, level, score, status, judgement }, firstTime, lastTime, detectedAt, techniques, rules, sources, eventIds, isPartial }: IncidentDetail["alerts"][number]): Page["alerts"][number] => ({
  id, ref, title, level, score, status, verdict: judgement.verdict, firstTime: iso(firstTime), lastTime: iso(lastTime), detectedAt: iso(detectedAt), techniques: [...techniques], rules: rules.map((rule) => ({ ...rule })), sources: sources.map((source) => ({ ...source })), eventIds: [...eventIds], isPartial,
});

const presentPart = ({ id, kind, document, visibility, side, addedAt, addedBy, removed }: IncidentDetail["parts"][number]): Page["parts"][number] => ({ id, kind, document: { ...document }, visibility, side, addedAt: iso(addedAt), addedBy, removed: presentRemoval(removed) });
export const presentFile = ({ id, name, note, size, sha256, sha1, md5, visibility, side, addedAt, addedBy, removed }: IncidentDetail["attachments"][number]): Page["files"][number] => ({ id, name, note, size, sha256, sha1, md5, visibility, side, addedAt: iso(addedAt), addedBy, removed: presentRemoval(removed) });
const presentRemoval = (removed: { readonly at: Date; readonly by: string; readonly reason: string } | null) => (removed === null ? null : { ...removed, at: iso(removed.at) });

export const presentEntry = ({ id, type, visibility, at, eventTime, author: { who, side }, text, origin }: Entry): z.infer<typeof IncidentThread>["entries"][number] => ({ id, type, visibility, at: iso(at), eventTime: isoOrNull(eventTime), author: who, side, text, origin: origin === null ? null : `${origin.kind} ${origin.id}` });
