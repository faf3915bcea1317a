import type { Event, Fields } from "../../../core/index.ts";
import { FieldIndex, NOTHING, type Entry, type IndexedItem } from "../search/field-index.ts";
import { compileItem } from "./item.ts";
import { KeywordIndex } from "../search/keyword-index.ts";
import type { MemoBudget } from "../search/memo.ts";
import { bindRules, type Bound, type PlanExpression, type PlannedRule } from "./plan-expression.ts";
import type { Reader } from "./reader.ts";
import type { Rule } from "../parse/rule.ts";
import { signOf } from "../search/sign.ts";
import type { ValueTest } from "../values/value-test.ts";
import { Watch } from "./watch.ts";

/**
 * A field of the plan. Its `hot` items, the witnesses above all, are asked for every event; the others only when a rule
 * wants one of them, so their short and common literals cost nothing where no rule is near.
 */
type FieldState = {
  readonly read: Reader;
  readonly items: readonly number[];
  hot: Asked;
  cold: Asked | undefined;
  isHot: ReadonlySet<number>;
  /** What `hot` was built of. */
  key: string;
  /** The event for which the hot items are stamped. */
  stamped: number;
};

/** An index and its answer for the event at hand. */
type Asked = { readonly index: FieldIndex | undefined; round: number; entry: Entry };

const asked = (items: readonly IndexedItem[], budget: MemoBudget): Asked => ({
  index: items.length > 0 ? new FieldIndex(items, budget) : undefined,
  round: 0,
  entry: NOTHING,
});

type Check = () => boolean;

// After this many events, and after four times as many again and again, the plan looks at which witnesses were worth it.
const FIRST_REVIEW = 500;
const REVIEWS = 5;

/**
 * All rules for the records of one log source, as one machine.
 *
 * For an event it asks each field that can hold a witness for its value's entry (mostly remembered), and evaluates only
 * the rules of which a witness was there. `#stamps[i] === #round` says that item i is true of the event at hand; items
 * that no witness search has stamped are stamped when a rule first asks for one of their field.
 */
export class Plan {
  readonly #bound: Bound;
  readonly #budget: MemoBudget;
  readonly #checks: readonly Check[];
  readonly #fields: readonly FieldState[];
  readonly #fieldOf: readonly (FieldState | undefined)[];
  /** Items that a look-up can find. Without sign an index would try them on every value, so a rule tests them itself. */
  readonly #isSigned: readonly boolean[];
  // Events are counted past 2^32, so the numbers are doubles.
  readonly #stamps: Float64Array;
  readonly #asked: Float64Array;
  readonly #watch: Watch;
  #watched: readonly FieldState[] = [];
  readonly #keywords: KeywordIndex;
  #keywordRound = 0;
  #foundKeywords: readonly number[] = [];
  #round = 0;
  #event!: Event;
  #isSlice = false;
  #nextReview = FIRST_REVIEW;

