import type { Value } from "../../core/index.ts";
import { Automaton } from "./automaton.ts";
import { fold } from "./fold.ts";
import { Memo, type MemoBudget } from "./memo.ts";
import { ANY, literalOf, longestLiteral, type Pattern } from "./pattern.ts";
import { necessaryLiterals } from "./regex-literals.ts";
import { compileTest, foldPattern, type TextTest, type ValueTest } from "./value-test.ts";

/** What one value of a field makes true: the items, and the rules for which one of them was the sign to look closer. */
export type Entry = { readonly items: readonly number[]; readonly rules: readonly number[] };

/** An item of this field: its number in the plan, what it tests, and the rules it is the witness of. */
export type IndexedItem = { readonly id: number; readonly tests: readonly ValueTest[]; readonly rules: readonly number[] };

/** A test that a literal is the sign of; without `test` the literal is the whole answer. */
type Target = { readonly item: number; readonly test: TextTest | undefined };

/** How a test is found: by a literal at a place, or by trying it on every value. */
type Literals = { readonly where: "equals" | "starts" | "ends" | "anywhere"; readonly texts: readonly string[]; readonly isWhole: boolean };

/**
 * All items of one field, tested together: `probe` tells which of them a value makes true.
 *
 * Equals, endswith and startswith are hash look-ups by length, everything else that needs a literal goes through one
 * automaton, and only the rest is tried on each new value. Answers are remembered, since most values come again.
 */
export class FieldIndex {
  readonly #equal = new Map<string, Target[]>();
  readonly #starts = new Affixes((text, length) => text.slice(0, length));
  readonly #ends = new Affixes((text, length) => text.slice(text.length - length));
  readonly #automaton: Automaton | undefined;
  readonly #needles: readonly (readonly Target[])[];
  readonly #always: Target[] = [];
  readonly #rules = new Map<number, readonly number[]>();
  readonly #memo: Memo<Entry>;
  readonly #absent: Entry;
  readonly #null: Entry;
  readonly #opaque: Entry;

  constructor(items: readonly IndexedItem[], budget: MemoBudget) {
    const anywhere = new Map<string, Target[]>();
    for (const item of items) {
      this.#rules.set(item.id, item.rules);
      for (const test of item.tests) this.#add(item.id, test, anywhere);
    }
    this.#needles = [...anywhere.values()];
    this.#automaton = anywhere.size > 0 ? new Automaton([...anywhere.keys()]) : undefined;
    const whose = (holds: (test: ValueTest) => boolean): Entry =>
      this.#entry(items.filter((item) => item.tests.some(holds)).map((item) => item.id));
    this.#absent = whose((test) => test.kind === "null" || (test.kind === "exists" && !test.want));
    this.#null = whose((test) => test.kind === "null" || (test.kind === "exists" && test.want));
    this.#opaque = whose((test) => test.kind === "exists" && test.want);
    this.#memo = new Memo(budget);
  }

  /** What a value makes true. A list makes true what any of its elements does; an object is only present. */
  probe(value: Value, isSlice: boolean): Entry {
    if (value === undefined) return this.#absent;
    if (typeof value === "object") return value === null ? this.#null : this.#probeObject(value, isSlice);
    const known = this.#memo.get(value);
    if (known !== undefined) return known;
    const entry = this.#entry(this.#test(String(value)));
    this.#memo.set(value, entry, isSlice);
    return entry;
  }

  #probeObject(value: object, isSlice: boolean): Entry {
    if (!Array.isArray(value)) return this.#opaque;
    const items = new Set(this.#opaque.items);
    for (const element of value as readonly Value[]) for (const item of this.probe(element, isSlice).items) items.add(item);
    return this.#entry([...items]);
  }

  #entry(items: readonly number[]): Entry {
    if (items.length === 0) return NOTHING;
    const rules = new Set(items.flatMap((item) => this.#rules.get(item) ?? []));
    return { items, rules: [...rules] };
  }

  #test(text: string): number[] {
    const folded = fold(text);
    const items = new Set<number>(this.#opaque.items);
    const take = (targets: readonly Target[]): void => {
      for (const { item, test } of targets) if (!items.has(item) && (test === undefined || test(text, folded))) items.add(item);
    };
    take(this.#equal.get(folded) ?? []);
    this.#starts.find(folded, take);
    this.#ends.find(folded, take);
    this.#automaton?.scan(folded, (needle) => take(this.#needles[needle]!));
    take(this.#always);
    return [...items];
  }

  #add(item: number, test: ValueTest, anywhere: Map<string, Target[]>): void {
    if (test.kind === "null" || test.kind === "exists" || test.kind === "field") return;
    const literals = literalsOf(test);
    const target: Target = { item, test: literals?.isWhole ? undefined : compileTest(test) };
    if (literals === undefined) return void this.#always.push(target);
    for (const text of literals.texts) {
      if (literals.where === "starts") this.#starts.add(text, target);
      else if (literals.where === "ends") this.#ends.add(text, target);
      else append(literals.where === "equals" ? this.#equal : anywhere, text, target);
    }
  }
}

const NOTHING: Entry = { items: [], rules: [] };

function append(map: Map<string, Target[]>, key: string, target: Target): void {
  const targets = map.get(key);
  if (targets === undefined) map.set(key, [target]);
  else targets.push(target);
}

/** Literals at one end of a text, by length. */
class Affixes {
  readonly #byLength = new Map<number, Map<string, Target[]>>();
  readonly #cut: (text: string, length: number) => string;

  constructor(cut: (text: string, length: number) => string) {
    this.#cut = cut;
  }

  add(text: string, target: Target): void {
    const same = this.#byLength.get(text.length) ?? new Map<string, Target[]>();
    this.#byLength.set(text.length, same);
    append(same, text, target);
  }

  find(text: string, take: (targets: readonly Target[]) => void): void {
    for (const [length, targets] of this.#byLength) {
      const found = length <= text.length ? targets.get(this.#cut(text, length)) : undefined;
      if (found !== undefined) take(found);
    }
  }
}

function literalsOf(test: ValueTest): Literals | undefined {
  if (test.kind === "regex") {
    const texts = necessaryLiterals(test.source)?.map(fold);
    return texts === undefined ? undefined : { where: "anywhere", texts, isWhole: false };
  }
  if (test.kind !== "pattern") return undefined;
  const pattern = foldPattern(test.pattern);
  const whole = literalOf(pattern);
  if (whole !== undefined) return { where: "equals", texts: [whole], isWhole: !test.cased };
  const longest = longestLiteral(pattern);
  if (longest === undefined) return undefined;
  return { where: placeOf(pattern), texts: [longest], isWhole: !test.cased && isSimple(pattern) };
}

/** Whether a pattern is one literal with `*` around it, at one end or at both. */
const isSimple = (pattern: Pattern): boolean => pattern.filter((token) => token !== ANY).length === 1;

function placeOf(pattern: Pattern): Literals["where"] {
  if (pattern.length === 2 && pattern[1] === ANY) return "starts";
  return pattern.length === 2 && pattern[0] === ANY ? "ends" : "anywhere";
}
