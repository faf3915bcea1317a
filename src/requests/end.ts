// What the provider does with a request that the team answered: reopen it, revise it, cancel it.
import { startClocks, stopClocks } from "../clocks/index.ts";
import type { TenantDb } from "../store/index.ts";
import { withdrawDelivery } from "./delivery/settle.ts";
import { takeRequest } from "./find.ts";
import type { Asker, Request } from "./request.ts";
import { subjectOf, takeStep } from "./step.ts";

/** It is not done, or not any more: the team has it again, with new clocks. */
export async function reopenRequest(db: TenantDb, caller: Asker, idOrRef: string, { reason }: { readonly reason: string }): Promise<Request> {
  return reopenIn(db, caller, await takeRequest(db, caller, idOrRef), { note: reason });
}

/** The same for a request that the caller holds; `changes` say what was found. */
export async function reopenIn(db: TenantDb, caller: Asker, request: Request, { note, changes = {}, details }: { readonly note: string; readonly changes?: Partial<Request>; readonly details?: Readonly<Record<string, unknown>> }): Promise<Request> {
  const clocks = await startClocks(db, { subject: subjectOf(request), severity: request.severity, at: caller.now, by: "request.reopened", phases: ["request-acknowledge", "request-done"] });
  const dueAt = clocks.find(({ phase }) => phase === "request-done")?.dueAt ?? request.dueAt;
  return takeStep(db, caller, request, { verb: "reopen", changes: { dueAt, checkAt: null, checkUntil: null, ...changes }, note, details });
}

/** Makes a draft again of what was refused: whoever refused it has to be asked anew. */
export async function reviseRequest(db: TenantDb, caller: Asker, idOrRef: string, { reason }: { readonly reason: string }): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  return takeStep(db, caller, request, { verb: "revise", changes: { releasedBy: null, approval: null, held: null, dueAt: null, sentAt: null, questionAt: null, planned: null, verification: null }, note: reason });
}

/** Nobody has to do it any more. */
export async function cancelRequest(db: TenantDb, caller: Asker, idOrRef: string, { reason }: { readonly reason: string }): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  const after = await takeStep(db, caller, request, { verb: "cancel", changes: { questionAt: null, planned: null }, note: reason });
  await withdrawDelivery(db, caller, request);
  await stopClocks(db, { subjects: [subjectOf(request)], at: caller.now, by: "request.cancelled", isCancelled: true });
  return after;
}
