// What may be done to an alert, and what it is then: a pure table from verb to what it needs and what it makes.
import type { Status, Verdict } from "./alert.ts";

/** The part of an alert that verbs change. */
export type Standing = {
  readonly status: Status;
  readonly owner: string | null;
  readonly verdict: Verdict | null;
  /** The client said so. */
  readonly isClients: boolean;
  /** The status before a verdict closed it. */
  readonly statusBefore: Exclude<Status, "closed"> | null;
  readonly incident: string | null;
  readonly mergedInto: string | null;
};

export type Move =
  | { readonly verb: "take"; readonly by: string }
  | { readonly verb: "assign"; readonly to: string }
  | { readonly verb: "release" }
  | { readonly verb: "judge"; readonly verdict: Verdict; readonly closes: boolean; /** It is what the client was asked. */ readonly isAnswer?: boolean | undefined }
  | { readonly verb: "unjudge"; readonly side: "provider" | "client" | "system" }
  | { readonly verb: "close" }
  | { readonly verb: "reopen" }
  /** An escalation was made, asks the client, or has ended. */
  | { readonly verb: "escalate"; readonly to: "escalated" | "waiting_client" }
  | { readonly verb: "return" }
  | { readonly verb: "link"; readonly incident: string }
  | { readonly verb: "unlink" }
  | { readonly verb: "merge"; readonly into: string };

export type Verb = Move["verb"];

/** Why not, and what to do instead. */
export type Refusal = { readonly refused: string };

type Steps = { readonly [V in Verb]: (before: Standing, move: Extract<Move, { readonly verb: V }>) => Standing | Refusal };

/** The standing after a move, or why it cannot be made. */
export function standingAfter(before: Standing, move: Move): Standing | Refusal {
  if (before.mergedInto !== null) return { refused: "It was merged into another alert: act on that one." };
  // The table has for each verb the step of that verb's move.
  return (STEPS[move.verb] as (before: Standing, move: Move) => Standing | Refusal)(before, move);
}

export const isRefusal = (outcome: Standing | Refusal): outcome is Refusal => "refused" in outcome;

const CLOSED: Refusal = { refused: "It is closed: reopen it first." };
const ASKED: Refusal = { refused: "The client is being asked what it was: wait for its answer, or withdraw the escalation first." };
export const isAsked = ({ status }: Pick<Standing, "status">): boolean => status === "escalated" || status === "waiting_client";
const isOpen = ({ status }: Standing): boolean => status !== "closed";
/** Where nobody waits for the client: somebody's, or nobody's. */
const ownStatus = ({ owner }: Pick<Standing, "owner">): "new" | "in_progress" => (owner === null ? "new" : "in_progress");
const withOwner = (before: Standing, owner: string | null): Standing => ({ ...before, owner, status: before.status === "new" || before.status === "in_progress" ? ownStatus({ owner }) : before.status });

const STEPS: Steps = {
  take: (before, { by }) => {
    if (!isOpen(before)) return CLOSED;
    if (before.owner === by) return { refused: "It is yours already." };
    return before.owner === null ? withOwner(before, by) : { refused: "Somebody else has it: ask them to release it, or assign it to yourself." };
  },
  assign: (before, { to }) => {
    if (!isOpen(before)) return CLOSED;
    return before.owner === to ? { refused: "It is theirs already." } : withOwner(before, to);
  },
  release: (before) => {
    if (!isOpen(before)) return CLOSED;
    return before.owner === null ? { refused: "Nobody has it: there is nothing to release." } : withOwner(before, null);
  },
  judge: (before, { verdict, closes, isAnswer = false }) => {
    if (isAsked(before) && !isAnswer) return ASKED;
    if (before.verdict !== null) return { refused: "It was judged already: take that verdict back first." };
    if (before.status === "closed") return CLOSED;
    const judged = { ...before, verdict, isClients: isAnswer };
    return closes ? { ...judged, status: "closed", statusBefore: before.status } : { ...judged, statusBefore: null };
  },
  unjudge: (before, { side }) => {
    if (before.verdict === null) return { refused: "Nobody has judged it: there is no verdict to take back." };
    if (before.isClients && side !== "client") return { refused: "The client said what it was: reopen it if there is something new, and ask again." };
    return { ...before, verdict: null, isClients: false, status: isOpen(before) ? before.status : (before.statusBefore ?? ownStatus(before)), statusBefore: null };
  },
  close: (before) => {
    if (!isOpen(before)) return { refused: "It is closed already." };
    if (before.verdict === null) return { refused: "Nobody has judged it: give a verdict, which may close it at once." };
    return { ...before, status: "closed", statusBefore: before.status as Exclude<Status, "closed"> };
  },
  reopen: (before) => (isOpen(before) ? { refused: "It is open already." } : { ...before, status: ownStatus(before), verdict: null, isClients: false, statusBefore: null }),
  escalate: (before, { to }) => {
    if (!isOpen(before)) return CLOSED;
    return before.status === to ? { refused: "It waits for the client already." } : { ...before, status: to };
  },
  return: (before) => (isAsked(before) ? { ...before, status: ownStatus(before) } : { refused: "It does not wait for the client." }),
  link: (before, { incident }) => {
    if (before.incident === incident) return { refused: "It belongs to this incident already." };
    if (before.incident !== null) return { refused: "It belongs to another incident: take it out of that one first, or merge the incidents." };
    return before.verdict === "false_positive" || before.verdict === "benign_positive" ? { refused: "It was judged to be harmless: take that verdict back first." } : { ...before, incident };
  },
  unlink: (before) => (before.incident === null ? { refused: "It belongs to no incident." } : { ...before, incident: null }),
  merge: (before, { into }) => {
    if (!isOpen(before)) return CLOSED;
    if (before.verdict !== null) return { refused: "It was judged already: take that verdict back first." };
    if (before.incident !== null) return { refused: "It belongs to an incident: take it out of that first." };
    if (isAsked(before)) return { refused: "The client is being asked about it: merge the other into this one, or withdraw the escalation first." };
    return { ...before, status: "closed", statusBefore: null, mergedInto: into };
  },
};
