// What people read of a request: verb and object, how it is proven, whose turn it is. Without jargon: the teams are no SOC. Pure.
import type { Language } from "../alerts/index.ts";
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

type Words = {
  readonly proof: { readonly [Check in Proof["check"]]: (proof: Extract<Proof, { readonly check: Check }>) => string };
  readonly state: Readonly<Record<RequestState | "held" | "asked" | "planned", string>>;
  readonly turn: Readonly<Record<"nobody" | "team" | "answers" | "checks" | "sending" | "finishes", string>> & { readonly approver: (until: string) => string; readonly until: (clock: string) => string; readonly decides: (held: string) => string };
  readonly late: (length: string) => string;
  readonly left: (minutes: number, clock: string) => string;
  readonly today: (clock: string) => string;
  readonly days: string;
  readonly hours: string;
  readonly colon: string;
  readonly locale: string;
};

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    proof: {
      "host-silent": ({ host, minutes }) => `Nothing to send. The SOC sees that ${host} is silent for ${minutes} minutes.`,
      "account-disabled": ({ account }) => `Nothing to send. The SOC sees that ${account} is disabled.`,
      "no-sign-in": ({ account, minutes }) => `Nothing to send. The SOC sees that nobody signs in as ${account} for ${minutes} minutes.`,
      "block-seen": ({ value }) => `Nothing to send. The SOC sees that connections to ${value} are refused.`,
      "process-gone": ({ process, minutes }) => `Nothing to send. The SOC sees that ${process} does not run again for ${minutes} minutes.`,
      "indicator-gone": ({ value, minutes }) => `Nothing to send. The SOC sees that ${value} does not appear again for ${minutes} minutes.`,
      manual: ({ how }) => `Write what you did; an analyst checks it: ${how}`,
    },
    state: {
      draft: "Draft", awaiting_approval: "Waits for approval", queued: "Being sent", sent: "New", acknowledged: "Acknowledged", in_progress: "In progress", claimed_done: "Being checked",
      verified: "Done and checked", refused: "Refused", reopened: "To be done again", cancelled: "Cancelled", held: "Held back", asked: "Waits for the SOC's answer", planned: "Planned",
    },
    turn: {
      nobody: "Nobody has to do anything.", team: "The team", answers: "The SOC answers the team's question.", checks: "The SOC checks that it is done.", sending: "It is being sent.", finishes: "The SOC finishes and sends it.",
      approver: (until) => `The client decides${until}.`, until: (clock) => `, until ${clock}`, decides: (held) => `The SOC decides: ${held}`,
    },
    late: (length) => `${length} late`, left: (minutes, clock) => `${minutes} min left, by ${clock}`, today: (clock) => `today, by ${clock}`, days: "days", hours: "h", colon: ": ", locale: "en-GB",
  },
  fr: {
    proof: {
      "host-silent": ({ host, minutes }) => `Rien à envoyer. Le SOC voit que ${host} se tait pendant ${minutes} minutes.`,
      "account-disabled": ({ account }) => `Rien à envoyer. Le SOC voit que ${account} est désactivé.`,
      "no-sign-in": ({ account, minutes }) => `Rien à envoyer. Le SOC voit que personne ne se connecte avec ${account} pendant ${minutes} minutes.`,
      "block-seen": ({ value }) => `Rien à envoyer. Le SOC voit que les connexions vers ${value} sont refusées.`,
      "process-gone": ({ process, minutes }) => `Rien à envoyer. Le SOC voit que ${process} ne s’exécute plus pendant ${minutes} minutes.`,
      "indicator-gone": ({ value, minutes }) => `Rien à envoyer. Le SOC voit que ${value} n’apparaît plus pendant ${minutes} minutes.`,
      manual: ({ how }) => `Écrivez ce que vous avez fait ; un analyste le vérifie : ${how}`,
    },
    state: {
      draft: "Brouillon", awaiting_approval: "Attend un accord", queued: "En cours d’envoi", sent: "Nouvelle", acknowledged: "Prise en compte", in_progress: "En cours", claimed_done: "En vérification",
      verified: "Faite et vérifiée", refused: "Refusée", reopened: "À refaire", cancelled: "Annulée", held: "Retenue", asked: "Attend la réponse du SOC", planned: "Planifiée",
    },
    turn: {
      nobody: "Personne n’a plus rien à faire.", team: "L’équipe", answers: "Le SOC répond à la question de l’équipe.", checks: "Le SOC vérifie que c’est fait.", sending: "En cours d’envoi.", finishes: "Le SOC la termine et l’envoie.",
      approver: (until) => `Le client décide${until}.`, until: (clock) => `, avant ${clock}`, decides: (held) => `Le SOC décide : ${held}`,
    },
    late: (length) => `${length} de retard`, left: (minutes, clock) => `encore ${minutes} min, avant ${clock}`, today: (clock) => `aujourd’hui, avant ${clock}`, days: "jours", hours: "h", colon: " : ", locale: "fr-FR",
  },
};

