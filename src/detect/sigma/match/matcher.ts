import type { Event, Fields, Value } from "../../../core/index.ts";
import { explainRule, matchedFields, type Explanation } from "./explain.ts";
import type { Expression } from "../parse/expression.ts";
import { indexRoutes, isNamed, readingsOf, routesOf, type Routing } from "./log-source.ts";
import { MemoBudget } from "../search/memo.ts";
import { literalOf } from "../values/pattern.ts";
import { Layers, type Planned } from "./layers.ts";
import { compileReader } from "./reader.ts";
import { sourceOf, type Reading } from "./reading.ts";
import type { Rule } from "../parse/rule.ts";
import type { LogSource, LogSourceMap } from "../types.ts";
import type { ValueTest } from "../values/value-test.ts";

export type MatcherOptions = {
  /** How the logs of each product map to Sigma's log sources. A product without a map has its channel as its service. */
  readonly logsources?: readonly LogSourceMap[];
  /** How many characters of values may be remembered; more is faster until the estate's usual values fit. */
  readonly memoryChars?: number;
};

/** The plans of one channel, or of all channels that no route names, by code. */
type Channel = {
  readonly product: string;
  readonly name: string;
  /** Plans of codes as rules and routes spell them. */
  readonly byCode: Map<string | number, Layers>;
  /** The same codes in other spellings, by their lower case. */
  readonly respelt: Map<string, Layers>;
  readonly other: Layers;
};

type Group = { readonly logsource: LogSource; readonly rules: { readonly rule: Rule; readonly number: number }[] };

const DEFAULT_MEMORY_CHARS = 16 * 1024 * 1024;
// More channels than any estate has. Whoever writes logs chooses their names, so only so many are remembered as written.
const MAX_CHANNELS = 2000;
// An estate's logs have a few hundred; every rule's code in every channel would be tens of thousands.
const MAX_CODE_PLANS = 2000;

/** Rules compiled for matching. Holds what it learnt of the events so far, so keep one and use it for all. */
export class Matcher {
  readonly rules: readonly Rule[];
  readonly #routing: Routing;
  readonly #budget: MemoBudget;
  readonly #codes: ReadonlySet<string>;
  /** The rules by log source: what holds for one of a group holds for all. */
  readonly #groups: readonly Group[];
  /** Product → channel as the events write it. */
  readonly #channels = new Map<string, Map<string, Channel>>();
  /** The same channels by their name in lower case; "" stands for all that share a plan. */
  readonly #distinct = new Map<string, Channel>();
  #codePlans = 0;

  constructor(rules: readonly Rule[], { logsources = [], memoryChars = DEFAULT_MEMORY_CHARS }: MatcherOptions, before?: Matcher) {
    this.rules = rules;
    this.#routing = before === undefined ? indexRoutes(logsources) : before.#routing;
    this.#budget = before === undefined ? new MemoBudget(memoryChars) : before.#budget;
    this.#codes = codesOf(rules, this.#routing);
    this.#groups = groupByLogSource(rules);
    if (before !== undefined) this.#follow(before);
  }

  /**
   * A matcher for other rules, most of them the same objects: it takes over the plans and all that they learnt, and finds what
   * a new one would. The old one may still be used; both share their memory.
   */
  withRules(rules: readonly Rule[]): Matcher {
    return new Matcher(rules, {}, this);
  }

