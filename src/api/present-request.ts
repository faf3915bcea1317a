// Requests as answers have them: with the sentences that people read.
import type { z } from "zod";
import type { PreAuthorisation as Told, Request as Page, RequestFile as File, RequestRow } from "../contract/requests.ts";
import { dueWords, type PreAuthorisation, proofWordsIn, type Reader, type Request, type RequestFile, type RequestPage, stateWords, turnOf, turnWords, type StoredTicket } from "../requests/index.ts";
import type { SettingDocuments } from "../tenants/index.ts";
import { presentWrite } from "./present-write.ts";
import { iso, isoOrNull } from "./routes.ts";

/** What sentences are made with: the language, the clock on the wall there, and which severities are urgent. */
export type Telling = Reader & { readonly now: Date; readonly urgent: ReadonlySet<string> };

// The upper ones of the organisation's scale.
const URGENT_LEVELS = 2;

/** How things are told under these settings. */
export const tellingOf = (settings: Pick<SettingDocuments, "service-hours" | "severity-scale">, { now, language }: Pick<Telling, "now" | "language">): Telling => ({
  now, language, timeZone: settings["service-hours"].timeZone, urgent: new Set(settings["severity-scale"].levels.slice(0, URGENT_LEVELS).map(({ key }) => key)),
});

/** A row of a list. */
export function presentRow(request: Request, telling: Telling): z.infer<typeof RequestRow> {
  const { now, urgent, language } = telling;
  const { id, ref, title, action, target, place, severity, state, since, dueAt, sentAt, madeAt, routed, incident } = request;
  return {
    id, ref, title, action, target: { ...target }, place, severity, isUrgent: urgent.has(severity), state, since: iso(since), stateWords: stateWords(request, language),
    turn: { of: turnOf(state, request.questionAt !== null), words: turnWords(request, telling) },
    due: dueAt === null || state === "verified" || state === "cancelled" || state === "refused" ? null : { at: iso(dueAt), ...dueWords(dueAt, { from: sentAt ?? madeAt, now }, telling) },
    team: { id: routed.team, name: routed.name, by: routed.by, reason: routed.reason }, incident: { ...incident },
  };
}

/** The page of one. */
export function presentPage({ request, progress, moves, thread, deliveries, tickets, files, writes, teamWarning }: RequestPage, telling: Telling): z.infer<typeof Page> {
  const { version, alerts, steps, care, why, proofs, approval, releasedBy, held, planned, verification, checkUntil, origin, madeBy, madeAt } = request;
  return {
    ...presentRow(request, telling), version, alerts: [...alerts], steps: [...steps], care, why, proofs: [...proofs], proofWords: proofs.map((proof) => proofWordsIn(telling.language, proof)),
    progress: progress.map(({ at, ...step }) => ({ ...step, at: isoOrNull(at) })),
    moves: moves.map(({ at, ...move }) => ({ ...move, at: iso(at) })),
    thread: thread.map(({ id, type, visibility, at, author, text }) => ({ id, type, visibility, at: iso(at), author: author.who, side: author.side, text })),
    approval: approval === null ? null : { ...approval }, releasedBy, held, planned: planned === null ? null : { ...planned },
    verification: verification === null ? null : { ...verification, checks: verification.checks.map((check) => ({ ...check, events: [...check.events] })) }, checkUntil: isoOrNull(checkUntil),
    tickets: tickets.map(presentTicket), files: files.map(presentFile), writes: writes.map(presentWrite),
    delivery: deliveries.map(({ channel, state, endedAt, triedAt, remoteId, problem }) => ({ channel, state, at: isoOrNull(endedAt ?? triedAt), remoteId, problem })),
    teamWarning, origin: { ...origin }, madeBy, madeAt: iso(madeAt),
  };
}

const presentTicket = ({ connector, key, number, url, state: status, problem, readAt, shown: { title, state, queue, priority, assignee, unmapped, notAccepted, leftThere } }: StoredTicket): z.infer<typeof Page>["tickets"][number] =>
  ({ connector, key, number, url, status, problem, readAt: isoOrNull(readAt), title, state, queue, priority, assignee, unmapped: [...unmapped], notAccepted: notAccepted.map((one) => ({ ...one })), leftThere: [...leftThere] });

export const presentFile = ({ id, name, type, size, sha256, side, addedAt, addedBy }: RequestFile): z.infer<typeof File> => ({ id, name, type, size, sha256, side, addedAt: iso(addedAt), addedBy });

export const presentPreAuthorisation = ({ allowed, entry, why }: PreAuthorisation): z.infer<typeof Told> => ({ allowed, entry: entry?.key ?? null, conditions: entry?.conditions ?? null, agreedBy: entry?.agreedBy ?? null, why });
