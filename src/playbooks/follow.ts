// What happens elsewhere and makes runs go on: incidents that open, merge or close; requests that end.
import { DomainError, systemCaller } from "../core/index.ts";
import { findIncident, incidentFacts } from "../incidents/index.ts";
import { type Fact, readOutbox, record, type State, type TenantDb, withTenant } from "../store/index.ts";
import { languageOf, settingsAt } from "../tenants/index.ts";
import type { Playbook } from "./format/schema.ts";
import { concernOf } from "./concern.ts";
import { autostarted } from "./propose.ts";
import { moveRun, runsWithRequest, selectRun, selectRunsOf } from "./repo.ts";
import { addMove, end } from "./run/act.ts";
import { lastMoveOf, outcomesAfter } from "./run/moves.ts";
import type { Run } from "./run/run.ts";
import { advance } from "./steps/advance.ts";
import { requestsOf } from "./steps/ask.ts";
import { startRun } from "./start.ts";

export type FollowDeps = { readonly state: State; readonly now: () => Date; readonly newId: () => string; readonly playbooks: () => Promise<readonly Playbook[]> };

const AT_ONCE = 200;

/**
 * Reads what happened, and goes on with the runs that it concerns. Each tenant's work has a transaction of its own, and
 * doing it twice changes nothing: a crash between the two only repeats it.
 */
export const followFacts = (deps: FollowDeps): Promise<number> =>
  readOutbox(deps.state, "playbooks", AT_ONCE, deps.now(), async (_, facts) => {
    for (const fact of facts) {
      const react = REACTIONS[fact.kind];
      if (react === undefined || fact.tenant === null) continue;
      await withTenant(deps.state, fact.tenant, (db) => react(db, fact, deps)).catch(noting(deps, fact));
    }
  });

type Reaction = (db: TenantDb, fact: Fact, deps: FollowDeps) => Promise<unknown>;

const REACTIONS: Readonly<Record<string, Reaction>> = {
  "incident.opened": begin, "incident.merged": moveRuns, "incident.closed": stopRuns,
  "request.verified": settle, "request.refused": settle, "request.cancelled": settle, "request.reopened": reopen,
};

/** What is refused would be refused again: it is written down, and does not keep other facts from their turn. */
const noting = ({ state, now }: FollowDeps, { tenant, kind, subject }: Fact) => async (error: unknown): Promise<void> => {
  if (!(error instanceof DomainError)) throw error;
  await withTenant(state, tenant ?? "", (db) => record(db, systemCaller("playbooks", now()), { action: "playbook.not-followed", subject, reason: error.message, details: { kind } }));
};

/** At incidents that the provider handles, the playbook that says so of itself begins; it starts with what a person does. */
async function begin(db: TenantDb, { subject }: Fact, { now, newId, playbooks }: FollowDeps): Promise<void> {
  const facts = await incidentFacts(db, subject);
  if (facts.incident.mode !== "handle" || (await selectRunsOf(db, subject)).length > 0) return;
  const playbook = autostarted(await playbooks(), concernOf(facts));
  if (playbook !== undefined) await startRun(db, systemCaller("playbooks", now()), { incident: subject, playbook, language: languageOf((await settingsAt(db, now())).documents), isAutomatic: true }, { newId });
}

/** The runs of an incident that was merged go on at the other, unless the same playbook is at work there. */
async function moveRuns(db: TenantDb, { subject, details }: Fact, { now }: FollowDeps): Promise<void> {
  const into = await findIncident(db, String(details["into"]));
  const there = new Set((await selectRunsOf(db, into.id)).filter(({ state }) => state === "running").map(({ playbook }) => playbook.name));
  for (const run of await selectRunsOf(db, subject)) {
    if (run.state === "running" && there.has(run.playbook.name)) await end(db, systemCaller("playbooks", now()), run, { state: "stopped", reason: `Its incident was merged into ${into.ref}, where the same playbook is at work.` });
    else await moveRun(db, run.id, into.id);
  }
}

async function stopRuns(db: TenantDb, { subject }: Fact, { now }: FollowDeps): Promise<void> {
  const { stage, mergedInto } = await findIncident(db, subject);
  if (stage !== "closed" || mergedInto !== null) return;
  for (const { id, state } of await selectRunsOf(db, subject)) {
    const run = state === "running" ? await selectRun(db, id, { lock: true }) : undefined;
    if (run?.state === "running") await end(db, systemCaller("playbooks", now()), run, { state: "stopped", reason: "The incident was closed." });
  }
}

/** All requests of a step have ended: so has the step. */
function settle(db: TenantDb, fact: Fact, deps: FollowDeps): Promise<void> {
  return forSteps(db, fact, async (run, step) => {
    const move = lastMoveOf(run.moves, step);
    const made = run.moves.findLast((one) => one.step === step && one.requests.length > 0 && !one.isUndone);
    if (move?.outcome !== "asked" || made === undefined) return;
    const requests = await requestsOf(db, made.requests, deps.now());
    if (!requests.every(({ state }) => ENDED.has(state))) return;
    const outcome = requests.every(({ state }) => state === "verified") ? "verified" : "refused";
    const after = await addMove(db, systemCaller("playbooks", deps.now()), run, { verb: "settle", step, outcome });
    await advance(db, after, { now: deps.now(), newId: deps.newId });
  });
}

const ENDED: ReadonlySet<string> = new Set(["verified", "refused", "cancelled"]);

/** A request is with its team again: so is the step. */
function reopen(db: TenantDb, fact: Fact, deps: FollowDeps): Promise<void> {
  return forSteps(db, fact, async (run, step) => {
    const outcome = outcomesAfter(run.moves).get(step);
    if (outcome === "verified" || outcome === "refused") await addMove(db, systemCaller("playbooks", deps.now()), run, { verb: "reopen", step, outcome: "asked" });
  });
}

async function forSteps(db: TenantDb, { subject }: Fact, work: (run: Run, step: string) => Promise<void>): Promise<void> {
  for (const id of await runsWithRequest(db, subject)) {
    const run = await selectRun(db, id, { lock: true });
    if (run?.state !== "running") continue;
    const steps = new Set(run.moves.filter(({ requests, isUndone }) => !isUndone && requests.includes(subject)).map(({ step }) => step));
    // Each begins with the run as the one before it left it.
    for (const step of steps) {
      const current = await selectRun(db, id, { lock: true });
      if (current?.state === "running") await work(current, step);
    }
  }
}
