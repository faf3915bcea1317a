import type { Event, Fields } from "../../core/index.ts";
import { and, or, type Expression, type Item } from "./expression.ts";
import { FieldIndex, type IndexedItem } from "./field-index.ts";
import { KeywordIndex } from "./keyword-index.ts";
import type { Reading } from "./log-source.ts";
import type { MemoBudget } from "./memo.ts";
import { bind, joined, type Binding, type PlanExpression } from "./plan-expression.ts";
import { compileReader, type Reader } from "./reader.ts";
import type { Rule } from "./rule.ts";
import type { FieldSource } from "./types.ts";
import { chooseWitness, estimateCost } from "./witness.ts";

/** A rule and the ways in which it reads the records of a plan. */
export type PlannedRule = { readonly rule: Rule; readonly readings: readonly Reading[] };

/** A field of the plan: how it is read, its items, and what the event at hand makes of it. */
type FieldState = {
  readonly read: Reader;
  readonly items: Set<number>;
  index: FieldIndex | undefined;
  /** The event for which `stamps` holds this field's items. */
  round: number;
};

type PlanItem = { readonly id: number; readonly item: Item; readonly field: FieldState | undefined };
type Check = () => boolean;

/**
 * All rules for the records of one log source, as one machine.
 *
 * For an event it asks each field that can hold a witness for its value's entry (mostly remembered), and evaluates only
 * the rules of which a witness was there. `stamps[i] === round` says that item i is true of the event at hand; items of
 * other fields are stamped when a rule first asks for one.
 */
export class Plan {
  readonly #rules: Rule[] = [];
  readonly #checks: Check[] = [];
  readonly #unconditional: number[] = [];
  readonly #fields = new Map<string, FieldState>();
  readonly #items: PlanItem[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #watched: FieldState[] = [];
  readonly #keywords: KeywordIndex | undefined;
  readonly #keywordRules = new Map<number, number[]>();
  readonly #stamps: Uint32Array;
  readonly #asked: Uint32Array;
  #round = 0;
  #keywordRound = 0;
  #event!: Event;
  #isSlice = false;

