// Playbooks: their texts, those that fit an incident, and those at work.
import type { FastifyRequest } from "fastify";
import { ApproveStep, ChooseStep, DoStep, FinishRun, IncidentPlaybooks, IncidentPlaybooksPath, Playbook, PlaybookList, PlaybookPath, PlaybookRun, RefuseStep, RunPath, RunStepPath, SkipStep, StartPlaybook, StopRun, UndoStep } from "../contract/playbooks.ts";
import type { Permission } from "../contract/roles.ts";
import type { Caller } from "../core/index.ts";
import { incidentFacts } from "../incidents/index.ts";
import { concernOf, finishRun, nextStepOf, type PersonVerb, playbookNamed, proposePlaybooks, runsOf, shippedPlaybooks, showRun, startRun, stopRun, takeStep, undoStep } from "../playbooks/index.ts";
import { readTenant, type TenantDb, withTenant } from "../store/index.ts";
import type { z } from "zod";
import type { RouteDeps } from "./deps.ts";
import { presentNext, presentPlaybook, presentPlaybookRow, presentProposal, presentRun, presentRunRow } from "./present-playbook.ts";
import { askerOf } from "./request-asker.ts";
import { about, answers, type Routes } from "./routes.ts";

const TAG = "playbooks";
const READ = "playbook:read";
const OF_INCIDENT = "/v1/tenants/:tenant/incidents/:incident/playbooks";
const RUN = "/v1/tenants/:tenant/playbook-runs/:playbookRun";

/** The shipped ones, and the provider's own. */
export const playbooksOf = ({ playbooks = shippedPlaybooks }: Pick<RouteDeps, "playbooks">): ReturnType<typeof shippedPlaybooks> => playbooks();

/** The texts, what fits an incident, and its runs. */
export const playbookRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, newId, callerOf } = deps;
  await app.register(stepRoutes(deps));

  app.get("/v1/playbooks", { schema: { ...about(TAG, "All playbooks", READ), response: answers(PlaybookList) } }, async () => ({ playbooks: (await playbooksOf(deps)).map(presentPlaybookRow) }));
  app.get("/v1/playbooks/:playbook", { schema: { ...about(TAG, "The text of one, in both languages", READ), params: PlaybookPath, response: answers(Playbook) } }, async (request) => presentPlaybook(playbookNamed(await playbooksOf(deps), request.params.playbook)));

  app.get(OF_INCIDENT, { schema: { ...about(TAG, "Those at work at an incident, and those that fit it", READ), params: IncidentPlaybooksPath, response: answers(IncidentPlaybooks) } }, async (request) => {
    const playbooks = await playbooksOf(deps);
    return readTenant(state, request.params.tenant, async (db) => {
      const facts = await incidentFacts(db, request.params.incident);
      const runs = await runsOf(db, facts.incident.id);
      const atWork = new Set(runs.filter((run) => run.state === "running").map(({ playbook }) => playbook.name));
      const isClient = callerOf(request).side === "client";
      const proposals = isClient ? [] : proposePlaybooks(playbooks, concernOf(facts)).filter(({ playbook }) => !atWork.has(playbook.name));
      const progress = await Promise.all(runs.map(async ({ id }) => (isClient ? (await showRun(db, askerOf(deps, request, db.tenant), id)).progress : undefined)));
      return { runs: runs.map((run, index) => presentRunRow(run, progress[index])), proposals: proposals.map(presentProposal), next: isClient ? null : presentNext(await nextStepOf(db, facts.incident.id, playbooks)) };
    });
  });

  app.post(OF_INCIDENT, { schema: { ...about(TAG, "Start one; the run keeps its text as it is now", "playbook:run"), params: IncidentPlaybooksPath, body: StartPlaybook, response: answers(PlaybookRun) } }, async (request) => {
    const playbook = playbookNamed(await playbooksOf(deps), request.body.playbook);
    const { tenant, incident } = request.params;
    return withTenant(state, tenant, async (db) => {
      const { id } = await startRun(db, callerOf(request), { incident, playbook, language: request.body.language }, { newId });
      return pageOf(deps, request, db, id);
    });
  });
};

