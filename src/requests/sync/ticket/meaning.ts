// What a ticket's state means for a request, and what a request wants its ticket to be. Pure.
import type { TicketState } from "../../../contract/connectors.ts";
import type { Request } from "../../request.ts";
import { ENDED } from "../../states.ts";

const OVER: ReadonlySet<TicketState> = new Set(["resolved", "closed", "cancelled"]);

/** Whether nobody works on a ticket any more. */
export const isOver = (state: TicketState | null): boolean => state !== null && OVER.has(state);

/** What somebody's change of a ticket asks of the request. */
export type TheirStep = "start" | "acknowledge" | "ask" | "claim" | "cannot" | "reopen" | "withdraw-question" | null;

type Standing = Pick<Request, "state" | "questionAt">;

/** The step that follows from a ticket that meant one thing and means another now. */
export function theirStep({ state, questionAt }: Standing, was: TicketState | null, is: TicketState): TheirStep {
  if (was === is) return null;
  const isDone = state === "claimed_done" || state === "verified";
  if (isOver(is)) {
    // From resolved to closed is no second claim: that is done by itself in most systems.
    if (isDone || ENDED.has(state) || (isOver(was) && was !== "cancelled")) return null;
    return is === "cancelled" ? "cannot" : "claim";
  }
  if (isDone) return isOver(was) ? "reopen" : null;
  if (ENDED.has(state)) return null;
  if (is === "waiting_soc") return questionAt === null ? "ask" : null;
  if (questionAt !== null) return "withdraw-question";
  if (is === "in_progress") return state === "in_progress" ? null : "start";
  return is === "waiting_client" && (state === "sent" || state === "reopened") ? "acknowledge" : null;
}

/** What the ticket of a request is to become; null: it is well as it is. `is` null: nobody knows what its state means. */
export function wantedState({ state, questionAt }: Standing, is: TicketState | null, { closesVerified }: { readonly closesVerified: boolean }): TicketState | null {
  const unless = (wanted: TicketState, ...well: readonly TicketState[]): TicketState | null => (is === wanted || (is !== null && well.includes(is)) ? null : wanted);
  switch (state) {
    case "draft":
    case "awaiting_approval":
    case "queued":
      return null;
    case "claimed_done":
      return unless("resolved", "closed");
    case "verified":
      return closesVerified ? unless("closed") : unless("resolved", "closed");
    case "refused":
    case "cancelled":
      return unless("cancelled", "closed", "resolved");
    case "sent":
    case "acknowledged":
    case "in_progress":
    case "reopened":
      if (questionAt !== null) return isOver(is) ? null : unless("waiting_soc");
      if (isOver(is) || is === "waiting_soc") return "in_progress";
      return state === "in_progress" && is === "new" ? "in_progress" : null;
  }
}
