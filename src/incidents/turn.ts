// Whose turn it is, and until when.
import type { Reading } from "../clocks/index.ts";
import type { Incident } from "./incident.ts";

export type Turn = {
  readonly side: "provider" | "client" | "team";
  readonly who: string;
  readonly until: Date | null;
  /** In a sentence. */
  readonly why: string;
};

/** Who has to do something next; null: nobody, it is closed. */
export function turnOf({ stage, waits, owners }: Pick<Incident, "stage" | "waits" | "owners">, clocks: readonly Reading[]): Turn | null {
  if (stage === "closed") return null;
  const side = waits?.on ?? "provider";
  const next = firstDue(clocks, side === "provider" ? "provider" : "client");
  const until = waits?.until ?? next?.dueAt ?? null;
  if (waits === null) return { side, who: owners.provider?.who ?? "the provider", until, why: next === undefined ? "Its owner works on it." : `${IN_WORDS[next.phase] ?? next.phase} is due next.` };
  const who = waits.team ?? owners[waits.on === "client" ? "client" : "provider"]?.who ?? (waits.on === "client" ? "the client's security team" : "the provider");
  return { side, who, until, why: waits.reason };
}

const IN_WORDS: Readonly<Partial<Record<Reading["phase"], string>>> = { acknowledge: "To take it", qualify: "To qualify it", notify: "To notify the client", "contain-advice": "Advice on containing it" };

const firstDue = (clocks: readonly Reading[], owner: Reading["owner"]): Reading | undefined => {
  const running = clocks.flatMap((clock) => (clock.stoppedAt === null && clock.owner === owner && clock.dueAt !== null ? [{ clock, dueMs: clock.dueAt.getTime() }] : []));
  return running.toSorted((a, b) => a.dueMs - b.dueMs)[0]?.clock;
};
