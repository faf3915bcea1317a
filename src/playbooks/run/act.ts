// Every change of a run goes through here: the move, the journal, the fact for others.
import type { Caller } from "../../core/index.ts";
import { emit, record, type TenantDb } from "../../store/index.ts";
import { insertMove, undoMoves, updateRun } from "../repo.ts";
import type { Move } from "./moves.ts";
import type { Run } from "./run.ts";

export type NewMove = Pick<Move, "verb" | "step" | "outcome"> & Partial<Pick<Move, "note" | "requests" | "deadline">>;

/** Adds a move; gives the run after it. The caller holds its row. */
export async function addMove(db: TenantDb, caller: Caller, run: Run, { verb, step, outcome, note = null, requests = [], deadline = null }: NewMove): Promise<Run> {
  const move: Move = { seq: (run.moves.at(-1)?.seq ?? 0) + 1, verb, step, outcome, at: caller.now, who: caller.who, side: caller.side, note, requests, deadline, isUndone: false };
  const after: Run = { ...run, revision: run.revision + 1, moves: [...run.moves, move] };
  await insertMove(db, run.id, move);
  await updateRun(db, after, caller.now);
  await record(db, caller, { action: `playbook.${verb}`, subject: run.id, reason: note ?? undefined, details: { incident: run.incident, playbook: run.playbook.name, step, outcome, ...(requests.length === 0 ? {} : { requests }), ...(deadline === null ? {} : { deadline: deadline.toISOString() }) } });
  const kind = kindOf(run, move);
  if (kind !== undefined) await emit(db, caller, { kind, subject: run.id, details: { ...toldOf(run), step, outcome, ...(deadline === null ? {} : { deadline: deadline.toISOString() }) } });
  return after;
}

/** Takes moves back; they stay to be read. */
export async function undo(db: TenantDb, caller: Caller, run: Run, { seqs, reason }: { readonly seqs: readonly number[]; readonly reason: string | undefined }): Promise<Run> {
  const moves = run.moves.map((move) => (seqs.includes(move.seq) ? { ...move, isUndone: true } : move));
  const after: Run = { ...run, revision: run.revision + 1, moves };
  await undoMoves(db, run.id, seqs, { at: caller.now, who: caller.who });
  await updateRun(db, after, caller.now);
  await record(db, caller, { action: "playbook.undo", subject: run.id, reason, details: { incident: run.incident, playbook: run.playbook.name, steps: run.moves.filter(({ seq }) => seqs.includes(seq)).map(({ step }) => step) } });
  return after;
}

/** Ends a run. */
export async function end(db: TenantDb, caller: Caller, run: Run, { state, reason }: { readonly state: "finished" | "stopped"; readonly reason: string | null }): Promise<Run> {
  const after: Run = { ...run, state, revision: run.revision + 1, ended: { at: caller.now, by: caller.who, reason } };
  await updateRun(db, after, caller.now);
  await record(db, caller, { action: `playbook.${state}`, subject: run.id, reason: reason ?? undefined, details: { incident: run.incident, playbook: run.playbook.name } });
  await emit(db, caller, { kind: `playbook.${state}`, subject: run.id, details: { ...toldOf(run), reason } });
  return after;
}

/** What readers of the outbox hear of a run. */
export const toldOf = ({ id, incident, playbook }: Run): Readonly<Record<string, unknown>> => ({ run: id, about: "incident", incident, playbook: playbook.name, version: playbook.version });

function kindOf({ playbook: { sections } }: Run, { verb, step, outcome }: Move): string | undefined {
  const kind = Object.values(sections).flatMap(({ steps }) => steps).find(({ id }) => id === step)?.kind;
  if (verb === "ask" && kind === "approval") return "playbook.approval-asked";
  if (verb === "approve" || verb === "refuse" || verb === "lapse" || verb === "decide") return "playbook.decided";
  return outcome === "asked" || verb === "reopen" ? undefined : "playbook.step-done";
}