  constructor(planned: readonly PlannedRule[], fixed: Fields, budget: MemoBudget) {
    const bound: { rule: Rule; expression: PlanExpression }[] = [];
    for (const { rule, readings } of planned) {
      const expression = joined("or", readings.map((reading) => this.#bind(rule, reading, fixed)));
      if (expression.op !== "constant" || expression.value) bound.push({ rule, expression });
    }
    this.#stamps = new Uint32Array(this.#items.length);
    this.#asked = new Uint32Array(bound.length);
    this.#keywords = this.#index(bound, budget);
  }

  get size(): number {
    return this.#rules.length;
  }

  /** The rules that an event matches, in the order in which they were given. */
  match(event: Event): readonly Rule[] {
    this.#event = event;
    this.#isSlice = event.json === undefined;
    const round = ++this.#round;
    let found: number[] | undefined;
    for (const field of this.#watched) {
      const { rules } = field.index!.probe(field.read(event.fields), this.#isSlice);
      for (const rule of rules) {
        if (this.#asked[rule] === round) continue;
        this.#asked[rule] = round;
        if (this.#checks[rule]!()) (found ??= []).push(rule);
      }
    }
    if (this.#keywordRules.size > 0) found = this.#matchKeywords(round, found);
    for (const rule of this.#unconditional) if (this.#checks[rule]!()) (found ??= []).push(rule);
    return found === undefined ? NONE : found.sort((a, b) => a - b).map((rule) => this.#rules[rule]!);
  }

  #matchKeywords(round: number, found: number[] | undefined): number[] | undefined {
    for (const item of this.#stampKeywords()) {
      for (const rule of this.#keywordRules.get(item) ?? []) {
        if (this.#asked[rule] === round) continue;
        this.#asked[rule] = round;
        if (this.#checks[rule]!()) (found ??= []).push(rule);
      }
    }
    return found;
  }

  #bind(rule: Rule, reading: Reading, fixed: Fields): PlanExpression {
    const source = (field: string): FieldSource => (Object.hasOwn(reading.fields, field) ? reading.fields[field]! : field);
    const binding: Binding = {
      fixed: (field) => {
        const from = source(field);
        return typeof from === "string" && Object.hasOwn(fixed, from) ? { value: fixed[from] } : undefined;
      },
      number: (item) => this.#number(item, source),
      read: (field) => compileReader(source(field)),
    };
    return bind(and([...conditions(reading), rule.expression]), binding);
  }

  /** The number of an item in this plan; equal items of different rules share it. */
  #number(item: Item, source: (field: string) => FieldSource): number {
    const from = item.field === undefined ? undefined : source(item.field);
    const place = JSON.stringify(from ?? null);
    const key = place + JSON.stringify(item.tests, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const id = this.#items.length;
    const field = from === undefined ? undefined : this.#field(place, from);
    field?.items.add(id);
    this.#items.push({ id, item, field });
    this.#numbers.set(key, id);
    return id;
  }

  #field(place: string, source: FieldSource): FieldState {
    const known = this.#fields.get(place) ?? { read: compileReader(source), items: new Set(), index: undefined, round: 0 };
    this.#fields.set(place, known);
    return known;
  }

  /** Chooses witnesses, compiles the rules and builds the indexes of the fields that hold witnesses. */
  #index(bound: readonly { rule: Rule; expression: PlanExpression }[], budget: MemoBudget): KeywordIndex | undefined {
    const popularity = this.#popularity();
    const costs = this.#items.map(({ item }) => estimateCost(item.tests, (literal) => popularity.get(literal) ?? 1));
    const rulesOf = new Map<number, number[]>();
    for (const { rule, expression } of bound) {
      const number = this.#rules.push(rule) - 1;
      this.#checks.push(this.#compile(expression));
      const witness = chooseWitness(expression, (item) => costs[item]!);
      if (witness === undefined) this.#unconditional.push(number);
      for (const item of witness ?? []) rulesOf.set(item, [...(rulesOf.get(item) ?? []), number]);
    }
    const indexed = (id: number): IndexedItem => ({ id, tests: this.#items[id]!.item.tests, rules: rulesOf.get(id) ?? [] });
    for (const field of this.#fields.values()) {
      const build = (): FieldIndex => new FieldIndex([...field.items].map(indexed), budget);
      if ([...field.items].some((id) => rulesOf.has(id))) {
        field.index = build();
        this.#watched.push(field);
      } else this.#later.set(field, build);
    }
    const keywords = this.#items.filter(({ field }) => field === undefined).map(({ id }) => id);
    for (const id of keywords) if (rulesOf.has(id)) this.#keywordRules.set(id, rulesOf.get(id)!);
    return keywords.length > 0 ? new KeywordIndex(keywords.map(indexed)) : undefined;
  }

  /** Indexes of fields that no witness is in; built when a rule first asks for one. */
  readonly #later = new Map<FieldState, () => FieldIndex>();

  #popularity(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { item } of this.#items) {
      for (const test of item.tests) {
        if (test.kind !== "pattern") continue;
        for (const token of test.pattern) {
          if (typeof token === "string") counts.set(token.toLowerCase(), (counts.get(token.toLowerCase()) ?? 0) + 1);
        }
      }
    }
    return counts;
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
        const checks = expression.args.map((arg) => this.#compile(arg));
        return () => checks.every((check) => check());
      }
      case "or": {
        const checks = expression.args.map((arg) => this.#compile(arg));
        return () => checks.some((check) => check());
      }
      case "item": {
        const { id, field } = this.#items[expression.item]!;
        return () => {
          if (field === undefined) this.#stampKeywords();
          else if (field.round !== this.#round) this.#stamp(field);
          return this.#stamps[id] === this.#round;
        };
      }
    }
  }

  #stamp(field: FieldState): void {
    field.round = this.#round;
    field.index ??= this.#later.get(field)!();
    for (const item of field.index.probe(field.read(this.#event.fields), this.#isSlice).items) this.#stamps[item] = this.#round;
  }

  #stampedKeywords: readonly number[] = [];

  #stampKeywords(): readonly number[] {
    if (this.#keywordRound === this.#round) return this.#stampedKeywords;
    this.#keywordRound = this.#round;
    this.#stampedKeywords = this.#keywords!.probe(this.#event);
    for (const item of this.#stampedKeywords) this.#stamps[item] = this.#round;
    return this.#stampedKeywords;
  }
}

const NONE: readonly Rule[] = [];

/** What a route asks of a record besides channel and code, as part of each rule that takes it. */
function conditions(reading: Reading): Expression[] {
  return Object.entries(reading.where).map(([field, values]) =>
    or(values.map((value) => ({ op: "item", item: { field, tests: [{ kind: "pattern", pattern: value === "" ? [] : [value], cased: false }] } }))),
  );
}
