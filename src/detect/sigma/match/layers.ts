import type { Event, Fields } from "../../../core/index.ts";
import type { Rule } from "../parse/rule.ts";
import type { MemoBudget } from "../search/memo.ts";
import type { PlannedRule } from "./plan-expression.ts";
import { Plan } from "./plan.ts";

// A plan is built anew when more than this part of its rules, and more than these few, have changed since it was built.
const CHANGED = 1 / 8;
const FEW = 8;

/** What makes a plan: the rules for one kind of records, the fields that are the same in all of those, and the shared memory. */
export type Planned = { readonly rules: readonly PlannedRule[]; readonly fixed: Fields; readonly budget: MemoBudget };

/**
 * The plan of one kind of records as its rules change: the plan that was built once, the rules of it that are gone, and a
 * small plan of those that came since. So a change costs what changed, and what the large plan learnt of the events stays.
 */
export class Layers {
  readonly #base: Layer;
  readonly #gone: ReadonlySet<Rule>;
  readonly #added: Layer | undefined;
  /** The place of each rule among all, since layers do not keep their order; undefined while there is but one. */
  readonly #order: ReadonlyMap<Rule, number> | undefined;

  private constructor(base: Layer, gone: ReadonlySet<Rule>, added: Layer | undefined, order: ReadonlyMap<Rule, number> | undefined) {
    this.#base = base;
    this.#gone = gone;
    this.#added = added;
    this.#order = order;
  }

  static of(planned: Planned): Layers {
    return new Layers(layerOf(planned), new Set(), undefined, undefined);
  }

  /** The rules that an event matches, in the order in which they were given. */
  match(event: Event): readonly Rule[] {
    const found = this.#base.plan.match(event);
    const order = this.#order;
    if (order === undefined) return found;
    const added = this.#added?.plan.match(event) ?? [];
    if (found.length + added.length === 0) return found;
    const all = [...found.filter((rule) => !this.#gone.has(rule)), ...added];
    return all.toSorted((a, b) => placeOf(a, order) - placeOf(b, order));
  }

  /** The same for other rules; undefined where too much changed, and a plan of its own is better. `order` has the place of each rule. */
  follow(planned: Planned, order: ReadonlyMap<Rule, number>): Layers | undefined {
    const wanted = new Set(planned.rules.map(({ rule }) => rule));
    const gone = new Set(this.#base.rules.filter((rule) => !wanted.has(rule)));
    const known = new Set(this.#base.rules);
    const came = planned.rules.filter(({ rule }) => !known.has(rule));
    // A rule that stands twice is no matter of sets.
    if (wanted.size < planned.rules.length || gone.size + came.length > Math.max(FEW, known.size * CHANGED)) return undefined;
    return new Layers(this.#base, gone, this.#addedOf({ ...planned, rules: came }), order);
  }

  #addedOf(came: Planned): Layer | undefined {
    if (came.rules.length === 0) return undefined;
    const before = this.#added?.rules ?? [];
    return before.length === came.rules.length && came.rules.every(({ rule }, i) => rule === before[i]) ? this.#added : layerOf(came);
  }
}

// Every rule that a layer finds, and that is not gone, has a place.
const placeOf = (rule: Rule, order: ReadonlyMap<Rule, number>): number => order.get(rule) ?? order.size;

type Layer = { readonly plan: Plan; readonly rules: readonly Rule[] };

const layerOf = ({ rules, fixed, budget }: Planned): Layer => ({ plan: new Plan(rules, fixed, budget), rules: rules.map(({ rule }) => rule) });
