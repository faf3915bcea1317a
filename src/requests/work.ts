// What the team says of a request that it has: one function a verb.
import { clocksOf, pauseClocks, resumeClocks, stopClocks } from "../clocks/index.ts";
import { DomainError } from "../core/index.ts";
import { emit, record, type TenantDb } from "../store/index.ts";
import { addEntry, subjectKey } from "../timeline/index.ts";
import { takeRequest } from "./find.ts";
import type { Asker, Request } from "./request.ts";
import { ENDED, UNSENT } from "./states.ts";
import { factDetails, subjectOf, takeStep, writeChange } from "./step.ts";

// When the SOC looks for the first time at whether it is done, and until when it looks again by itself.
const FIRST_CHECK_MS = 60_000;
const CHECKED_FOR_MS = 24 * 3_600_000;

/** Who of the team said so, and how, where somebody of the provider says it for them. */
type ForTeam = { readonly onBehalfOf?: string | undefined };

/** The team has read it; `planned` is when it means to do it, where not at once. */
export async function acknowledgeRequest(db: TenantDb, caller: Asker, idOrRef: string, { planned = null, ...words }: ForTeam & { readonly note?: string | undefined; readonly planned?: Date | null | undefined } = {}): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  const { note, details } = saidBy(caller, words);
  if (planned !== null && planned <= caller.now) throw new DomainError("invalid", "What is planned lies ahead: give a later time, or none.");
  const after = await takeStep(db, caller, request, { verb: "acknowledge", changes: { planned: planned === null ? null : { until: planned.toISOString(), note: note ?? null } }, note, details });
  await stopClocks(db, { subjects: [subjectOf(request)], phases: ["request-acknowledge"], at: caller.now, by: "request.acknowledged" });
  return after;
}

/** The team works on it. */
export async function startRequest(db: TenantDb, caller: Asker, idOrRef: string, words: ForTeam & { readonly note?: string | undefined } = {}): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  const after = await takeStep(db, caller, request, { verb: "start", changes: { planned: null }, ...saidBy(caller, words) });
  await stopClocks(db, { subjects: [subjectOf(request)], phases: ["request-acknowledge"], at: caller.now, by: "request.started" });
  return after;
}

/** The team says that it is done; the SOC looks whether it is. */
export async function claimDone(db: TenantDb, caller: Asker, idOrRef: string, words: ForTeam & { readonly note: string }): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  const { now } = caller;
  const changes = { planned: null, questionAt: null, claimedAt: now, verification: null, checkAt: new Date(now.getTime() + FIRST_CHECK_MS), checkUntil: new Date(now.getTime() + CHECKED_FOR_MS) };
  const after = await takeStep(db, caller, request, { verb: "claim-done", changes, ...saidBy(caller, words) });
  await stopClocks(db, { subjects: [subjectOf(request)], at: now, by: "request.claimed-done" });
  return after;
}

/** The team cannot do it, or does not want to. */
export async function cannotDo(db: TenantDb, caller: Asker, idOrRef: string, { reason, onBehalfOf }: ForTeam & { readonly reason: string }): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  const { note, details } = saidBy(caller, { note: reason, onBehalfOf });
  const after = await takeStep(db, caller, request, { verb: "cannot", changes: { questionAt: null, planned: null }, note, details: { by: "team", ...details } });
  await stopClocks(db, { subjects: [subjectOf(request)], at: caller.now, by: "request.refused" });
  return after;
}

/** What is written down: the team's own words, or who of them told the provider, and the words. The team's clock is not the provider's to stop in silence. */
function saidBy({ side }: Asker, { note, onBehalfOf }: ForTeam & { readonly note?: string | undefined }): { readonly note: string | undefined; readonly details: Readonly<Record<string, unknown>> } {
  if (side !== "provider") {
    if (onBehalfOf !== undefined) throw new DomainError("invalid", "Whoever is of the client speaks for themselves: leave out onBehalfOf.");
    return { note, details: {} };
  }
  if (onBehalfOf === undefined) throw new DomainError("forbidden", "This is for the team to say. If somebody there told you, say who and how in onBehalfOf: it is written down as that.");
  return { note: [`On behalf of the team: ${onBehalfOf}`, ...(note === undefined ? [] : [note])].join("\n"), details: { onBehalfOf } };
}

export type Message = { readonly text: string; readonly question?: boolean | undefined; readonly internal?: boolean | undefined };

/**
 * Writes into the thread. A question of the team makes it the SOC's turn, and the team's clocks wait; what the SOC
 * answers makes it the team's again.
 */
export async function sayMessage(db: TenantDb, caller: Asker, idOrRef: string, { text, question = false, internal = false }: Message): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  const isTeams = !ENDED.has(request.state) && !UNSENT.includes(request.state) && request.state !== "claimed_done";
  if (question && caller.side !== "client") throw new DomainError("invalid", "The team asks, the SOC answers: write a message.");
  if (question && internal) throw new DomainError("invalid", "A question to the SOC cannot be internal: the SOC would not see it.");
  if (question && !isTeams) throw new DomainError("conflict", `${request.ref} is not with the team now: write a message that is no question.`);
  const entry = await addEntry(db, caller, { subject: subjectOf(request), type: "message", visibility: internal ? "internal" : "shared", text, details: question ? { question } : {} });
  if (internal) return request;
  await record(db, caller, { action: "request.message", subject: request.ref, details: { entry: entry.id, question } });
  const answers = caller.side === "provider" && request.questionAt !== null;
  const after = question ? await ask(db, caller, request, entry.id) : answers ? await answer(db, caller, request) : request;
  await emit(db, caller, { kind: "request.message", subject: request.id, details: { ...factDetails(after), entry: entry.id, question, answers, side: caller.side } });
  return after;
}

async function ask(db: TenantDb, caller: Asker, request: Request, entry: number): Promise<Request> {
  if (request.questionAt !== null) return request;
  await pauseClocks(db, caller, subjectOf(request), { reason: "The team asked the SOC, and waits for the answer.", side: "provider", evidence: `message ${entry}` });
  return writeChange(db, caller, request, { action: "asked", changes: { questionAt: caller.now } });
}

/** The team goes on without an answer. */
export async function withdrawQuestion(db: TenantDb, caller: Asker, idOrRef: string, { note }: { readonly note: string }): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  if (request.questionAt === null) throw new DomainError("conflict", `${request.ref} has no question that is open.`);
  await addEntry(db, caller, { subject: subjectOf(request), type: "action", visibility: "shared", text: note });
  return answer(db, caller, request);
}

async function answer(db: TenantDb, caller: Asker, request: Request): Promise<Request> {
  await resumeClocks(db, caller, subjectOf(request));
  const readings = (await clocksOf(db, [subjectOf(request)], caller.now, { phases: ["request-done"] })).get(subjectKey(subjectOf(request))) ?? [];
  return writeChange(db, caller, request, { action: "answered", changes: { questionAt: null, dueAt: readings[0]?.dueAt ?? request.dueAt } });
}