  constructor(planned: readonly PlannedRule[], fixed: Fields, budget: MemoBudget) {
    this.#bound = bindRules(planned, fixed);
    this.#budget = budget;
    this.#fields = this.#bound.fields.map(({ read, items }) => ({ read, items, hot: asked([], budget), cold: undefined, isHot: new Set(), key: "", stamped: 0 }));
    const fieldOf = this.#bound.items.map((): FieldState | undefined => undefined);
    for (const field of this.#fields) for (const item of field.items) fieldOf[item] = field;
    this.#fieldOf = fieldOf;
    this.#isSigned = this.#bound.items.map(({ tests }) => tests.every(hasSign));
    this.#stamps = new Float64Array(this.#bound.items.length);
    this.#asked = new Float64Array(this.#bound.rules.length);
    this.#keywords = new KeywordIndex(this.#bound.keywords.map((id) => ({ id, tests: this.#bound.items[id]!.tests })), budget);
    this.#watch = new Watch(this.#bound);
    this.#checks = this.#bound.rules.map(({ expression }) => this.#compile(expression));
    this.#arrange();
  }

  /** The rules that an event matches, in the order in which they were given. */
  match(event: Event): readonly Rule[] {
    if (this.#checks.length === 0) return NONE;
    this.#event = event;
    this.#isSlice = event.json === undefined;
    this.#round++;
    if (this.#round === this.#nextReview) this.#review();
    let found: number[] | undefined;
    for (const field of this.#watched) {
      for (const rule of this.#ask(field, field.hot).rules) if (this.#evaluate(rule)) (found ??= []).push(rule);
    }
    if (this.#watch.keywordRules.size > 0) {
      for (const item of this.#stampKeywords()) {
        for (const rule of this.#watch.keywordRules.get(item) ?? []) if (this.#evaluate(rule)) (found ??= []).push(rule);
      }
    }
    for (const rule of this.#watch.unconditional) if (this.#evaluate(rule)) (found ??= []).push(rule);
    return found === undefined ? NONE : found.toSorted((a, b) => a - b).map((rule) => this.#bound.rules[rule]!.rule);
  }

  /** Whether a rule matches; a rule that was already evaluated for this event is not evaluated again and does not count. */
  #evaluate(rule: number): boolean {
    if (this.#asked[rule] === this.#round) return false;
    this.#asked[rule] = this.#round;
    const matches = this.#checks[rule]!();
    this.#watch.count(rule, matches);
    return matches;
  }

  /** Witnesses that were there for nothing too often make room for others. */
  #review(): void {
    if (this.#watch.review(this.#round)) this.#arrange();
    const isLast = this.#nextReview >= FIRST_REVIEW * 4 ** (REVIEWS - 1);
    this.#nextReview = isLast ? 0 : this.#nextReview * 4;
  }

  /** Builds the indexes of what the watch asks for; a field whose hot items stay keeps its own. */
  #arrange(): void {
    const { hot, rulesOf } = this.#watch;
    const indexed = (id: number): IndexedItem => ({ id, tests: this.#bound.items[id]!.tests, rules: rulesOf.get(id) ?? [] });
    for (const field of this.#fields) {
      const items = field.items.filter((id) => hot.has(id) && (this.#isSigned[id] || rulesOf.has(id))).map(indexed);
      const key = JSON.stringify(items.map(({ id, rules }) => [id, rules]));
      if (key === field.key) continue;
      field.key = key;
      field.isHot = new Set(items.map(({ id }) => id));
      field.hot = asked(items, this.#budget);
      field.cold = undefined;
    }
    // Not watched: hot items without rules, which are only asked for together with others of their field.
    this.#watched = this.#fields.filter((field) => field.items.some((id) => rulesOf.has(id)));
  }

  #compile(expression: PlanExpression): Check {
    switch (expression.op) {
      case "constant": return () => expression.value;
      case "live": return () => expression.test(this.#event.fields);
      case "not": {
        const check = this.#compile(expression.arg);
        return () => !check();
      }
      case "and": {
        const checks = this.#watch.rarestFirst(expression.args).map((arg) => this.#compile(arg));
        return () => checks.every((check) => check());
      }
      case "or": {
        const checks = expression.args.map((arg) => this.#compile(arg));
        return () => checks.some((check) => check());
      }
      case "item": {
        const id = expression.item;
        const field = this.#fieldOf[id];
        if (field === undefined) return () => this.#stampKeywords().includes(id);
        const direct = once(() => compileItem({ field: undefined, tests: this.#bound.items[id]!.tests }));
        const isSigned = this.#isSigned[id]!;
        return () => {
          if (field.stamped !== this.#round) this.#stamp(field);
          if (this.#stamps[id] === this.#round) return true;
          if (field.isHot.has(id)) return false;
          return isSigned ? this.#ask(field, this.#cold(field)).items.includes(id) : direct()(field.read(this.#event.fields), () => undefined);
        };
      }
    }
  }

  /** What the field's value makes true, asked once for an event. */
  #ask(field: FieldState, part: Asked): Entry {
    if (part.round === this.#round || part.index === undefined) return part.entry;
    part.round = this.#round;
    return (part.entry = part.index.probe(field.read(this.#event.fields), this.#isSlice));
  }

  #stamp(field: FieldState): void {
    field.stamped = this.#round;
    for (const item of this.#ask(field, field.hot).items) this.#stamps[item] = this.#round;
  }

  /** The items of a field that are not hot, as far as they can be looked up. */
  #cold(field: FieldState): Asked {
    const items = (): IndexedItem[] => field.items.filter((id) => !field.isHot.has(id) && this.#isSigned[id]).map((id) => ({ id, tests: this.#bound.items[id]!.tests, rules: [] }));
    return (field.cold ??= asked(items(), this.#budget));
  }

  #stampKeywords(): readonly number[] {
    if (this.#keywordRound === this.#round) return this.#foundKeywords;
    this.#keywordRound = this.#round;
    return (this.#foundKeywords = this.#keywords.probe(this.#event));
  }
}

const NONE: readonly Rule[] = [];

const hasSign = (test: ValueTest): boolean => test.kind === "null" || test.kind === "exists" || signOf(test) !== undefined;

/** Makes a value at the first call and keeps it. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
