import type { Event, Fields } from "../../../core/index.ts";
import { eachText } from "../values/each-text.ts";
import type { Expression, Item } from "../parse/expression.ts";
import type { Rule } from "../parse/rule.ts";
import { compileItem } from "./item.ts";
import { compileReader } from "./reader.ts";

/**
 * What a rule's detection says of fields of which some may be missing: `undefined` where a missing one decides. With
 * `isWhole` nothing is missing, and a field that is not there is absent, as for the matcher. The log source is not asked.
 */
export type Decision = (fields: Fields, isWhole: boolean) => boolean | undefined;

/** Makes the decision of a rule, once. */
export function decisionOf(rule: Rule): Decision {
  const ask = compile(rule.expression);
  return (fields, isWhole) => ask({ ...NOTHING, fields }, isWhole);
}

type Ask = (event: Event, isWhole: boolean) => boolean | undefined;

const NOTHING: Event = { product: "", channel: "", code: undefined, time: undefined, host: undefined, fields: {}, text: undefined, json: undefined, source: { path: "", record: 0 } };

function compile(expression: Expression): Ask {
  switch (expression.op) {
    case "named": return compile(expression.arg);
    case "item": return expression.item.field === undefined ? keyword(expression.item) : field(expression.item, expression.item.field);
    case "not": {
      const ask = compile(expression.arg);
      return (event, isWhole) => {
        const answer = ask(event, isWhole);
        return answer === undefined ? undefined : !answer;
      };
    }
    case "and": return decided(expression.args.map(compile), false);
    case "or": return decided(expression.args.map(compile), true);
  }
}

/** Kleene's three values: one part that is `by` decides the whole; a part that is not known leaves it open. */
function decided(parts: readonly Ask[], by: boolean): Ask {
  return (event, isWhole) => {
    let answer: boolean | undefined = !by;
    for (const part of parts) {
      const one = part(event, isWhole);
      if (one === by) return by;
      if (one === undefined) answer = undefined;
    }
    return answer;
  };
}

function field(item: Item, name: string): Ask {
  const test = compileItem(item);
  const read = compileReader(name);
  return ({ fields }, isWhole) => {
    let isMissing = false;
    const readAnother = (other: string) => {
      const value = compileReader(other)(fields);
      isMissing ||= value === undefined;
      return value;
    };
    const value = read(fields);
    isMissing ||= value === undefined;
    const answer = test(value, readAnother);
    return isMissing && !isWhole ? undefined : answer;
  };
}

function keyword(item: Item): Ask {
  const test = compileItem(item);
  return (event, isWhole) => {
    let holds = false;
    eachText(event, (text) => (holds ||= test(text, () => undefined)));
    return holds || isWhole ? holds : undefined;
  };
}
