// An escalation: what the client is asked, and how far it has come. Pure.
import { DomainError } from "../core/index.ts";

export const ESCALATION_STATES = ["made", "acknowledged", "asked", "qualified", "responded", "closed", "withdrawn"] as const;
export type EscalationState = (typeof ESCALATION_STATES)[number];

export const ESCALATION_VERBS = ["acknowledge", "ask", "answer", "qualify", "respond", "close", "withdraw"] as const;
export type EscalationVerb = (typeof ESCALATION_VERBS)[number];

/** What the client says it was, and the verdict that this is. */
export const VERDICT_OF = { "not-us": "true_positive", "ours-allowed": "benign_positive", "wrong-alarm": "false_positive" } as const;
export type ClientAnswer = keyof typeof VERDICT_OF;

// `asked`: the client has put a question, and the provider has to answer it. What is missing cannot be done.
const STEPS: Readonly<Record<EscalationState, Readonly<Partial<Record<EscalationVerb, EscalationState>>>>> = {
  made: { acknowledge: "acknowledged", ask: "asked", qualify: "qualified", withdraw: "withdrawn" },
  acknowledged: { ask: "asked", qualify: "qualified", withdraw: "withdrawn" },
  asked: { answer: "acknowledged", qualify: "qualified", withdraw: "withdrawn" },
  // Who learns more may say otherwise, until it is closed.
  qualified: { qualify: "qualified", respond: "responded", close: "closed" },
  responded: { qualify: "qualified", close: "closed" },
  closed: {},
  withdrawn: {},
};

// Whose step it is; the provider withdraws what it asked, and closes what was answered.
const SIDE: Readonly<Record<EscalationVerb, "client" | "provider">> = { acknowledge: "client", ask: "client", qualify: "client", respond: "client", answer: "provider", close: "provider", withdraw: "provider" };

const INSTEAD: Readonly<Record<EscalationState, string>> = {
  made: "it waits for the client to acknowledge, to ask or to qualify it",
  acknowledged: "it waits for the client to qualify it, or to ask",
  asked: "it waits for the provider's answer; the client may qualify it without one",
  qualified: "it is qualified: record the response, or close it",
  responded: "its response is recorded: close it",
  closed: "it is closed: escalate again if there is something new",
  withdrawn: "it was withdrawn: escalate again if there is something new",
};

/** The state behind a step; refuses one that is not possible and says what is. */
export function stateAfter(state: EscalationState, verb: EscalationVerb): EscalationState {
  const next = STEPS[state][verb];
  if (next === undefined) throw new DomainError("conflict", `This escalation cannot be ${PAST[verb]} now: ${INSTEAD[state]}.`);
  return next;
}

const PAST: Readonly<Record<EscalationVerb, string>> = { acknowledge: "acknowledged", ask: "questioned", answer: "answered", qualify: "qualified", respond: "responded to", close: "closed", withdraw: "withdrawn" };

/** What a side may do next. */
export const verbsOf = (state: EscalationState, side: "client" | "provider"): readonly EscalationVerb[] => ESCALATION_VERBS.filter((verb) => SIDE[verb] === side && STEPS[state][verb] !== undefined);

/** Refuses the side whose step it is not: the client alone decides what was its own. The platform itself decides nothing. */
export function requireSide(verb: EscalationVerb, side: "provider" | "client" | "system"): void {
  if (SIDE[verb] === side) return;
  const told = SIDE[verb] === "client" ? "This is for the client to say; if somebody there was reached another way, record that." : "This is for the provider to do.";
  throw new DomainError("forbidden", told);
}

/** On whom it waits; null: on nobody any more. */
export function waitsOn(state: EscalationState, answer: ClientAnswer | null): "client" | "provider" | null {
  if (state === "made" || state === "acknowledged") return "client";
  if (state === "qualified") return answer === "not-us" ? "client" : "provider";
  return state === "asked" || state === "responded" ? "provider" : null;
}

export const isOpen = (state: EscalationState): boolean => state !== "closed" && state !== "withdrawn";

/** A moment of what happened, in its own time. */
export type Moment = { readonly at: string; readonly text: string; readonly level: string | null };

/** What the client reads, the plain words first. */
export type EscalationText = {
  /** What happened: "Someone copied passwords from a domain controller's memory". */
  readonly title: string;
  /** The same for those of the trade: technique, rule, host. */
  readonly technical: string;
  /** "Did your team copy LSASS on SRV-AD-02?" */
  readonly question: string;
  readonly what: string;
  readonly moments: readonly Moment[];
  readonly speaksFor: readonly string[];
  readonly speaksAgainst: readonly string[];
  /** What to do first if it was an attack. */
  readonly doFirst: readonly string[];
};

/** A contact of the settings who is told, and how. */
export type Recipient = { readonly contact: string; readonly name: string; readonly language: "en" | "fr"; readonly channel: string };

export type Escalation = {
  readonly tenant: string;
  readonly id: string;
  readonly subject: { readonly kind: "alert" | "incident"; readonly id: string; readonly ref: string };
  readonly alerts: readonly string[];
  readonly severity: string;
  readonly state: EscalationState;
  readonly text: EscalationText;
  /** In hexadecimal digits. */
  readonly events: readonly string[];
  readonly recipients: readonly Recipient[];
  readonly made: Step;
  readonly acknowledged: Step | null;
  /** How the client was reached, where the provider says that it was. */
  readonly reached: string | null;
  /** The client's question that waits for an answer. */
  readonly question: string | null;
  readonly answer: ClientAnswer | null;
  readonly answerWords: string | null;
  readonly qualified: Step | null;
  readonly response: string | null;
  readonly responded: Step | null;
  readonly ended: (Step & { readonly words: string | null }) | null;
  /** The incident that a true positive became, or that it was about. */
  readonly incident: string | null;
  readonly reminders: { readonly level: number; readonly nextAt: Date | null };
};

type Step = { readonly at: Date; readonly by: string };
