import { stopClocks } from "../../clocks/index.ts";
import { type Caller, DomainError } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { type ClientAnswer, type Escalation, VERDICT_OF } from "../escalation.ts";
import { updateEscalation } from "../repo.ts";
import { incidentOf, judgeBy, qualifyAsked } from "../subjects.ts";
import { acknowledgedBy } from "./acknowledge.ts";
import { getEscalation, takeStep, threadOf } from "./step.ts";

export type Qualification = {
  readonly answer: ClientAnswer;
  /** A closure reason of the verdict, for whoever knows one. */
  readonly reason?: string | undefined;
  readonly words?: string | undefined;
  /** An attack becomes an incident, unless this says not. */
  readonly opensIncident?: boolean | undefined;
};

const SAID: Readonly<Record<ClientAnswer, string>> = { "not-us": "Not us: it is an attack.", "ours-allowed": "Ours, and allowed.", "wrong-alarm": "A wrong alarm." };

/** The client says what it was: that is the verdict on the alerts. Until the escalation is closed it may say otherwise, with words. */
export async function qualifyEscalation(db: TenantDb, caller: Caller, named: string, { answer, reason, words, opensIncident = true }: Qualification): Promise<Escalation> {
  const said = words?.trim();
  const { before, after } = await takeStep(db, caller, named, "qualify", ({ answer: earlier, acknowledged }) => {
    if (earlier === answer) throw new DomainError("conflict", "That is what you said already: write into the thread if there is more to say.");
    if (earlier !== null && (said ?? "").length < 3) throw new DomainError("invalid", "Say why it is something else than you said before.");
    return {
      change: { answer, answer_words: said ?? null, qualified_at: caller.now, qualified_by: caller.who, question: null, response: null, responded_at: null, responded_by: null, ...(acknowledged === null ? acknowledgedBy(caller) : {}) },
      fact: "escalation.qualified", reason: said, details: { answer, verdict: VERDICT_OF[answer] }, entry: { type: "decision", text: said === undefined || said === "" ? SAID[answer] : `${SAID[answer]} ${said}` },
    };
  });
  const subjects = [threadOf(after)];
  await stopClocks(db, { subjects, phases: ["client-acknowledge", "client-qualify"], at: caller.now, by: "escalation.qualified" });
  // Nobody waits for the answer to the client's question any more.
  if (before.state === "asked") await stopClocks(db, { subjects, phases: ["acknowledge"], at: caller.now, by: "escalation.qualified", isCancelled: true });
  await judgeBy(db, caller, after, { answer, reason, words: said });
  const told = said === undefined || said === "" ? SAID[answer] : said;
  await qualifyAsked(db, caller, after, { answer, words: told });
  if (answer !== "not-us" || !opensIncident) return after;
  await updateEscalation(db, db.tenant, after.id, { incident_id: await incidentOf(db, caller, after, told) });
  return getEscalation(db, after.id);
}
