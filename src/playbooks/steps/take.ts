// What people do with a step.
import { type Caller, DomainError, isPerson } from "../../core/index.ts";
import { findIncident, incidentFacts } from "../../incidents/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { addEntry } from "../../timeline/index.ts";
import { type Step, stepsOf } from "../format/schema.ts";
import { takeRun } from "../find.ts";
import { addMove, undo } from "../run/act.ts";
import { outcomeOf, outcomesAfter, type PersonVerb, undoingOf } from "../run/moves.ts";
import type { Run } from "../run/run.ts";
import { advance } from "./advance.ts";
import { type AskDeps, askTeams, hindrance, takeBack } from "./ask.ts";
import { targetsOf } from "./targets.ts";

export type StepTaken = {
  readonly verb: PersonVerb;
  readonly step: string;
  readonly choice?: string | undefined;
  /** Of one that is left out: why. Of what the client said elsewhere: who, and how they were reached. */
  readonly note?: string | undefined;
};

/** Does a step, leaves it out, answers or decides it; then the platform goes on. */
export async function takeStep(db: TenantDb, caller: Caller, id: string, taken: StepTaken, deps: AskDeps): Promise<Run> {
  const run = await takeRun(db, id);
  const incident = await findIncident(db, run.incident);
  if (incident.stage === "closed") throw new DomainError("conflict", `${incident.ref} is closed: reopen it first, then start the playbook again.`);
  const step = stepsOf(run.playbook).find((one) => one.id === taken.step);
  // Keys are made by the provider, those of an organisation too.
  if (caller.side === "client" && step !== undefined && isClients(step) && !isPerson(caller)) throw new DomainError("forbidden", "What the client decides, a person of the client says: sign in, a key cannot.");
  const outcome = outcomeOf(run.playbook, outcomesAfter(run.moves), { ...taken, side: caller.side });
  const requests = step?.kind === "request" && taken.verb === "do" ? await askedBy(db, run, step, { ...deps, now: caller.now }) : [];
  const after = await addMove(db, caller, run, { verb: taken.verb, step: taken.step, outcome, note: taken.note ?? null, requests });
  if (step !== undefined) await tell(db, caller, after, { step, taken, outcome });
  return advance(db, after, { ...deps, now: caller.now });
}

const isClients = (step: Step): boolean => (step.kind === "question" && step.to === "client") || step.kind === "decision" || step.kind === "approval";

async function askedBy(db: TenantDb, run: Run, step: Extract<Step, { kind: "request" }>, deps: AskDeps & { readonly now: Date }): Promise<readonly string[]> {
  const facts = await incidentFacts(db, run.incident);
  const hindered = hindrance(step, targetsOf(step, facts));
  if (hindered !== undefined) throw new DomainError("conflict", hindered.en);
  return askTeams(db, run, step, { ...deps, facts });
}

/** What both sides read in the thread: decisions, and what the client said. */
async function tell(db: TenantDb, caller: Caller, run: Run, { step, taken, outcome }: { readonly step: Step; readonly taken: StepTaken; readonly outcome: string }): Promise<void> {
  if (!isClients(step) || taken.verb === "skip") return;
  const { language } = run;
  const said = "choices" in step ? (step.choices[outcome]?.[language] ?? outcome) : APPROVALS[language][outcome === "approved" ? 0 : 1];
  const text = `${step.title[language]}\n${said}${taken.note === undefined ? "" : `\n${taken.note}`}`;
  await addEntry(db, caller, { subject: { kind: "incident", id: run.incident }, type: "decision", visibility: "shared", text, details: { action: `playbook.${taken.verb}`, run: run.id, step: step.id } });
}

const APPROVALS = { en: ["Approved", "Refused"], fr: ["Approuvé", "Refusé"] } as const;

/** Takes back the last thing that a person did, with what followed from it. */
export async function undoStep(db: TenantDb, caller: Caller, id: string, { reason }: { readonly reason?: string | undefined }, deps: AskDeps): Promise<Run> {
  const run = await takeRun(db, id);
  const { seqs, requests } = undoingOf(run.moves, caller.side);
  await takeBack(db, run, requests, caller.now);
  return advance(db, await undo(db, caller, run, { seqs, reason }), { ...deps, now: caller.now });
}