/** How it is proven, for the team: mostly there is nothing that they would have to send. */
export const proofWordsIn = (language: Language, proof: Proof): string => (WORDS[language].proof[proof.check] as (proof: Proof) => string)(proof);

/** The same in English. */
export const proofWords = (proof: Proof): string => proofWordsIn("en", proof);

/** The state for people. */
export function stateWords({ state, questionAt, planned, held }: Pick<Request, "state" | "questionAt" | "planned" | "held">, language: Language = "en"): string {
  const { state: words, colon } = WORDS[language];
  if (state === "draft" && held !== null) return words.held;
  if (questionAt !== null && !ENDED.has(state)) return words.asked;
  if (planned !== null && (state === "acknowledged" || state === "sent")) return `${words.planned}${planned.note === null ? "" : `${colon}${planned.note}`}`;
  return words[state];
}

/** In which language, and by which clock on the wall. */
export type Reader = { readonly language: Language; readonly timeZone: string };

/** Whose turn it is, and until when. */
export function turnWords(request: Pick<Request, "state" | "questionAt" | "routed" | "approval" | "dueAt" | "held">, { language, timeZone }: Reader): string {
  const { state, questionAt, routed, approval, dueAt, held } = request;
  const words = WORDS[language].turn;
  const until = (at: Date | null): string => (at === null ? "" : words.until(clockTime(at, timeZone)));
  switch (turnOf(state, questionAt !== null)) {
    case "nobody": return words.nobody;
    case "approver": return words.approver(until(approval === null ? null : new Date(approval.deadline)));
    case "team": return `${routed.name ?? words.team}${until(dueAt)}.`;
    case "soc":
      if (questionAt !== null) return words.answers;
      return state === "claimed_done" ? words.checks : state === "queued" ? words.sending : held === null ? words.finishes : words.decides(held);
  }
}

export type DueWords = { readonly minutesLeft: number; readonly isLate: boolean; readonly share: number; readonly words: string };

/** How long is left of the time from `from` to `dueAt`. */
export function dueWords(dueAt: Date, { from, now }: { readonly from: Date; readonly now: Date }, { language, timeZone }: Reader): DueWords {
  const leftMs = dueAt.getTime() - now.getTime();
  const minutesLeft = leftMs >= 0 ? Math.ceil(leftMs / MINUTE_MS) : -Math.ceil(-leftMs / MINUTE_MS);
  const share = Math.min(1, Math.max(0, leftMs / Math.max(1, dueAt.getTime() - from.getTime())));
  const { late, left, today, locale } = WORDS[language];
  const day = dayOf(dueAt, timeZone, locale);
  const clock = clockTime(dueAt, timeZone);
  const words = leftMs < 0 ? late(length(-minutesLeft, WORDS[language])) : minutesLeft < 120 ? left(minutesLeft, clock) : day === dayOf(now, timeZone, locale) ? today(clock) : day;
  return { minutesLeft, isLate: leftMs < 0, share, words };
}

const MINUTE_MS = 60_000;
const length = (minutes: number, { days, hours }: Pick<Words, "days" | "hours">): string => (minutes < 120 ? `${minutes} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} ${hours}` : `${Math.floor(minutes / 1440)} ${days}`);
const clockTime = (at: Date, timeZone: string): string => new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(at);
const dayOf = (at: Date, timeZone: string, locale: string): string => new Intl.DateTimeFormat(locale, { timeZone, weekday: "short", day: "numeric", month: "short" }).format(at);
