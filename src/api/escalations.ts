// What the client is asked: the provider makes it, the client answers, both read the same thread.
import type { FastifyRequest } from "fastify";
import { CloseEscalation, Escalation, EscalationDraft, EscalationDraftQuery, EscalationEntry, EscalationList, EscalationMessage, EscalationPath, EscalationQuery, EscalationReason, EscalationThread, MakeEscalation, QualifyEscalation, RespondToEscalation, ThreadQuery } from "../contract/escalations.ts";
import { TenantPath } from "../contract/shared.ts";
import type { Caller } from "../core/index.ts";
import {
  acknowledgeEscalation, answerClient, askProvider, closeEscalation, draftEscalation, type Escalation as Escalated, escalationCounts, getEscalation, listEscalations, makeEscalation, markSeen,
  qualifyEscalation, recordReached, respondToEscalation, showEscalation, threadOf, withdrawEscalation,
} from "../escalations/index.ts";
import { readTenant, type TenantDb, withTenant } from "../store/index.ts";
import { addEntry, type Entry, listEntries } from "../timeline/index.ts";
import { clockRoutes } from "./clocks.ts";
import type { RouteDeps } from "./deps.ts";
import { presentDraft, presentEscalation, presentEscalationRow } from "./present-escalation.ts";
import { about, answers, iso, type Routes } from "./routes.ts";

const TAG = "escalations";
const ALL = "/v1/tenants/:tenant/escalations";
const ONE = `${ALL}/:escalation`;

export const escalationRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, now, newId, callerOf } = deps;
  const done = (request: FastifyRequest, tenant: string, verb: (db: TenantDb, caller: Caller) => Promise<Escalated>) =>
    withTenant(state, tenant, async (db) => {
      const caller = callerOf(request);
      const { id } = await verb(db, caller);
      return presentEscalation(await showEscalation(db, id, caller.now), caller.side);
    });
  const described = (summary: string, needed: "alert:triage" | "alert:qualify") => ({ ...about(TAG, summary, needed), params: EscalationPath, response: answers(Escalation) });

  app.get(ALL, { schema: { ...about(TAG, "What the client is or was asked, the newest first", "alert:read"), params: TenantPath, querystring: EscalationQuery, response: answers(EscalationList) } }, ({ params, query: { state: wanted, about: subject, after, limit } }) =>
    readTenant(state, params.tenant, async (db) => {
      const found = await listEscalations(db, { open: wanted === "all" ? undefined : wanted === "open", about: subject, after, limit }, now());
      return { escalations: found.map(presentEscalationRow), counts: await escalationCounts(db), next: found.length < limit ? null : (found.at(-1)?.escalation.id ?? null) };
    }));
  app.post(ALL, { schema: { ...about(TAG, "Ask the client about an alert or an incident", "alert:triage"), params: TenantPath, body: MakeEscalation, response: answers(Escalation) } }, (request) =>
    done(request, request.params.tenant, (db, caller) => makeEscalation(db, caller, { id: newId(), ...request.body })));
  app.get("/v1/tenants/:tenant/escalation-draft", { schema: { ...about(TAG, "What an analyst might ask about an alert, made of what is known; to be written better", "alert:triage"), params: TenantPath, querystring: EscalationDraftQuery, response: answers(EscalationDraft) } }, (request) => {
    const { alert, language } = request.query;
    return readTenant(state, request.params.tenant, async (db) => presentDraft(await draftEscalation(db, callerOf(request), alert, language)));
  });
  app.get(ONE, { schema: { ...about(TAG, "All that the client needs to decide, with its clock", "alert:read"), params: EscalationPath, response: answers(Escalation) } }, (request) =>
    readTenant(state, request.params.tenant, async (db) => presentEscalation(await showEscalation(db, request.params.escalation, now()), callerOf(request).side)));

  app.post(`${ONE}/seen`, { schema: { ...about(TAG, "Say in the thread that you opened it; once a person of the client", "alert:read"), params: EscalationPath, response: answers(Escalation) } }, (request) => {
    const { tenant, escalation } = request.params;
    return done(request, tenant, async (db, caller) => {
      await markSeen(db, caller, escalation);
      return getEscalation(db, escalation);
    });
  });
  app.post(`${ONE}/acknowledge`, { schema: described("Have it in hand; the client's", "alert:qualify") }, (request) => done(request, request.params.tenant, (db, caller) => acknowledgeEscalation(db, caller, request.params.escalation)));
  app.post(`${ONE}/reached`, { schema: { ...described("Record that somebody of the client was reached by phone; the provider's", "alert:triage"), body: EscalationReason } }, (request) =>
    done(request, request.params.tenant, (db, caller) => recordReached(db, caller, request.params.escalation, request.body.reason)));
  app.post(`${ONE}/ask`, { schema: { ...described("Ask the provider; the client's clock pauses", "alert:qualify"), body: EscalationMessage } }, (request) => done(request, request.params.tenant, (db, caller) => askProvider(db, caller, request.params.escalation, request.body.text)));
  app.post(`${ONE}/answer`, { schema: { ...described("Answer the client's question; its clock goes on", "alert:triage"), body: EscalationMessage } }, (request) => done(request, request.params.tenant, (db, caller) => answerClient(db, caller, request.params.escalation, request.body.text)));
  app.post(`${ONE}/qualify`, { schema: { ...described("Was it your team? The answer is the verdict", "alert:qualify"), body: QualifyEscalation } }, (request) => {
    const { answer, words, reason, opensIncident } = request.body;
    return done(request, request.params.tenant, (db, caller) => (answer === "not-sure" ? askProvider(db, caller, request.params.escalation, words ?? "") : qualifyEscalation(db, caller, request.params.escalation, { answer, words, reason, opensIncident })));
  });
  app.post(`${ONE}/respond`, { schema: { ...described("Record what was done about it; the client's", "alert:qualify"), body: RespondToEscalation } }, (request) => done(request, request.params.tenant, (db, caller) => respondToEscalation(db, caller, request.params.escalation, request.body)));
  app.post(`${ONE}/close`, { schema: { ...described("Close what was answered; the provider's", "alert:triage"), body: CloseEscalation } }, (request) => done(request, request.params.tenant, (db, caller) => closeEscalation(db, caller, request.params.escalation, request.body.words)));
  app.post(`${ONE}/withdraw`, { schema: { ...described("Ask no more, and say why; the provider's", "alert:triage"), body: EscalationReason } }, (request) => done(request, request.params.tenant, (db, caller) => withdrawEscalation(db, caller, request.params.escalation, request.body.reason)));

  await app.register(threadRoutes(deps));
  await app.register(clockRoutes(deps, { path: ONE, params: EscalationPath, read: "alert:read", change: "alert:triage", find: async (db, _, { escalation = "" }) => threadOf(await getEscalation(db, escalation)), hindrance: async (db, { id }) => ((await getEscalation(db, id)).state === "asked" ? "The client waits for the provider's answer: answer its question, then its clock goes on by itself." : undefined) }));
};