/** What is done with a run; each answers with its page. */
const stepRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, newId, callerOf } = deps;
  const done = (request: FastifyRequest, { tenant, playbookRun: run }: z.infer<typeof RunPath>, work: (db: TenantDb, caller: Caller) => Promise<unknown>) =>
    withTenant(state, tenant, async (db) => {
      await work(db, callerOf(request));
      return pageOf(deps, request, db, run);
    });
  const taken = (request: FastifyRequest, params: z.infer<typeof RunStepPath>, verb: PersonVerb, said: { readonly choice?: string; readonly note?: string | undefined }) =>
    done(request, params, (db, caller) => takeStep(db, caller, params.playbookRun, { verb, step: params.step, ...said }, { newId }));
  const described = (summary: string, needed: Permission) => ({ ...about(TAG, summary, needed), params: RunStepPath, response: answers(PlaybookRun) });
  const ofRun = (summary: string, needed: Permission) => ({ ...about(TAG, summary, needed), params: RunPath, response: answers(PlaybookRun) });

  app.get(RUN, { schema: ofRun("A playbook at work, as the caller's side sees it", READ) }, (request) => readTenant(state, request.params.tenant, (db) => pageOf(deps, request, db, request.params.playbookRun)));
  app.post(`${RUN}/steps/:step/do`, { schema: { ...described("It is done", "playbook:run"), body: DoStep } }, (request) => taken(request, request.params, "do", { note: request.body.note }));
  app.post(`${RUN}/steps/:step/skip`, { schema: { ...described("Leave it out, with the reason", "playbook:run"), body: SkipStep } }, (request) => taken(request, request.params, "skip", { note: request.body.reason }));
  app.post(`${RUN}/steps/:step/answer`, { schema: { ...described("Answer a question", "incident:qualify"), body: ChooseStep } }, (request) => taken(request, request.params, "answer", request.body));
  app.post(`${RUN}/steps/:step/decide`, { schema: { ...described("Decide", "incident:qualify"), body: ChooseStep } }, (request) => taken(request, request.params, "decide", request.body));
  app.post(`${RUN}/steps/:step/approve`, { schema: { ...described("The client agrees", "request:approve"), body: ApproveStep } }, (request) => taken(request, request.params, "approve", { note: request.body.note }));
  app.post(`${RUN}/steps/:step/refuse`, { schema: { ...described("The client does not agree", "request:approve"), body: RefuseStep } }, (request) => taken(request, request.params, "refuse", { note: request.body.reason }));
  app.post(`${RUN}/undo`, { schema: { ...ofRun("Take back what the caller's side did last, with what followed from it", "incident:qualify"), body: UndoStep } }, (request) => done(request, request.params, (db, caller) => undoStep(db, caller, request.params.playbookRun, request.body, { newId })));
  app.post(`${RUN}/finish`, { schema: { ...ofRun("All is done", "playbook:run"), body: FinishRun } }, (request) => done(request, request.params, (db, caller) => finishRun(db, caller, request.params.playbookRun, request.body)));
  app.post(`${RUN}/stop`, { schema: { ...ofRun("It does not fit, or is not needed any more", "playbook:run"), body: StopRun } }, (request) => done(request, request.params, (db, caller) => stopRun(db, caller, request.params.playbookRun, request.body)));
};

async function pageOf(deps: RouteDeps, request: FastifyRequest, db: TenantDb, id: string): Promise<z.infer<typeof PlaybookRun>> {
  const page = await showRun(db, askerOf(deps, request, db.tenant), id);
  const newest = (await playbooksOf(deps)).find(({ name }) => name === page.run.playbook.name)?.version ?? null;
  return presentRun(page, newest);
}
