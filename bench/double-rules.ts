// What twice the rules cost: all rules beside every second one, and all rules and as many again beside all.
import { Detector, type Rule } from "../src/detect/index.ts";
import type { Pack } from "../src/packs/index.ts";
import { chunksOf, detectChunk, newReader, seconds } from "./events.ts";

type Figures = { readonly doubleRulesRatio: number; readonly doubleRulesRenamedRatio: number };

const PASSES = 4;

/** Time with twice the rules over time with them, once by halving the corpus, once by doubling it. */
export async function doubleRules(events: string, pack: Pack): Promise<Figures> {
  const all = pack.rules.rules;
  const half = all.filter((_, i) => i % 2 === 0); // neighbours have the same log source
  const twice = [...all, ...all.map(renamed)];
  const detectors = [half, all, twice].map((rules) => new Detector({ rules, correlations: [], filters: [], refused: [] }, pack));
  const best = detectors.map(() => Infinity);
  for (let i = 0; i < PASSES; i++) for (const [d, took] of (await pass(events, detectors)).entries()) best[d] = Math.min(best[d]!, took);
  return { doubleRulesRatio: best[1]! / best[0]!, doubleRulesRenamedRatio: best[2]! / best[1]! };
}

/** The time of each detector over the events, chunk by chunk in turn, so that all see the same machine. */
async function pass(events: string, detectors: readonly Detector[]): Promise<number[]> {
  const took = detectors.map(() => 0);
  const readers = detectors.map(newReader);
  for await (const chunk of chunksOf(events)) {
    for (const [i, detector] of detectors.entries()) {
      const started = seconds();
      detectChunk(chunk, readers[i]!, detector);
      took[i]! += seconds() - started;
    }
  }
  return took;
}

type Expression = Rule["expression"];
type Item = Extract<Expression, { op: "item" }>["item"];

/**
 * The same rule under another name, looking for other literals of the same lengths. What it excludes stays: exceptions
 * that except nothing would be timed as thousands of detections.
 */
const renamed = (rule: Rule): Rule => ({ ...rule, key: `${rule.key} again`, expression: changed(rule.expression) });

function changed(expression: Expression): Expression {
  switch (expression.op) {
    case "and": case "or": return { op: expression.op, args: expression.args.map(changed) };
    case "not": return expression;
    case "named": return { ...expression, arg: changed(expression.arg) };
    case "item": return { op: "item", item: { ...expression.item, tests: expression.item.tests.map(changedTest) } };
  }
}

function changedTest(test: Item["tests"][number]): Item["tests"][number] {
  if (test.kind !== "pattern") return test;
  return { ...test, pattern: test.pattern.map((token) => (typeof token === "string" ? otherWord(token) : token)) };
}

/** Swaps the middle letter for the next one of the alphabet. Codes, single characters and the like stay: rules share them. */
function otherWord(literal: string): string {
  const at = literal.length >> 1;
  const letter = literal[at]!;
  if (literal.length < 3 || !/[a-y]/i.test(letter)) return literal;
  return literal.slice(0, at) + String.fromCharCode(letter.charCodeAt(0) + 1) + literal.slice(at + 1);
}
