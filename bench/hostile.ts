// What an attacker may send, at one size and at double: a ratio near 2 is linear.
import type { Event } from "../src/core/index.ts";
import { Detector, loadRules } from "../src/detect/index.ts";

type Figure = { readonly milliseconds: number; readonly doubledMilliseconds: number; readonly ratio: number };

const RULES = `
title: Wildcards
logsource: {product: test}
detection:
  inner: {value|contains: ['a*a*a*b', 'a?a*c', 'x-powered']}
  regex: {value|re: '(a+)+\\d$'}
  dash: {value|contains|windash: ' -enc '}
  words: ['a*a*a*d']
  condition: 1 of them
`;

/** Times values and rules that are made to be slow. */
export function hostile(): Readonly<Record<string, Figure>> {
  const literals = (count: number): string => JSON.stringify(Array.from({ length: count }, (_, i) => `literal number ${i * 7919} of many`));
  return {
    "1 MB value": doubled((scale) => once(RULES, [`${"a".repeat(scale * 1_000_000)}`])),
    "1 MB value of lines": doubled((scale) => once(RULES, ["a\n".repeat(scale * 500_000)])),
    "10,000 distinct values": doubled((scale) => once(RULES, Array.from({ length: scale * 10_000 }, (_, i) => `C:\\Users\\u${i}\\a${i}.exe`))),
    "rule of 5,000 literals": doubled((scale) =>
      once(`{title: Many, logsource: {product: test}, detection: {s: {'value|contains': ${literals(scale * 5000)}}, condition: s}}`, Array.from({ length: 200 }, (_, i) => `literal number ${i} `.repeat(50))),
    ),
  };
}

function doubled(run: (scale: number) => number): Figure {
  run(1);
  const best = (scale: number): number => Math.min(run(scale), run(scale), run(scale));
  const milliseconds = best(1);
  const doubledMilliseconds = best(2);
  return { milliseconds, doubledMilliseconds, ratio: doubledMilliseconds / milliseconds };
}

/** Milliseconds to load a rule and match it with one event for each value. */
function once(text: string, values: readonly string[]): number {
  const started = performance.now();
  const rules = loadRules([{ path: "hostile.yml", text }]);
  const detector = new Detector(rules, { logsources: [{ product: "test", routes: [] }] });
  for (const value of values) detector.detect(eventWith(value));
  return performance.now() - started;
}

const eventWith = (value: string): Event => ({
  product: "test", channel: "", code: undefined, time: undefined, host: undefined, fields: { value }, text: undefined, json: undefined, source: { path: "hostile", record: 1 },
});
