// An exception, the steps that it can take, and who may take them.
import { type Caller, DomainError, isPerson } from "../../core/index.ts";
import type { Conditions, Scope } from "./conditions.ts";

const EXCEPTION_STATES = ["draft", "proposed", "approved", "refused", "ended", "withdrawn"] as const;
export type ExceptionState = (typeof EXCEPTION_STATES)[number];
export const EXCEPTION_VERBS = ["draft", "revise", "propose", "approve", "refuse", "withdraw", "end"] as const;
export type ExceptionVerb = (typeof EXCEPTION_VERBS)[number];

/** What an author writes. */
export type ExceptionText = {
  readonly title: string;
  readonly scope: Scope;
  readonly conditions: Conditions;
  readonly justification: string;
  readonly expiresAt: Date;
};

/** Why a second person has to look, in sentences, and whether it has to be one of the client. */
export type Needs = { readonly reasons: readonly string[]; readonly client: boolean };

export type By = Pick<Caller, "who" | "id" | "side"> & { readonly at: Date };

export type Exception = ExceptionText & {
  readonly id: string;
  readonly version: number;
  readonly state: ExceptionState;
  readonly digest: string;
  /** Who wrote this text last: never the second person. */
  readonly author: Omit<By, "at">;
  readonly alert: string | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly needs: Needs;
  readonly backtest: string | null;
  readonly approved: By | null;
  readonly endedAt: Date | null;
};

const STEPS: Readonly<Record<ExceptionState, Partial<Readonly<Record<ExceptionVerb, ExceptionState>>>>> = {
  draft: { revise: "draft", propose: "proposed", withdraw: "withdrawn" },
  proposed: { revise: "draft", approve: "approved", refuse: "refused", withdraw: "withdrawn" },
  refused: { revise: "draft", withdraw: "withdrawn" },
  approved: { end: "ended" },
  ended: {},
  withdrawn: {},
};

const INSTEAD: Readonly<Record<ExceptionState, string>> = {
  draft: "propose it first",
  proposed: "it waits for a decision: approve, refuse, revise or withdraw it",
  refused: "revise it, or leave it",
  approved: "end it, and write another",
  ended: "write another: what it hid stays hidden, and nothing new is",
  withdrawn: "write another",
};

/** The state after a verb; refuses it where the state does not allow it. */
export function after(state: ExceptionState, verb: Exclude<ExceptionVerb, "draft">): ExceptionState {
  const next = STEPS[state][verb];
  if (next === undefined) throw new DomainError("conflict", `The exception is ${state}, so it cannot take the step "${verb}": ${INSTEAD[state]}.`);
  return next;
}

/** Refuses whoever may not be the second person of this exception. */
export function requireSecond({ author, needs }: Pick<Exception, "author" | "needs">, caller: Caller): void {
  // Whoever wrote it could have made a key, and approve by that.
  if (!isPerson(caller)) throw new DomainError("forbidden", "The second person is a person: sign in, a key cannot approve.");
  if (caller.id === author.id) throw new DomainError("forbidden", `${author.who} wrote this exception: somebody else approves it.`);
  if (needs.client && caller.side !== "client") throw new DomainError("forbidden", "The organisation wants its own people to approve this exception: somebody of the client approves it.");
}