  /** The rules that an event matches, in the order in which they were given. Linear in the event's size. */
  match(event: Event): readonly Rule[] {
    const channel = this.#channels.get(event.product)?.get(event.channel) ?? this.#addChannel(event.product, event.channel);
    if (event.code === undefined) return channel.other.match(event);
    return (channel.byCode.get(event.code) ?? this.#addCode(channel, event.code)).match(event);
  }

  /** Why a rule matches an event or does not. Slow: for people, not for streams. */
  explain(rule: Rule, event: Event): Explanation {
    return explainRule(rule, event, this.#readings(rule, event));
  }

  /** The fields of an event that made a rule match, under the rule's names. */
  matchedFields(rule: Rule, event: Event): Record<string, Value> {
    return matchedFields(rule, event, this.#readings(rule, event));
  }

  /** A field of an event, read as the rule reads it. */
  read(rule: Rule, event: Event, field: string): Value {
    const reading = this.#readings(rule, event)[0];
    return reading === undefined ? undefined : compileReader(sourceOf(field, reading))(event.fields);
  }

  #readings(rule: Rule, event: Event): readonly Reading[] {
    return readingsOf(rule.logsource, event.product, routesOf(this.#routing, event.product, event.channel, event.code));
  }

  #addChannel(product: string, written: string): Channel {
    // Channels that no route names are alike; without a map each is a service of its own.
    const isDistinct = this.#routing.has(product) ? isNamed(this.#routing, product, written) : this.#distinct.size < MAX_CHANNELS;
    const name = isDistinct ? written.toLowerCase() : "";
    const key = JSON.stringify([product, name]);
    const channel = this.#distinct.get(key) ?? { product, name, byCode: new Map(), respelt: new Map(), other: Layers.of(this.#planned(product, name)) };
    this.#distinct.set(key, channel);
    const ofProduct = this.#channels.get(product) ?? new Map<string, Channel>();
    this.#channels.set(product, ofProduct);
    if (ofProduct.size < MAX_CHANNELS) ofProduct.set(written, channel);
    return channel;
  }

  /** A code that a rule or route names has a plan of its own, in which it is a constant; the others share one. */
  #addCode(channel: Channel, code: string | number): Layers {
    const text = String(code);
    const folded = text.toLowerCase();
    if (!this.#codes.has(folded)) return channel.other;
    if (text === folded) {
      this.#makeRoom();
      const plan = Layers.of(this.#planned(channel.product, channel.name, code));
      channel.byCode.set(code, plan);
      return plan;
    }
    // There are many spellings of one code, so they share a plan in which it is no constant.
    const known = channel.respelt.get(folded);
    if (known !== undefined) return known;
    this.#makeRoom();
    const plan = Layers.of(this.#planned(channel.product, channel.name, code, {}));
    channel.respelt.set(folded, plan);
    return plan;
  }

  /** Forgets the plans of all codes when they are too many; those that are still needed are built again. */
  #makeRoom(): void {
    if (++this.#codePlans <= MAX_CODE_PLANS) return;
    for (const { byCode, respelt } of this.#distinct.values()) {
      byCode.clear();
      respelt.clear();
    }
    this.#codePlans = 1;
  }

  /** What the plan of a channel and code is made of; where the code is written as rules write it, it is a constant. */
  #planned(product: string, channel: string, code?: string | number, fixed: Fields = this.#fixed(product, code)): Planned {
    const routes = routesOf(this.#routing, product, channel, code);
    const rules = this.#groups.flatMap((group) => {
      const readings = readingsOf(group.logsource, product, routes);
      return readings.length === 0 ? [] : group.rules.map(({ rule, number }) => ({ rule, number, readings }));
    });
    return { rules: rules.toSorted((a, b) => a.number - b.number), fixed, budget: this.#budget };
  }

  #fixed(product: string, code: string | number | undefined): Fields {
    const codeField = this.#routing.get(product)?.codeField;
    return codeField === undefined || code === undefined ? {} : { [codeField]: code };
  }

  /** Takes over every plan that can go on; what is left out is built when an event asks for it. */
  #follow(before: Matcher): void {
    const order = new Map(this.rules.map((rule, i) => [rule, i]));
    const followed = new Map<Channel, Channel>();
    for (const [key, old] of before.#distinct) {
      const { product, name } = old;
      const other = old.other.follow(this.#planned(product, name), order);
      if (other === undefined) continue;
      const channel: Channel = { product, name, byCode: new Map(), respelt: new Map(), other };
      const take = <Code extends string | number>(from: ReadonlyMap<Code, Layers>, to: Map<Code, Layers>, fixed?: Fields): void => {
        for (const [code, layers] of from) {
          const next = this.#codes.has(String(code)) ? layers.follow(this.#planned(product, name, code, fixed), order) : undefined;
          if (next === undefined) continue;
          to.set(code, next);
          this.#codePlans++;
        }
      };
      take(old.byCode, channel.byCode);
      take(old.respelt, channel.respelt, {});
      this.#distinct.set(key, channel);
      followed.set(old, channel);
    }
    for (const [product, channels] of before.#channels) {
      const known = [...channels].flatMap(([written, old]) => (followed.has(old) ? [[written, followed.get(old)!] as const] : []));
      this.#channels.set(product, new Map(known));
    }
  }
}

function groupByLogSource(rules: readonly Rule[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const [number, rule] of rules.entries()) {
    const { category, product, service } = rule.logsource;
    const key = JSON.stringify([category, product, service]);
    const group = groups.get(key) ?? { logsource: rule.logsource, rules: [] };
    groups.set(key, group);
    group.rules.push({ rule, number });
  }
  return [...groups.values()];
}

/** The codes that routes and rules name, in lower case. */
function codesOf(rules: readonly Rule[], routing: Routing): ReadonlySet<string> {
  const codes = new Set<string>();
  const codeFields = new Set<string>();
  for (const { routes, codeField } of routing.values()) {
    if (codeField !== undefined) codeFields.add(codeField);
    for (const route of routes) for (const code of route.code ?? []) codes.add(code.toLowerCase());
  }
  const visit = (expression: Expression): void => {
    switch (expression.op) {
      case "and": case "or": return expression.args.forEach(visit);
      case "not": case "named": return visit(expression.arg);
      case "item":
        if (codeFields.has(expression.item.field ?? "")) expression.item.tests.forEach(add);
    }
  };
  const add = (test: ValueTest): void => {
    const literal = test.kind === "pattern" ? literalOf(test.pattern) : undefined;
    if (literal !== undefined) codes.add(literal.toLowerCase());
  };
  for (const rule of rules) visit(rule.expression);
  return codes;
}

/** Compiles rules for matching. The log-source maps say which records a rule is for and how their fields are named. */
export const compile = (rules: readonly Rule[], options: MatcherOptions = {}): Matcher => new Matcher(rules, options);
