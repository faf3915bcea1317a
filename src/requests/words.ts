// What people read of a request: verb and object, how it is proven, whose turn it is. Without jargon: the teams are no SOC. Pure.
import type { Proof } from "../contract/request-proofs.ts";
import type { RequestAction } from "../contract/requests.ts";
import type { Request, Target } from "./request.ts";
import { ENDED, type RequestState, turnOf } from "./states.ts";

const TITLES: Readonly<Record<RequestAction, (name: string) => string>> = {
  "isolate-host": (name) => `Isolate ${name} from the network`,
  "disable-account": (name) => `Disable the account ${name}`,
  "reset-password": (name) => `Reset the password of ${name}`,
  "revoke-sessions": (name) => `End all sessions of ${name}`,
  "block-address": (name) => `Block the address ${name}`,
  "block-domain": (name) => `Block the domain ${name}`,
  "block-sender": (name) => `Block mail from ${name}`,
  "quarantine-file": (name) => `Quarantine the file ${name}`,
  "stop-process": (name) => `Stop the process ${name}`,
  "remove-message": (name) => `Remove the message ${name} from the mailboxes`,
  "collect-logs": (name) => `Collect the logs of ${name}`,
  patch: (name) => `Update ${name}`,
  "change-firewall": (name) => `Change the firewall for ${name}`,
  restore: (name) => `Restore ${name}`,
  other: (name) => `Work on ${name}`,
};

const LONGEST = 200;

/** The title where nobody wrote one. */
export const titleOf = (action: RequestAction, name: string): string => TITLES[action](name).slice(0, LONGEST);

/** What proves an action in events, where something does. */
export function proofsOf(action: RequestAction, { kind, name }: Pick<Target, "kind" | "name">): readonly Proof[] {
  if (action === "isolate-host") return [{ check: "host-silent", host: name, minutes: 10 }];
  if (action === "disable-account") return [{ check: "account-disabled", account: name }];
  if (action === "block-address" || action === "block-domain") return [{ check: "block-seen", value: name }];
  if (action === "stop-process" && kind !== "asset") return [{ check: "process-gone", process: name, host: null, minutes: 60 }];
  return [{ check: "manual", how: "An analyst looks at what the team says that it did." }];
}

/** How it is proven, for the team: mostly there is nothing that they would have to send. */
export function proofWords(proof: Proof): string {
  switch (proof.check) {
    case "host-silent": return `Nothing to send. The SOC sees that ${proof.host} is silent for ${proof.minutes} minutes.`;
    case "account-disabled": return `Nothing to send. The SOC sees that ${proof.account} is disabled.`;
    case "no-sign-in": return `Nothing to send. The SOC sees that nobody signs in as ${proof.account} for ${proof.minutes} minutes.`;
    case "block-seen": return `Nothing to send. The SOC sees that connections to ${proof.value} are refused.`;
    case "process-gone": return `Nothing to send. The SOC sees that ${proof.process} does not run again for ${proof.minutes} minutes.`;
    case "indicator-gone": return `Nothing to send. The SOC sees that ${proof.value} does not appear again for ${proof.minutes} minutes.`;
    case "manual": return `Write what you did; an analyst checks it: ${proof.how}`;
  }
}

const STATE_WORDS: Readonly<Record<RequestState, string>> = {
  draft: "Draft", awaiting_approval: "Waits for approval", queued: "Being sent", sent: "New", acknowledged: "Acknowledged", in_progress: "In progress", claimed_done: "Being checked",
  verified: "Done and checked", refused: "Refused", reopened: "To be done again", cancelled: "Cancelled",
};

/** The state for people. */
export function stateWords({ state, questionAt, planned, held }: Pick<Request, "state" | "questionAt" | "planned" | "held">): string {
  if (state === "draft" && held !== null) return "Held back";
  if (questionAt !== null && !ENDED.has(state)) return "Waits for the SOC's answer";
  if (planned !== null && (state === "acknowledged" || state === "sent")) return `Planned${planned.note === null ? "" : `: ${planned.note}`}`;
  return STATE_WORDS[state];
}

/** Whose turn it is, and until when. */
export function turnWords(request: Pick<Request, "state" | "questionAt" | "routed" | "approval" | "dueAt" | "held">, timeZone: string): string {
  const { state, questionAt, routed, approval, dueAt, held } = request;
  const until = (at: Date | null): string => (at === null ? "" : `, until ${clockTime(at, timeZone)}`);
  switch (turnOf(state, questionAt !== null)) {
    case "nobody": return "Nobody has to do anything.";
    case "approver": return `The client decides${until(approval === null ? null : new Date(approval.deadline))}.`;
    case "team": return `${routed.name ?? "The team"}${until(dueAt)}.`;
    case "soc":
      if (questionAt !== null) return "The SOC answers the team's question.";
      return state === "claimed_done" ? "The SOC checks that it is done." : state === "queued" ? "It is being sent." : held === null ? "The SOC finishes and sends it." : `The SOC decides: ${held}`;
  }
}

export type DueWords = { readonly minutesLeft: number; readonly isLate: boolean; readonly share: number; readonly words: string };

/** How long is left of the time from `from` to `dueAt`. */
export function dueWords(dueAt: Date, from: Date, now: Date, timeZone: string): DueWords {
  const leftMs = dueAt.getTime() - now.getTime();
  const minutesLeft = leftMs >= 0 ? Math.ceil(leftMs / MINUTE_MS) : -Math.ceil(-leftMs / MINUTE_MS);
  const share = Math.min(1, Math.max(0, leftMs / Math.max(1, dueAt.getTime() - from.getTime())));
  const isToday = dayOf(dueAt, timeZone) === dayOf(now, timeZone);
  const words = leftMs < 0 ? `${length(-minutesLeft)} late` : minutesLeft < 120 ? `${minutesLeft} min left, by ${clockTime(dueAt, timeZone)}` : isToday ? `today, by ${clockTime(dueAt, timeZone)}` : dayOf(dueAt, timeZone);
  return { minutesLeft, isLate: leftMs < 0, share, words };
}

const MINUTE_MS = 60_000;
const length = (minutes: number): string => (minutes < 120 ? `${minutes} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`);
const clockTime = (at: Date, timeZone: string): string => new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(at);
const dayOf = (at: Date, timeZone: string): string => new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", day: "numeric", month: "short" }).format(at);
