import type { Value } from "../../../core/index.ts";
import { signOf, type Where } from "./sign.ts";
import { MAX_DEPTH } from "../values/depth.ts";
import { fold } from "../values/fold.ts";
import { LineScan } from "./line-scan.ts";
import { Memo, type MemoBudget } from "./memo.ts";
import { Trie } from "./trie.ts";
import { compileTest, type TextTest, type ValueTest } from "../values/value-test.ts";

/** What one value of a field makes true: the items, and the rules for which one of them was the sign to look closer. */
export type Entry = { readonly items: readonly number[]; readonly rules: readonly number[] };

/** An item of this field: its number in the plan, what it tests, and the rules it is the witness of. */
export type IndexedItem = { readonly id: number; readonly tests: readonly ValueTest[]; readonly rules: readonly number[] };

/** A test whose sign was seen; without `test` the sign is the whole answer. */
type Target = { readonly item: IndexedItem; readonly test: TextTest | undefined };

/** The entry of a value that makes nothing true. */
export const NOTHING: Entry = { items: [], rules: [] };

/**
 * All items of one field, tested together: `probe` tells which of them a value makes true.
 *
 * Literals that are the whole value, its beginning or its end are walked in tries, those anywhere are found by one
 * automaton, and only what has no literal is tried on each new value. Answers are remembered: most values come again.
 */
export class FieldIndex {
  readonly #whole: Needles<Trie>;
  readonly #start: Needles<Trie>;
  readonly #end: Needles<Trie>;
  readonly #anywhere: Needles<LineScan>;
  readonly #always: readonly Target[];
  readonly #memo: Memo<Entry>;
  readonly #present: readonly IndexedItem[];
  readonly #absent: Entry;
  readonly #null: Entry;
  readonly #opaque: Entry;

  constructor(items: readonly IndexedItem[], budget: MemoBudget) {
    const places: Places = { whole: new Map(), start: new Map(), end: new Map(), anywhere: new Map() };
    this.#always = items.flatMap((item) => item.tests.flatMap((test) => arrange(item, test, places)));
    this.#whole = needles(places.whole, (literals) => new Trie(literals));
    this.#start = needles(places.start, (literals) => new Trie(literals));
    this.#end = needles(places.end, (literals) => new Trie(literals.map(reversed)));
    this.#anywhere = needles(places.anywhere, (literals) => new LineScan(literals, budget));
    this.#memo = new Memo(budget);
    const whose = (holds: (test: ValueTest) => boolean): IndexedItem[] => items.filter((item) => item.tests.some(holds));
    this.#absent = entryOf(whose((test) => test.kind === "null" || (test.kind === "exists" && !test.want)));
    this.#null = entryOf(whose((test) => test.kind === "null" || (test.kind === "exists" && test.want)));
    this.#present = whose((test) => test.kind === "exists" && test.want);
    this.#opaque = entryOf(this.#present);
  }

  /** What a value makes true. A list makes true what any of its elements does; an object is only present. */
  probe(value: Value, isSlice: boolean, depth = 0): Entry {
    if (value === undefined) return this.#absent;
    if (typeof value === "object") return value === null ? this.#null : this.#probeObject(value, isSlice, depth);
    const text = typeof value === "string" ? value : String(value);
    const known = this.#memo.get(text);
    if (known !== undefined) return known;
    const found = entryOf(this.#test(text));
    this.#memo.set(text, found, isSlice);
    return found;
  }

  #probeObject(value: object, isSlice: boolean, depth: number): Entry {
    if (!Array.isArray(value) || depth >= MAX_DEPTH) return this.#opaque;
    const items = new Set(this.#opaque.items);
    const rules = new Set(this.#opaque.rules);
    for (const element of value as readonly Value[]) {
      const part = this.probe(element, isSlice, depth + 1);
      for (const item of part.items) items.add(item);
      for (const rule of part.rules) rules.add(rule);
    }
    return { items: [...items], rules: [...rules] };
  }

  #test(text: string): readonly IndexedItem[] {
    const found = new Set<IndexedItem>(this.#present);
    let folded: string | undefined;
    const take = (targets: readonly Target[]): void => {
      for (const { item, test } of targets) {
        if (!found.has(item) && (test === undefined || test(text, (folded ??= fold(text))))) found.add(item);
      }
    };
    const { finder: whole, targets: ofWhole } = this.#whole;
    const { finder: start, targets: ofStart } = this.#start;
    const { finder: end, targets: ofEnd } = this.#end;
    const { finder: anywhere, targets: ofAnywhere } = this.#anywhere;
    const equal = whole?.find(text) ?? -1;
    if (equal >= 0) take(ofWhole[equal]!);
    start?.eachPrefix(text, (needle) => take(ofStart[needle]!));
    end?.eachSuffix(text, (needle) => take(ofEnd[needle]!));
    anywhere?.scan(text, (needle) => take(ofAnywhere[needle]!));
    take(this.#always);
    return [...found];
  }
}

type Places = Record<Where, Map<string, Target[]>>;
type Needles<Finder> = { readonly finder: Finder | undefined; readonly targets: readonly (readonly Target[])[] };

/** Puts a test where its literals are looked for; comes back if it has none and must be tried on every value. */
function arrange(item: IndexedItem, test: ValueTest, places: Places): Target[] {
  if (test.kind === "null" || test.kind === "exists" || test.kind === "field") return [];
  const sign = signOf(test);
  if (sign === undefined) return [{ item, test: compileTest(test) }];
  const target: Target = { item, test: sign.isSure ? undefined : compileTest(test) };
  const byLiteral = places[sign.where];
  for (const literal of sign.literals) {
    const same = byLiteral.get(literal);
    if (same === undefined) byLiteral.set(literal, [target]);
    else same.push(target);
  }
  return [];
}

function needles<Finder>(byLiteral: ReadonlyMap<string, readonly Target[]>, build: (literals: readonly string[]) => Finder): Needles<Finder> {
  return { finder: byLiteral.size > 0 ? build([...byLiteral.keys()]) : undefined, targets: [...byLiteral.values()] };
}

function entryOf(items: readonly IndexedItem[]): Entry {
  if (items.length === 0) return NOTHING;
  return { items: items.map((item) => item.id), rules: [...new Set(items.flatMap((item) => item.rules))] };
}

const reversed = (literal: string): string => Array.from({ length: literal.length }, (_, i) => literal[literal.length - 1 - i]).join("");
