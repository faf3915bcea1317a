import { type Caller, DomainError } from "../../core/index.ts";
import { act } from "../act.ts";
import type { Incident, Waiting } from "../incident.ts";
import type { IncidentsDb } from "../repo.ts";

export type WaitingToSet = { readonly on: Waiting["on"]; readonly team?: string | undefined; readonly reason: string; readonly until?: Date | undefined };

/** Says on whom the incident waits, and until when; null: on nobody but its owner. Clocks are paused by a verb of their own. */
export async function setWaiting(db: IncidentsDb, caller: Caller, name: string, waiting: WaitingToSet | null): Promise<Incident> {
  if (waiting !== null && (waiting.on === "team") !== (waiting.team !== undefined)) throw new DomainError("invalid", "team: name the team if it waits on one, and only then.");
  if (waiting?.until !== undefined && waiting.until <= caller.now) throw new DomainError("invalid", "until: it lies in the past.");
  const whom = waiting === null ? "" : nameOf(waiting);
  return act(db, caller, name, {
    action: "incident.waiting", tells: "incident.waiting", reason: waiting?.reason, details: { on: waiting?.on ?? null, team: waiting?.team ?? null },
    change: ({ waits }) => {
      if (waiting === null) return { waits: null };
      const isSame = waits !== null && waits.on === waiting.on && waits.team === (waiting.team ?? null);
      return { waits: { on: waiting.on, team: waiting.team ?? null, reason: waiting.reason, since: isSame ? waits.since : caller.now, until: waiting.until ?? null } };
    },
    entry: { type: "action", text: waiting === null ? "Waits on nobody any more." : `Waits on ${whom}: ${waiting.reason}` },
  });
}

const nameOf = ({ on, team }: WaitingToSet): string => (on === "team" ? (team ?? "") : on === "client" ? "the client's security team" : "the provider");
