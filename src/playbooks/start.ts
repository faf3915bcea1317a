// A run begins, ends when all is done, or is stopped.
import { type Caller, DomainError } from "../core/index.ts";
import { findIncident } from "../incidents/index.ts";
import { emit, record, type TenantDb } from "../store/index.ts";
import { addEntry } from "../timeline/index.ts";
import { takeRun } from "./find.ts";
import type { Playbook } from "./format/schema.ts";
import { insertRun } from "./repo.ts";
import { end, toldOf } from "./run/act.ts";
import { outcomesAfter } from "./run/moves.ts";
import { isSettled, progressOf } from "./run/progress.ts";
import type { Language, Run } from "./run/run.ts";
import { advance } from "./steps/advance.ts";
import type { AskDeps } from "./steps/ask.ts";

export type RunToStart = { readonly incident: string; readonly playbook: Playbook; readonly language: Language; readonly isAutomatic?: boolean };

/** Starts a playbook at an incident: the run keeps its text as it is now. */
export async function startRun(db: TenantDb, caller: Caller, { incident: named, playbook, language, isAutomatic = false }: RunToStart, deps: AskDeps): Promise<Run> {
  const incident = await findIncident(db, named, { forUpdate: true });
  if (incident.stage === "closed") throw new DomainError("conflict", `${incident.ref} is closed: reopen it first.`);
  const run: Run = { tenant: db.tenant, id: deps.newId(), incident: incident.id, playbook, language, state: "running", revision: 1, isAutomatic, startedAt: caller.now, startedBy: caller.who, ended: null, moves: [] };
  if (!(await insertRun(db, run))) throw new DomainError("conflict", `${playbook.title.en} is at work on ${incident.ref} already.`);
  await record(db, caller, { action: "playbook.started", subject: run.id, details: { incident: incident.ref, playbook: playbook.name, version: playbook.version, isAutomatic } });
  await emit(db, caller, { kind: "playbook.started", subject: run.id, details: toldOf(run) });
  const text = { en: `Started the playbook "${playbook.title.en}", version ${playbook.version}.`, fr: `Début du plan de réponse « ${playbook.title.fr} », version ${playbook.version}.` }[language];
  await addEntry(db, caller, { subject: { kind: "incident", id: incident.id }, type: "action", visibility: "shared", text, details: { action: "playbook.started", run: run.id } });
  return advance(db, run, { ...deps, now: caller.now });
}

/** All steps are behind it, and somebody says that what the playbook is for has come about. */
export async function finishRun(db: TenantDb, caller: Caller, id: string, { note }: { readonly note?: string | undefined }): Promise<Run> {
  const run = await takeRun(db, id);
  const open = progressOf(run.playbook, outcomesAfter(run.moves)).filter((one) => !isSettled(one));
  if (open.length > 0) throw new DomainError("conflict", `${open.length} steps are open yet: ${open.slice(0, 5).map(({ step }) => `"${step.title.en}"`).join(", ")}${open.length > 5 ? ", …" : ""}. Take them, or leave them out with a reason.`);
  return end(db, caller, run, { state: "finished", reason: note ?? null });
}

/** It does not fit, or is not needed any more. Its requests go on. */
export async function stopRun(db: TenantDb, caller: Caller, id: string, { reason }: { readonly reason: string }): Promise<Run> {
  return end(db, caller, await takeRun(db, id), { state: "stopped", reason });
}
