// What was done, and the end of it.
import { stopClocks } from "../../clocks/index.ts";
import { type Caller, DomainError } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import type { Escalation } from "../escalation.ts";
import { settle, takeBack } from "../subjects.ts";
import { takeStep, threadOf, wordsOf } from "./step.ts";

/** The client says what it has done about it, and who did. */
export async function respondToEscalation(db: TenantDb, caller: Caller, named: string, { done, by }: { readonly done: string; readonly by?: string | undefined }): Promise<Escalation> {
  const words = wordsOf(done, "Write what was done, and by whom.");
  const who = by?.trim() || caller.who;
  const { after } = await takeStep(db, caller, named, "respond", () => ({
    change: { response: words, responded_at: caller.now, responded_by: who }, fact: "escalation.responded", reason: words, details: { by: who }, entry: { type: "action", text: who === caller.who ? words : `${words} (${who})` },
  }));
  return after;
}

/** The provider closes what was answered; an attack only once the response is recorded. */
export async function closeEscalation(db: TenantDb, caller: Caller, named: string, words?: string): Promise<Escalation> {
  const said = words?.trim() || null;
  const { before, after } = await takeStep(db, caller, named, "close", ({ state, answer }) => {
    if (answer === "not-us" && state !== "responded") throw new DomainError("conflict", "It was an attack: the client records what was done about it before this is closed.");
    return { change: ended(caller, said), fact: "escalation.closed", reason: said ?? undefined, entry: { type: "action", text: said === null ? "Closed." : `Closed. ${said}` } };
  });
  if (before.answer === "not-us") await settle(db, caller, after);
  return after;
}

/** The provider asks no more: it was wrong, or it found out itself. */
export async function withdrawEscalation(db: TenantDb, caller: Caller, named: string, reason: string): Promise<Escalation> {
  const words = wordsOf(reason, "Say why the client need not answer any more.");
  const { after } = await takeStep(db, caller, named, "withdraw", () => ({ change: { ...ended(caller, words), question: null }, fact: "escalation.withdrawn", reason: words, entry: { type: "action", text: `Withdrawn. ${words}` } }));
  await stopClocks(db, { subjects: [threadOf(after)], at: caller.now, by: "escalation.withdrawn", isCancelled: true });
  await takeBack(db, caller, after);
  return after;
}

const ended = ({ who, now }: Caller, words: string | null) => ({ ended_at: now, ended_by: who, end_words: words });