/** The thread that both sides read: the escalation's own, with what was shared about its alert or incident. */
const threadRoutes = ({ state, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(`${ONE}/entries`, { schema: { ...about(TAG, "The thread, with what was shared about the alert or incident", "alert:read"), params: EscalationPath, querystring: ThreadQuery, response: answers(EscalationThread) } }, (request) =>
    readTenant(state, request.params.tenant, async (db) => {
      const escalation = await getEscalation(db, request.params.escalation);
      const { kind, id } = escalation.subject;
      const { after, limit } = request.query;
      const entries = await listEntries(db, { subjects: [threadOf(escalation), { kind, id }], side: callerOf(request).side, after, limit });
      return { entries: entries.map((entry) => presentEntry(entry, callerOf(request))), next: entries.length < limit ? null : (entries.at(-1)?.id ?? null) };
    }));
  for (const [needed, path, summary] of [["alert:qualify", "entries", "Write into the thread; the client's"], ["alert:triage", "notes", "Write into the thread; the provider's"]] as const) {
    app.post(`${ONE}/${path}`, { schema: { ...about(TAG, summary, needed), params: EscalationPath, body: EscalationEntry, response: answers(EscalationThread) } }, (request) =>
      withTenant(state, request.params.tenant, async (db) => {
        const escalation = await getEscalation(db, request.params.escalation);
        const caller = callerOf(request);
        const entry = await addEntry(db, caller, { subject: threadOf(escalation), type: "message", ...request.body });
        return { entries: [presentEntry(entry, caller)], next: null };
      }));
  }
};

const presentEntry = ({ id, type, visibility, at, author, text }: Entry, caller: Caller) => ({ id, type, visibility, at: iso(at), who: author.who, side: author.side, isYou: author.id === caller.id, text });
