import type { Event } from "../../core/index.ts";
import { Automaton } from "./automaton.ts";
import type { IndexedItem } from "./field-index.ts";
import { fold } from "./fold.ts";
import { eachText } from "./item.ts";
import { longestLiteral } from "./pattern.ts";
import { compileTest, foldPattern, type TextTest } from "./value-test.ts";

type Target = { readonly item: number; readonly test: TextTest };

/**
 * All keyword items of a plan, tested together on the text and every value of an event.
 *
 * An event that came as JSON is first searched as the one text it was, by V8's own compiled regular expression for a
 * fragment of each keyword: nearly every event is ruled out so, for a tenth of the time that walking its values takes.
 */
export class KeywordIndex {
  readonly #automaton: Automaton | undefined;
  readonly #needles: readonly (readonly Target[])[];
  readonly #always: readonly Target[];
  readonly #fragments: RegExp | undefined;

  constructor(items: readonly IndexedItem[]) {
    const needles = new Map<string, Target[]>();
    const always: Target[] = [];
    for (const { id, tests } of items) {
      for (const test of tests) {
        if (test.kind === "null" || test.kind === "exists" || test.kind === "field") continue;
        const target: Target = { item: id, test: compileTest(test) };
        const literal = test.kind === "pattern" ? longestLiteral(foldPattern(test.pattern)) : undefined;
        if (literal === undefined) always.push(target);
        else needles.set(literal, [...(needles.get(literal) ?? []), target]);
      }
    }
    this.#needles = [...needles.values()];
    this.#automaton = needles.size > 0 ? new Automaton([...needles.keys()]) : undefined;
    this.#always = always;
    this.#fragments = always.length > 0 ? undefined : fragmentSearch([...needles.keys()]);
  }

  /** The items that an event makes true. */
  probe(event: Event): readonly number[] {
    if (event.text === undefined && event.json !== undefined && this.#fragments?.test(event.json) === false) return NONE;
    const items = new Set<number>();
    eachText(event, (text) => {
      const folded = fold(text);
      const take = (targets: readonly Target[]): void => {
        for (const { item, test } of targets) if (!items.has(item) && test(text, folded)) items.add(item);
      };
      this.#automaton?.scan(folded, (needle) => take(this.#needles[needle]!));
      take(this.#always);
    });
    return [...items];
  }
}

const NONE: readonly number[] = [];

// What JSON writers leave as it is. Letters are last: their two cases cost more than a mark. Some writers escape <, >, &, ' and /.
const PLAIN = /[\w :.,;!#$%()*+=?@[\]^`{|}~-]{2,}/g;
const MAX_FRAGMENT = 16;
// A fragment that any JSON text holds would let every event through.
const COMMON = /^[\s:,{}[\]]+$/;

/**
 * A search for a fragment of each literal in JSON text, or undefined where a literal has none. Any escape of a plain
 * character (`\u0061`) lets the event through, so that no writer's habits can hide a keyword.
 */
function fragmentSearch(literals: readonly string[]): RegExp | undefined {
  const fragments = new Set<string>();
  for (const literal of literals) {
    const best = [...literal.matchAll(PLAIN)].map(([run]) => fragmentOf(run)).filter((one) => !COMMON.test(one)).sort((a, b) => b.length - a.length)[0];
    if (best === undefined) return undefined;
    fragments.add(best);
  }
  const minimal = [...fragments].filter((one) => ![...fragments].some((other) => other !== one && one.includes(other)));
  return new RegExp([String.raw`\\u(?:00[2-7]|212[aA]|017[fF])`, ...minimal.map(anyCase)].join("|"));
}

/** The part of a run to search for: a double colon if it has one, since hardly any record does, else its beginning. */
const fragmentOf = (run: string): string => (run.includes("::") ? "::" : run.slice(0, MAX_FRAGMENT));

/** Every character of a folded text in all its cases that are ASCII or are folded to it (K, ſ). */
function anyCase(text: string): string {
  return [...text].map((char) => (/[a-z]/.test(char) ? `[${char}${char.toUpperCase()}${LOOKALIKE[char] ?? ""}]` : char.replace(/[^\w\s]/, "\\$&"))).join("");
}
const LOOKALIKE: Readonly<Record<string, string>> = { k: "\u212a", s: "\u017f" };
