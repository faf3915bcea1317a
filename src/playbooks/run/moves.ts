// What people and the platform may do with the steps of a run, and what becomes of it. Pure.
import { type Caller, DomainError } from "../../core/index.ts";
import type { Playbook, Step, StepKind } from "../format/schema.ts";
import { type Outcomes, progressOf, type StepProgress } from "./progress.ts";

const PERSON_VERBS = ["do", "skip", "answer", "decide", "approve", "refuse"] as const;
export type PersonVerb = (typeof PERSON_VERBS)[number];
/** `ask`, `make`, `pass` follow from what was done; `settle`, `reopen`, `lapse` from what others did or left undone. */
export type MoveVerb = PersonVerb | "ask" | "make" | "pass" | "settle" | "reopen" | "lapse";

/** One thing that was done. Moves are only added to, or undone; what a run is follows from them. */
export type Move = {
  readonly seq: number;
  readonly verb: MoveVerb;
  readonly step: string;
  readonly outcome: string;
  readonly at: Date;
  readonly who: string;
  readonly side: Caller["side"];
  readonly note: string | null;
  /** Ids of those that it made. */
  readonly requests: readonly string[];
  readonly deadline: Date | null;
  readonly isUndone: boolean;
};

/** What each step has come to. */
export function outcomesAfter(moves: readonly Move[]): Outcomes {
  const outcomes = new Map<string, string>();
  for (const { step, outcome, isUndone } of moves) if (!isUndone) outcomes.set(step, outcome);
  return outcomes;
}

/** The move that brought a step to where it is. */
export const lastMoveOf = (moves: readonly Move[], step: string): Move | undefined => moves.findLast((move) => move.step === step && !move.isUndone);

export type Asked = { readonly verb: PersonVerb; readonly step: string; readonly choice?: string | undefined; readonly note?: string | undefined; readonly side: Caller["side"] };

const VERBS_OF: Readonly<Record<StepKind, readonly PersonVerb[]>> = {
  do: ["do", "skip"], question: ["answer", "skip"], decision: ["decide", "skip"], request: ["do", "skip"], approval: ["approve", "refuse", "skip"], wait: ["skip"],
};

/** What a side may do with a step as it is now. */
export function verbsOf({ step, status }: StepProgress, side: Caller["side"]): readonly PersonVerb[] {
  if (status !== "now" && status !== "waiting") return [];
  // A request that was made is with the team: there is nothing more to do here.
  return VERBS_OF[step.kind].filter((verb) => (verb !== "do" || status === "now") && refusalOf({ verb, side, note: "noted" }, step) === undefined);
}

/** The outcome that a person's verb gives the step; refuses what is not possible now, and says what is. */
export function outcomeOf(playbook: Playbook, outcomes: Outcomes, asked: Asked): string {
  const found = progressOf(playbook, outcomes).find(({ step }) => step.id === asked.step);
  if (found === undefined) throw new DomainError("not_found", `The playbook has no step ${asked.step.slice(0, 60)}.`);
  const { step, status } = found;
  const name = `"${step.title.en}"`;
  if (!VERBS_OF[step.kind].includes(asked.verb)) throw new DomainError("invalid", `${name} is a ${step.kind}: ${VERBS_OF[step.kind].join(" or ")} it.`);
  const refusal = refusalOf(asked, step);
  if (refusal !== undefined) throw new DomainError("forbidden", refusal);
  const because = CLOSED[status as keyof typeof CLOSED] as string | undefined;
  if (because !== undefined) throw new DomainError("conflict", `${name} ${because}`);
  if (asked.verb === "do" && status === "waiting") throw new DomainError("conflict", `${name}: its requests are made; they are with the teams.`);
  return settledBy(asked, step);
}

const CLOSED = {
  done: "is done: undo it first if that was wrong.",
  skipped: "was left out: undo that first.",
  "off-branch": "is not on the way that the answers lead.",
  "not-reached": "is not reached yet: take the steps before it, or leave them out with a reason.",
} as const;

function settledBy({ verb, choice = "", note }: Asked, step: Step): string {
  switch (verb) {
    case "do": return step.kind === "request" ? "asked" : "done";
    case "skip":
      if (note === undefined) throw new DomainError("invalid", "Say why it is left out.");
      return "skipped";
    case "approve": return "approved";
    case "refuse": return "refused";
    case "answer":
    case "decide": {
      const choices = "choices" in step ? Object.keys(step.choices) : [];
      if (!choices.includes(choice)) throw new DomainError("invalid", `choice: one of ${choices.join(", ")}.`);
      return choice;
    }
  }
}

/** Whose step it is. */
function refusalOf({ verb, side, note }: Pick<Asked, "verb" | "side" | "note">, step: Step): string | undefined {
  if (verb === "approve" || verb === "refuse") return side === "client" ? undefined : "The client approves what is done at the client's: it cannot be done for them.";
  if (side !== "client") {
    const isTheirs = (step.kind === "question" && step.to === "client") || (step.kind === "decision" && step.by === "client");
    return isTheirs && note === undefined ? "That is for the client to say. If somebody there said it, write in the note who, and how you reached them." : undefined;
  }
  if (verb === "answer") return step.kind === "question" && step.to === "client" ? undefined : "That question is for the analyst.";
  if (verb === "decide") return step.kind === "decision" && step.by === "client" ? undefined : "That decision is the analyst's.";
  return "The provider does that.";
}

const isPersons = (verb: MoveVerb): boolean => (PERSON_VERBS as readonly string[]).includes(verb);

export type Undoing = { readonly move: Move; /** With what followed from it. */ readonly seqs: readonly number[]; /** Ids of requests that were made because of it. */ readonly requests: readonly string[] };

/** The last thing that a person did, with all that the platform did because of it. Refuses what another side did. */
export function undoingOf(moves: readonly Move[], side: Caller["side"]): Undoing {
  const live = moves.filter(({ isUndone }) => !isUndone);
  const move = live.findLast(({ verb }) => isPersons(verb));
  if (move === undefined) throw new DomainError("conflict", "There is nothing to undo: nobody has done anything yet.");
  if (move.side !== side) throw new DomainError("forbidden", `The last step was taken by ${move.who}: they may undo it.`);
  if (move.verb === "approve" || move.verb === "refuse") throw new DomainError("conflict", "An approval is not taken back: say in the thread what is to happen instead.");
  const after = live.filter(({ seq }) => seq > move.seq);
  const made = after.filter(({ verb }) => verb === "ask" || verb === "make" || verb === "pass");
  const gone = new Set(made.map(({ step }) => step));
  const seqs = [move, ...after.filter(({ step }) => gone.has(step) || step === move.step)].map(({ seq }) => seq);
  return { move, seqs, requests: [move, ...made].flatMap(({ requests }) => requests) };
}
