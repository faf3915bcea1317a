// The life of a request: which step is allowed from where. Pure.
import { DomainError } from "../core/index.ts";

export const STATES = ["draft", "awaiting_approval", "queued", "sent", "acknowledged", "in_progress", "claimed_done", "verified", "refused", "reopened", "cancelled"] as const;
export type RequestState = (typeof STATES)[number];

export const VERBS = [
  "ask-approval", "approve", "refuse-approval", "let-lapse", "queue", "hold", "deliver", "acknowledge", "start", "claim-done", "cannot", "verify", "reopen", "revise", "reroute", "cancel",
] as const;
export type RequestVerb = (typeof VERBS)[number];

// Another team begins anew.
const WITH_TEAM = { start: "in_progress", "claim-done": "claimed_done", cannot: "refused", reroute: "sent", cancel: "cancelled" } as const;

/** State → verb → next state. What is not here cannot be. */
export const MOVES: Readonly<Record<RequestState, Readonly<Partial<Record<RequestVerb, RequestState>>>>> = {
  draft: { "ask-approval": "awaiting_approval", queue: "queued", cancel: "cancelled" },
  awaiting_approval: { approve: "queued", "refuse-approval": "refused", "let-lapse": "draft", cancel: "cancelled" },
  // Held: it was to go out by itself, and somebody stopped that.
  queued: { deliver: "sent", hold: "draft", cancel: "cancelled" },
  sent: { acknowledge: "acknowledged", ...WITH_TEAM },
  acknowledged: WITH_TEAM,
  in_progress: { "claim-done": "claimed_done", cannot: "refused", reroute: "sent", cancel: "cancelled" },
  claimed_done: { verify: "verified", reopen: "reopened" },
  verified: { reopen: "reopened" },
  // Whoever refused it has to be asked again: never straight back to the team.
  refused: { revise: "draft" },
  reopened: { acknowledge: "acknowledged", ...WITH_TEAM },
  cancelled: {},
};

/** Nobody has to do anything any more. */
export const ENDED: ReadonlySet<RequestState> = new Set(["verified", "refused", "cancelled"]);

/** The team has it, or had it: before that it is not theirs to see. */
export const UNSENT: readonly RequestState[] = ["draft", "awaiting_approval", "queued"];

const INSTEAD: Readonly<Record<RequestState, string>> = {
  draft: "it is a draft: send it, or ask for approval",
  awaiting_approval: "it waits for the client's approval",
  queued: "it is about to be sent",
  sent: "the team has it and has not answered yet",
  acknowledged: "the team has it",
  in_progress: "the team works on it",
  claimed_done: "the team says that it is done: verify it, or reopen it",
  verified: "it is done and verified: reopen it if that was wrong",
  refused: "it was refused: revise it, and send it again",
  reopened: "it is with the team again",
  cancelled: "it was cancelled: make another one",
};

/** The state after a step; refuses what is not possible, and says what is. */
export function next(ref: string, state: RequestState, verb: RequestVerb): RequestState {
  const to = MOVES[state][verb];
  if (to === undefined) throw new DomainError("conflict", `${ref} cannot take this step (${verb.replaceAll("-", " ")}): ${INSTEAD[state]}.`);
  return to;
}

export type Turn = "soc" | "team" | "approver" | "nobody";

/** Whose turn it is. */
export function turnOf(state: RequestState, hasQuestion: boolean): Turn {
  if (ENDED.has(state)) return "nobody";
  if (state === "awaiting_approval") return "approver";
  if (hasQuestion || state === "draft" || state === "queued" || state === "claimed_done") return "soc";
  return "team";
}
