import { startClocks } from "../../clocks/index.ts";
import type { Caller } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import type { Request } from "../request.ts";
import { subjectOf, takeStep } from "../step.ts";

/** The team has it: its clocks run from now on. */
export async function arrive(db: TenantDb, caller: Caller, request: Request, note?: string): Promise<Request> {
  const clocks = await startClocks(db, { subject: subjectOf(request), severity: request.severity, at: caller.now, by: "request.sent", phases: ["request-acknowledge", "request-done"] });
  const dueAt = clocks.find(({ phase }) => phase === "request-done")?.dueAt ?? null;
  return takeStep(db, caller, request, { verb: "deliver", changes: { dueAt, sentAt: caller.now, questionAt: null, planned: null }, note });
}
