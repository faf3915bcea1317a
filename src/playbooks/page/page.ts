// A run as its page shows it, to one side. Whatever is said in words is said in both languages.
import type { Caller } from "../../core/index.ts";
import { type IncidentFacts, incidentFacts } from "../../incidents/index.ts";
import { type Asker, listRequests, type Request } from "../../requests/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { settingsAt } from "../../tenants/index.ts";
import { findRun } from "../find.ts";
import { type Both, type SectionKey, SECTIONS, type Step } from "../format/schema.ts";
import { lastMoveOf, type Move, outcomesAfter, type PersonVerb, verbsOf } from "../run/moves.ts";
import { countOf, isSettled, progressOf, type StepProgress, type StepStatus } from "../run/progress.ts";
import type { Run } from "../run/run.ts";
import { hindrance } from "../steps/ask.ts";
import { fillQuery, type Placeholder } from "../steps/fill.ts";
import { targetsOf, valuesOf } from "../steps/targets.ts";
import { belowStep, type Telling } from "./words.ts";

export type ShownHunt = { readonly query: string | null; readonly missing: readonly Placeholder[]; readonly since: Date; readonly until: Date };

export type ShownStep = {
  readonly step: Step;
  /** Its place among those that the reader sees, from 1. */
  readonly number: number;
  readonly status: StepStatus;
  readonly outcome: string | null;
  /** The line below its title. */
  readonly below: Both;
  readonly hunt: ShownHunt | null;
  /** What a request is or would be about. */
  readonly targets: readonly string[];
  readonly requests: readonly Request[];
  readonly note: string | null;
  readonly at: Date | null;
  readonly by: string | null;
  readonly deadline: Date | null;
  readonly verbs: readonly PersonVerb[];
};

export type ShownSection = { readonly key: SectionKey; readonly done: readonly Both[]; readonly isDone: boolean; readonly steps: readonly ShownStep[] };

export type RunPage = {
  readonly run: Run;
  readonly ref: string;
  readonly progress: { readonly done: number; readonly of: number };
  readonly sections: readonly ShownSection[];
  /** What the reader's side has to do first. */
  readonly next: ShownStep | null;
  readonly canFinish: boolean;
  readonly canUndo: boolean;
};

/** The page of a run, for who reads it. */
export async function showRun(db: TenantDb, reader: Asker, id: string): Promise<RunPage> {
  const run = await findRun(db, id);
  const facts = await incidentFacts(db, run.incident);
  const { requests } = await listRequests(db, reader, { view: "all", incident: run.incident, limit: 200 });
  const { documents } = await settingsAt(db, reader.now);
  return pageOf(run, facts, { side: reader.side, now: reader.now, requests, timeZone: documents["service-hours"].timeZone });
}

type Reading = { readonly side: Caller["side"]; readonly now: Date; readonly requests: readonly Request[]; readonly timeZone: string };

/** The same, of what was read. Pure. */
function pageOf(run: Run, facts: IncidentFacts, reading: Reading): RunPage {
  const all = progressOf(run.playbook, outcomesAfter(run.moves)).filter((one) => isSeenBy(reading.side, one.step));
  const shown = all.map((one, index) => shownOf(run, facts, one, { ...reading, number: index + 1 }));
  const sections = SECTIONS.map((key): ShownSection => {
    const own = all.flatMap((one, index) => (one.section === key ? [index] : []));
    return { key, done: run.playbook.sections[key].done, isDone: own.every((index) => isSettled(all[index]!)), steps: own.map((index) => shown[index]!) };
  });
  const isOpen = run.state === "running";
  const last = run.moves.findLast(({ isUndone, side }) => !isUndone && side !== "system");
  return {
    run, ref: facts.incident.ref, progress: countOf(all), sections, next: isOpen ? (shown.find(({ verbs, status }) => status === "now" && verbs.length > 0) ?? shown.find(({ verbs, status, step }) => status === "waiting" && verbs.length > 0 && isTheirs(step, reading.side)) ?? null) : null,
    canFinish: isOpen && reading.side !== "client" && all.every(isSettled), canUndo: isOpen && last !== undefined && last.side === reading.side && last.verb !== "approve" && last.verb !== "refuse",
  };
}

/** The client sees what concerns it: what it answers and decides, and what is asked of its teams. */
const isSeenBy = (side: Caller["side"], step: Step): boolean =>
  side !== "client" || step.kind === "request" || step.kind === "approval" || isTheirs(step, "client") || (step.kind === "do" && step.shared);

/** Whether the client's security people are to say something. */
const isTheirs = (step: Step, side: Caller["side"]): boolean =>
  side === "client" && (step.kind === "approval" || (step.kind === "question" && step.to === "client") || (step.kind === "decision" && step.by === "client"));

function shownOf(run: Run, facts: IncidentFacts, progress: StepProgress, { side, now, requests: all, timeZone, number }: Reading & { readonly number: number }): ShownStep {
  const { step, status, outcome } = progress;
  const move = lastMoveOf(run.moves, step.id);
  const ids = run.moves.filter((one) => one.step === step.id && !one.isUndone).flatMap((one) => one.requests);
  const requests = all.filter(({ id }) => ids.includes(id));
  const targets = step.kind === "request" ? targetsOf(step, facts) : [];
  const telling: Telling = { progress, move, requests, targets: targets.map(({ name }) => name), hindrance: step.kind === "request" && status === "now" ? hindrance(step, targets) : undefined, timeZone, steps: run.playbook };
  return {
    step, number, status, outcome, below: belowStep(telling), requests,
    hunt: side !== "client" && "hunt" in step && step.hunt !== undefined ? huntOf(step.hunt, facts, now) : null,
    targets: requests.length > 0 ? requests.map(({ target }) => target.name) : side === "client" ? [] : telling.targets,
    note: isNoteSeen(side, step, move) ? move?.note ?? null : null, at: move?.at ?? null, by: move?.who ?? null, deadline: outcome === "asked" ? (move?.deadline ?? null) : null,
    verbs: run.state === "running" ? verbsOf(progress, side) : [],
  };
}

/** What an analyst writes for colleagues stays there. */
const isNoteSeen = (side: Caller["side"], step: Step, move: Move | undefined): boolean =>
  side !== "client" || move?.side === "client" || ((step.kind === "decision" || isTheirs(step, "client")) && move?.verb !== "skip");

const HOUR_MS = 3_600_000;

function huntOf({ query, hours }: { readonly query: string; readonly hours: number }, facts: IncidentFacts, now: Date): ShownHunt {
  const { occurredAt, detectedAt, openedAt } = facts.incident;
  return { ...fillQuery(query, valuesOf(facts)), since: new Date((occurredAt ?? detectedAt ?? openedAt).getTime() - hours * HOUR_MS), until: now };
}
