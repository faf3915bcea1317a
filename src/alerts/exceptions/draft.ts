// A first text of an exception, out of an alert: what it shares with those that were judged harmless, and true ones lack.
import { DomainError, type Fields } from "../../core/index.ts";
import type { KeptDetection } from "../../detections/index.ts";
import { readTenant, type State } from "../../store/index.ts";
import { alertsNamed } from "../repo.ts";
import { detectionsOfAlert, judgedDetections } from "./backtest/repo.ts";
import type { Conditions, Scope } from "./conditions.ts";
import { pairsOf, rankOf } from "./backtest/narrower.ts";
import { sigmaValue } from "./sigma-value.ts";
import { type WholeEventsOf, partOf, type SeenEvent, wholeOf } from "./view.ts";

export type SharedValue = { readonly field: string; readonly value: string; readonly harmless: number; readonly truePositives: number };
export type DifferingField = { readonly field: string; readonly values: readonly string[] };

/** Something to begin with: its author looks, narrows, tests and says why. */
export type ExceptionDraft = {
  readonly title: string;
  readonly scope: Scope;
  readonly conditions: Conditions;
  readonly alert: string;
  /** With how many alerts of the rule it was compared. */
  readonly compared: { readonly harmless: number; readonly truePositives: number };
  /** What the alert has in common with harmless ones, the most common first. */
  readonly shared: readonly SharedValue[];
  /** What differs from one harmless alert to the next: no condition on it would hold. */
  readonly differs: readonly DifferingField[];
  readonly sentence: string;
};

const DAY_MS = 86_400_000;
const DAYS = 180;
const MOST_JUDGED = 200;
const MOST_CONDITIONS = 3;
const MOST_SHOWN = 30;
/** A value that fewer have in common is chance. */
const SHARE = 0.8;

/** Proposes an exception for an alert. Nothing is kept. */
export async function draftFromAlert({ state, eventsOf }: { readonly state: State; readonly eventsOf: WholeEventsOf }, tenant: string, name: string, now: Date): Promise<ExceptionDraft> {
  const { alert, lead, judged } = await readTenant(state, tenant, async (db) => {
    const found = (await alertsNamed(db, [name])).get(name);
    if (found === undefined) throw new DomainError("not_found", `There is no alert ${name}.`);
    const [first] = await detectionsOfAlert(db, found.id, 1);
    if (first === undefined) throw new DomainError("conflict", "The alert was merged into another: make the exception from that one.");
    const others = (await judgedDetections(db, { rule: found.rule.key, since: new Date(now.getTime() - DAYS * DAY_MS), limit: MOST_JUDGED })).filter(({ alert: one }) => one?.id !== found.id);
    return { alert: found, lead: first, judged: others };
  });
  const fields = await fieldsOf(eventsOf, tenant, [lead, ...judged.map(({ detection }) => detection)]);
  const [own, ...rest] = fields;
  const harmless = rest.filter((_, i) => judged[i]?.alert?.verdict !== "true_positive");
  const truths = rest.filter((_, i) => judged[i]?.alert?.verdict === "true_positive");
  const shared = sharedBy(own ?? {}, harmless, truths);
  const chosen = choose(shared, harmless.length);
  const counts = { harmless: harmless.length, truePositives: truths.length };
  return {
    title: `${alert.title}: ${chosen.map(({ value }) => value).join(", ") || alert.entity.name}`.slice(0, 200),
    scope: { rule: alert.rule.key, assets: { tags: [], services: [], environments: [] } },
    conditions: Object.fromEntries(chosen.map(({ field, value }) => [field, sigmaValue(value)])),
    alert: alert.id, compared: counts, shared: shared.slice(0, MOST_SHOWN), differs: differing(own ?? {}, harmless), sentence: sentenceOf(chosen, counts),
  };
}

/** What is known of each, its first event included where it is still there. */
async function fieldsOf(eventsOf: WholeEventsOf, tenant: string, detections: readonly KeptDetection[]): Promise<readonly Fields[]> {
  const idOf = ({ eventIds: [first] }: KeptDetection): string => (first === undefined ? "" : Buffer.from(first).toString("hex"));
  const events = new Map<string, SeenEvent>((await eventsOf(tenant, [...new Set(detections.map(idOf))].filter((id) => id !== ""))).map((event) => [event.id, event]));
  return detections.map((detection) => {
    const event = events.get(idOf(detection));
    return event === undefined ? partOf(detection) : wholeOf(detection, event);
  });
}

function sharedBy(own: Fields, harmless: readonly Fields[], truths: readonly Fields[]): readonly SharedValue[] {
  const count = (of: readonly Fields[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const fields of of) for (const key of new Set(pairsOf(fields).map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const [inHarmless, inTrue] = [count(harmless), count(truths)];
  return pairsOf(own)
    .map(([field, value]) => ({ field, value, harmless: inHarmless.get(keyOf([field, value])) ?? 0, truePositives: inTrue.get(keyOf([field, value])) ?? 0 }))
    .toSorted((a, b) => Number(a.truePositives > 0) - Number(b.truePositives > 0) || b.harmless - a.harmless || rankOf(a.field) - rankOf(b.field) || (a.field < b.field ? -1 : 1));
}

/** Up to three fields that nearly all harmless ones share, and among them one that no true positive has. */
function choose(shared: readonly SharedValue[], harmless: number): readonly SharedValue[] {
  const known = shared.filter(({ field }) => isKnown(field));
  const common = harmless === 0 ? known : known.filter((one) => one.harmless >= harmless * SHARE);
  const chosen: SharedValue[] = [];
  for (const one of common) {
    // The same value under two names is one condition.
    if (chosen.length < MOST_CONDITIONS && !chosen.some(({ field, value }) => field === one.field || value.toLowerCase() === one.value.toLowerCase())) chosen.push(one);
  }
  return chosen;
}

const UNKNOWN = rankOf("");
const isKnown = (field: string): boolean => rankOf(field) < UNKNOWN;

function differing(own: Fields, harmless: readonly Fields[]): readonly DifferingField[] {
  const values = new Map<string, Set<string>>();
  for (const fields of [own, ...harmless]) for (const [field, value] of pairsOf(fields)) values.set(field, (values.get(field) ?? new Set()).add(value));
  return [...values].filter(([field, of]) => of.size > 1 && isKnown(field)).toSorted(([a], [b]) => rankOf(a) - rankOf(b)).slice(0, MOST_SHOWN).map(([field, of]) => ({ field, values: [...of].slice(0, 10) }));
}

function sentenceOf(chosen: readonly SharedValue[], { harmless, truePositives }: ExceptionDraft["compared"]): string {
  if (chosen.length === 0) return "Nothing telling is the same in the alerts that were judged harmless: write the conditions yourself, or leave the rule as it is.";
  const what = chosen.map(({ field, value }) => `${field} is ${value}`).join(", ");
  if (harmless === 0) return `No alert of this rule was judged harmless in ${DAYS} days: ${what} is only what this one is.`;
  const apart = truePositives === 0 ? "no true positive is known" : chosen.some((one) => one.truePositives === 0) ? "no true positive has all of it" : "true positives have it too: narrow it";
  return `${what}: shared with most of the ${harmless} judged harmless in ${DAYS} days; ${apart}.`;
}

const keyOf = ([field, value]: readonly [string, string]): string => `${field}\n${value.toLowerCase()}`;
