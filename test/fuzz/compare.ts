// Where the engine and the reference differ over one batch of rules and events.
import type { Event, Fields } from "../../src/core/index.ts";
import { evaluateRule, IllegalRule } from "../reference/evaluate.ts";
import { eventOf } from "../reference/event.ts";
import { PLACEHOLDERS } from "./alphabet.ts";
import { askEngine, type Options } from "./engine.ts";
import type { Detection } from "./generate.ts";
import { minimise } from "./minimise.ts";

type Want = boolean | "refused";
export type Difference = {
  readonly detection: Detection; readonly fields: Fields; readonly text?: string; readonly json?: string;
  readonly reference: Want; readonly engine: Want;
  /** The engine's words for its refusal. */
  readonly reason?: string;
  /** Other rules that must be loaded beside this one for the difference to show. */
  readonly beside?: readonly Detection[];
};
export type Tally = { pairs: number; matched: number; rules: number; refused: number; differences: number };

/** Compares all pairs, counts them in `tally`, and returns up to one difference a rule, made small while `isEnough` is false. */
export function compareBatch(rules: readonly Detection[], events: readonly Event[], tally: Tally, options: Options & { isEnough: () => boolean }): readonly Difference[] {
  const answers = askEngine(rules, events, options);
  return rules.flatMap((detection, i) => {
    const answer = answers[i]!;
    tally.rules++;
    const wants = events.map((event) => reference(detection, event));
    tally.pairs += wants.length;
    tally.matched += wants.filter((want) => want === true).length;
    if (wants[0] === "refused" && typeof answer === "string") tally.refused++;
    const at = events.findIndex((_, j) => wants[j] !== (typeof answer === "string" ? "refused" : answer[j]!));
    if (at < 0) return [];
    tally.differences++;
    return options.isEnough() ? [] : [reduced(rules, i, events[at]!)];
  });
}

function reference(detection: Detection, event: Event): Want {
  try {
    return evaluateRule(detection, event, { placeholders: PLACEHOLDERS });
  } catch (error) {
    if (error instanceof IllegalRule) return "refused";
    throw error;
  }
}

type Case = { readonly detection: Detection; readonly fields: Fields; readonly text?: string; readonly json?: string };

/** The case as small as it gets. What is found between two rules only is not made smaller than the rules it takes. */
function reduced(rules: readonly Detection[], at: number, event: Event): Difference {
  const first: Case = {
    detection: rules[at]!, fields: event.fields,
    ...(event.text !== undefined && { text: event.text }), ...(event.json !== undefined && { json: event.json }),
  };
  const kind = kindOf(first, []);
  if (kind !== undefined) {
    const small = minimise(first, (smaller) => isCase(smaller) && kindOf(smaller, []) === kind);
    return differenceOf(small, []);
  }
  const others = rules.toSpliced(at, 1);
  return differenceOf(first, minimise(others, (fewer) => Array.isArray(fewer) && kindOf(first, fewer) !== undefined));
}

// JSON that is no longer the fields' own would rule out what it must not.
const isCase = (smaller: Case): boolean =>
  typeof smaller.detection === "object" && typeof smaller.fields === "object" && smaller.fields !== null &&
  (smaller.text === undefined || typeof smaller.text === "string") && !Array.isArray(smaller.detection);

function kindOf(one: Case, beside: readonly Detection[]): string | undefined {
  try {
    const { reference: want, engine } = differenceOf(one, beside);
    return want === engine ? undefined : want === "refused" || engine === "refused" ? `${want === "refused"}` : "match";
  } catch {
    return undefined;
  }
}

function differenceOf(one: Case, beside: readonly Detection[]): Difference {
  const json = one.json === undefined ? undefined : JSON.stringify(one.fields);
  const event = eventOf(one.fields, one.text, json);
  const answer = askEngine([one.detection, ...beside], [event])[0]!;
  return {
    ...one, reference: reference(one.detection, event), engine: typeof answer === "string" ? "refused" : answer[0]!,
    ...(typeof answer === "string" && { reason: answer }), ...(beside.length > 0 && { beside }),
  };
}
