import type { TenantDb } from "../../store/index.ts";
import { type Entry, listEntries } from "../../timeline/index.ts";
import { selectDeliveries, type StoredDelivery } from "../delivery/repo.ts";
import { filesOf, type RequestFile } from "../files/repo.ts";
import { findRequest } from "../find.ts";
import { selectMoves } from "../repo.ts";
import type { Asker, Move, Request } from "../request.ts";
import { teamWarning } from "../routing/route.ts";
import { isInternal, subjectOf } from "../step.ts";
import type { StoredTicket } from "../sync/ticket/ticket.ts";
import { ticketsOf } from "../sync/ticket/repo.ts";
import { selectWrites, type StoredWrite } from "../sync/write/repo.ts";

export type Progress = { readonly name: "sent" | "acknowledged" | "done" | "checked"; readonly at: Date | null; readonly isReached: boolean };

export type RequestPage = {
  readonly request: Request;
  readonly progress: readonly Progress[];
  readonly moves: readonly Move[];
  readonly thread: readonly Entry[];
  readonly deliveries: readonly StoredDelivery[];
  readonly tickets: readonly StoredTicket[];
  readonly files: readonly RequestFile[];
  /** What is not there yet, or was refused. */
  readonly writes: readonly StoredWrite[];
  readonly teamWarning: string | null;
};

const MOST_ENTRIES = 500;
const MOST_WRITES = 50;

/** One request with all that its page shows. */
export async function showRequest(db: TenantDb, asker: Asker, idOrRef: string): Promise<RequestPage> {
  const request = await findRequest(db, asker, idOrRef);
  const moves = await selectMoves(db, request.id);
  return {
    request, progress: progressOf(moves),
    // What the provider says to itself is not the client's to read.
    moves: moves.map((move) => (asker.side === "client" && move.side !== "client" && isInternal(move.verb) ? { ...move, note: null } : move)),
    thread: await listEntries(db, { subjects: [subjectOf(request)], side: asker.side, limit: MOST_ENTRIES }),
    deliveries: await selectDeliveries(db, request.id),
    tickets: await ticketsOf(db, request.id),
    files: await filesOf(db, request.id),
    writes: await selectWrites(db, { request: request.id, states: ["queued", "sending", "unknown", "refused"], limit: MOST_WRITES }),
    teamWarning: await teamWarning(db, request, asker.now),
  };
}

// To which step of the team's four a state belongs; from 1.
const REACHED = { sent: 1, acknowledged: 2, in_progress: 2, claimed_done: 3, verified: 4, reopened: 1, queued: 0, draft: 0, awaiting_approval: 0, refused: 0, cancelled: 0 } as const satisfies Record<Request["state"], number>;

/** The four steps that the team sees: what was reopened goes back. Pure. */
function progressOf(moves: readonly Move[]): readonly Progress[] {
  const at: (Date | null)[] = [null, null, null, null];
  for (const { to, at: time } of moves) {
    const reached = REACHED[to];
    // A refusal or a cancellation leaves what was reached.
    if (to === "refused" || to === "cancelled") continue;
    for (let i = 0; i < at.length; i++) {
      if (i >= reached) at[i] = null;
      else if (i === reached - 1 || to === "verified") at[i] ??= time;
    }
  }
  const last = at.findLastIndex((time) => time !== null);
  return (["sent", "acknowledged", "done", "checked"] as const).map((name, i) => ({ name, at: at[i] ?? null, isReached: i <= last }));
}
