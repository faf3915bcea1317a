import type { Verdict } from "../../alerts/index.ts";
import { stopClock } from "../../clocks/index.ts";
import { type Caller, DomainError, isPerson } from "../../core/index.ts";
import { act, subjectOf } from "../act.ts";
import type { Incident } from "../incident.ts";
import { type IncidentsDb, tenantOf } from "../repo.ts";

/** Says what an incident turned out to be, in the words of whoever says so; stops the time to qualify it. */
export async function qualifyIncident(db: IncidentsDb, caller: Caller, name: string, { verdict, words }: { readonly verdict: Verdict; readonly words: string }): Promise<Incident> {
  const { who, side, now } = caller;
  // Keys are made by the provider, those of an organisation too.
  if (side === "client" && !isPerson(caller)) throw new DomainError("forbidden", "What it was, a person of the client says: sign in, a key cannot decide.");
  return act(db, caller, name, {
    action: "incident.qualified", tells: "incident.changed", reason: words, details: { verdict },
    change: () => ({ verdict: { value: verdict, words, by: who, side, at: now } }),
    clocks: (incident) => stopClock(db, subjectOf(incident), "qualify", { at: now, by: "incident.qualified", tenant: tenantOf(db) }),
    entry: { type: "decision", text: `${IN_WORDS[verdict]}: ${words}` },
  });
}

const IN_WORDS: Readonly<Record<Verdict, string>> = { true_positive: "True positive", benign_positive: "Benign positive", false_positive: "False positive" };
