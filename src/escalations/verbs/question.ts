// The client asks before it answers: its clock stands, and the provider's runs.
import { pauseClocks, resumeClocks, startClocks, stopClock } from "../../clocks/index.ts";
import type { Caller } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import type { Escalation } from "../escalation.ts";
import { acknowledgedBy, stopAcknowledging } from "./acknowledge.ts";
import { takeStep, threadOf, wordsOf } from "./step.ts";

/** "Not sure yet": the client puts a question, and waits for the provider. */
export async function askProvider(db: TenantDb, caller: Caller, named: string, text: string): Promise<Escalation> {
  const question = wordsOf(text, "Write what you need to know before you can say what it was.");
  const { after, entry } = await takeStep(db, caller, named, "ask", ({ acknowledged }) => ({
    change: { question, ...(acknowledged === null ? acknowledgedBy(caller) : {}) }, fact: "escalation.asked", entry: { type: "message", text: question },
  }));
  const subject = threadOf(after);
  await stopAcknowledging(db, caller, after);
  await pauseClocks(db, caller, subject, { reason: "The client asked the provider and waits for the answer.", side: "provider", evidence: `entry ${entry.id} of the thread`, phases: ["client-qualify"] });
  await startClocks(db, { subject, severity: after.severity, at: caller.now, by: "escalation.asked", phases: ["acknowledge"] });
  return after;
}

/** The provider answers; it waits for the client again. */
export async function answerClient(db: TenantDb, caller: Caller, named: string, text: string): Promise<Escalation> {
  const words = wordsOf(text, "Write the answer.");
  const { after } = await takeStep(db, caller, named, "answer", () => ({ change: { question: null }, fact: "escalation.answered", entry: { type: "message", text: words } }));
  await stopClock(db, threadOf(after), "acknowledge", { at: caller.now, by: "escalation.answered" });
  await resumeClocks(db, caller, threadOf(after), ["client-qualify"]);
  return after;
}
