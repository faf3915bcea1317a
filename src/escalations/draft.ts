// What an analyst might ask the client about an alert: a proposal made of what is known, to be written better.
import { alertFacts, type AlertFacts, type Language, saidParts, showAlert, shownValue, type Similar, whatHappened } from "../alerts/index.ts";
import { type Caller, DomainError } from "../core/index.ts";
import type { KeptDetection } from "../detections/index.ts";
import type { TenantDb } from "../store/index.ts";
import { timeZoneOf } from "../tenants/index.ts";
import type { EscalationText, Moment } from "./escalation.ts";

export type EscalationDraft = { readonly about: { readonly kind: "alert"; readonly id: string; readonly ref: string }; readonly text: EscalationText; readonly events: readonly string[] };

type Words = {
  readonly on: (title: string, place: string) => string;
  readonly question: (place: string) => string;
  readonly somewhere: string;
  readonly differs: (field: string, here: string | null, there: string, count: number) => string;
  readonly judged: (count: number, days: number, verdict: keyof Similar["sameRule"]["byVerdict"]) => string;
  readonly isolate: (name: string) => string;
  readonly disable: (name: string) => string;
};

const VERDICTS = { en: { true_positive: "attacks", benign_positive: "allowed", false_positive: "wrong alarms" }, fr: { true_positive: "des attaques", benign_positive: "autorisées", false_positive: "de fausses alertes" } } as const;

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    on: (title, place) => `${title} on ${place}`, question: (place) => `Was it your team, on ${place}?`, somewhere: "your network",
    differs: (field, here, there, count) => `${field} is ${here ?? "empty"}; the ${count} similar ones had ${there}`,
    judged: (count, days, verdict) => `${count} similar alerts in ${days} days were ${VERDICTS.en[verdict]}`,
    isolate: (name) => `Isolate ${name} from the network and keep it switched on.`, disable: (name) => `Disable the account ${name}; what runs under it stops.`,
  },
  fr: {
    on: (title, place) => `${title} sur ${place}`, question: (place) => `Est-ce votre équipe, sur ${place} ?`, somewhere: "votre réseau",
    differs: (field, here, there, count) => `${field} vaut ${here ?? "rien"} ; les ${count} alertes semblables avaient ${there}`,
    judged: (count, days, verdict) => `${count} alertes semblables en ${days} jours étaient ${VERDICTS.fr[verdict]}`,
    isolate: (name) => `Isoler ${name} du réseau sans l’éteindre.`, disable: (name) => `Désactiver le compte ${name} ; ce qui l’utilise s’arrête.`,
  },
};

const MOST_MOMENTS = 3;
const MOST_NAMED = 3;

/** Proposes what to ask about an alert, in the client's language. */
export async function draftEscalation(db: TenantDb, caller: Caller, named: string, language: Language): Promise<EscalationDraft> {
  const words = WORDS[language];
  const { alert, detections, lead, similar } = await showAlert(db, named, { person: caller.id, now: caller.now });
  const [facts] = await alertFacts(db, [alert.id]);
  if (facts === undefined) throw new DomainError("not_found", `There is no alert ${named} here.`);
  const host = alert.entity.kind === "none" ? lead.host : alert.entity.name;
  const place = host === null ? words.somewhere : shownValue(host);
  const { differs, common } = similar;
  const score = saidParts(alert.scoreFacts, alert.detections, language).filter(({ part, points }) => part !== "rule" && points > 0).map(({ text }) => capital(text));
  const text: EscalationText = {
    title: shownValue(alert.title),
    technical: [words.on(shownValue(alert.title), place), ...alert.techniques].join(" · "),
    question: words.question(place),
    what: whatHappened({ title: alert.title, time: lead.time, fields: lead.fields, host: lead.host, detections: alert.detections, timeZone: await timeZoneOf(db, caller.now) }, language).text,
    moments: momentsOf(detections, lead),
    speaksFor: [...score, ...differs.map(({ field, here, there }) => words.differs(field, here, there, common?.count ?? 0)), ...judged(similar, ["true_positive"], words)],
    speaksAgainst: judged(similar, ["benign_positive", "false_positive"], words),
    doFirst: doFirst(facts, words),
  };
  return { about: { kind: "alert", id: alert.id, ref: alert.ref }, text: bounded(text), events: facts.eventIds };
}

/** The first, the one that the alert began with, and the last: each rule once. */
function momentsOf(detections: readonly KeptDetection[], lead: KeptDetection): readonly Moment[] {
  const inOrder = detections.toSorted((a, b) => a.time.getTime() - b.time.getTime());
  const wanted = [inOrder[0], lead, inOrder.at(-1), ...inOrder].filter((one) => one !== undefined);
  const byRule = new Map(wanted.toReversed().map((one) => [one.rule.key, one]));
  const first = [...byRule.values()].toReversed().slice(0, MOST_MOMENTS).toSorted((a, b) => a.time.getTime() - b.time.getTime());
  return first.map(({ time, rule, level }) => ({ at: time.toISOString(), text: shownValue(rule.title), level }));
}

const judged = ({ sameRule: { byVerdict }, days }: Similar, verdicts: readonly (keyof typeof byVerdict)[], words: Words): readonly string[] =>
  verdicts.filter((verdict) => byVerdict[verdict] > 0).map((verdict) => words.judged(byVerdict[verdict], days, verdict));

const doFirst = ({ assets, accounts }: AlertFacts, { isolate, disable }: Words): readonly string[] => [
  ...accounts.slice(0, MOST_NAMED).map((name) => disable(shownValue(name))),
  ...[...new Set(assets.map(({ name }) => name))].slice(0, MOST_NAMED).map((name) => isolate(shownValue(name))),
];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Values come from logs and may be long: what is proposed can be sent as it is. */
function bounded(text: EscalationText): EscalationText {
  const lines = (all: readonly string[]): readonly string[] => all.slice(0, 20).map((line) => line.slice(0, 500));
  const { title, technical, question, what, moments } = text;
  return {
    title: title.slice(0, 200), technical: technical.slice(0, 500), question: question.slice(0, 200), what: what.slice(0, 4000), moments: moments.map((one) => ({ ...one, text: one.text.slice(0, 500) })),
    speaksFor: lines(text.speaksFor), speaksAgainst: lines(text.speaksAgainst), doFirst: lines(text.doFirst),
  };
}
