// What an attacker may send, at one size and at double: a ratio near 2 is linear. The milliseconds count, too: what costs
// much for its size is as good an attack as what grows faster than it.
import type { Event, Value } from "../src/core/index.ts";
import { Detector, loadRules, type LogSourceMap } from "../src/detect/index.ts";
import { detectChunk, newReader } from "./events.ts";

type Figure = { readonly milliseconds: number; readonly doubledMilliseconds: number; readonly ratio: number } | { readonly failed: string };
/** Runs an attack of that many times its size. */
type Attack = (scale: number) => void;

const RULES = `
title: Wildcards
logsource: {product: test}
detection:
  inner: {value|contains: ['a*a*a*b', 'a?a*c', 'x-powered']}
  regex: {value|re: '(a+)+\\d$'}
  states: {value|re: '[ab]*a[ab]{14}c'}
  dash: {value|contains|windash: ' -enc '}
  path: {outer.inner.value: deep}
  words: ['a*a*a*d']
  condition: 1 of them
`;
// Each ends where the others do.
const NESTED = rule("Nested", numbers(500).map((i) => "a".repeat(i + 3)));
const FIVE_THOUSAND = (scale: number): string => rule("Many", numbers(scale * 5000).map((i) => `literal number ${i * 7919} of many`));
// Two hundred rules that one value matches: what is told of a match may not cost more than finding it.
const EAGER = numbers(200).map((i) => rule(`Eager ${i}`, numbers(10).map((n) => `word ${i} ${n}`))).join("\n---\n");
const EAGER_VALUE = numbers(200).map((i) => `word ${i} 9`).join(" ");

const ATTACKS: Readonly<Record<string, Attack>> = {
  "1 MB value": (scale) => match(RULES, ["a".repeat(scale * 1_000_000)]),
  "1 MB value of two letters": (scale) => match(RULES, [letters(scale * 1_000_000)]),
  "1 MB value outside ASCII": (scale) => match(RULES, ["\u0130Ää".repeat(scale * 333_000)]),
  "1 MB value of short lines": (scale) => match(RULES, ["a\n".repeat(scale * 500_000)]),
  "1 MB value of distinct lines": (scale) => match(RULES, [numbers(scale * 100_000).map((i) => `line ${i}`).join("\n")]),
  "1 MB value, 500 needles end at each character": (scale) => match(NESTED, ["a".repeat(scale * 1_000_000)]),
  "100 KB value that 200 rules match": (scale) => match(EAGER, [EAGER_VALUE.repeat(Math.ceil((scale * 100_000) / EAGER_VALUE.length))]),
  "10,000 distinct values": (scale) => match(RULES, numbers(scale * 10_000).map((i) => `C:\\Users\\u${i}\\a${i}.exe`)),
  "10,000 values alike where the memo looks": (scale) => match(RULES, numbers(scale * 10_000).map(unsampled)),
  "list of 100,000 values": (scale) => match(RULES, [numbers(scale * 100_000).map((i) => `element ${i}`)]),
  "list nested 2,000 deep": (scale) => match(RULES, [JSON.parse("[".repeat(scale * 2000) + "]".repeat(scale * 2000)) as Value]),
  "100,000 fields": (scale) => match(RULES, [0], Object.fromEntries(numbers(scale * 100_000).map((i) => [`field ${i}`, `a ${i}`]))),
  "list of 100,000 objects on a path": (scale) => match(RULES, [0], { outer: numbers(scale * 100_000).map((i) => ({ inner: { value: i } })) }),
  "1,000 records of escapes": (scale) => parse(numbers(scale * 1000).map((i) => `{"value":"${escaped(`number ${i} and more of it`.repeat(20))}"}`)),
  "500 spellings of a code": (scale) => match(EAGER, numbers(scale * 500), {}, (i) => spelling("abcdefghij", i)),
  "500 channels": (scale) => match(EAGER, numbers(scale * 500), {}, () => "one", (i) => `channel ${i}`),
  "rule of 5,000 literals": (scale) => match(FIVE_THOUSAND(scale), numbers(200).map((i) => `literal number ${i} `.repeat(50))),
};

/** Times values and rules that are made to be slow. */
export const hostile = (): Readonly<Record<string, Figure>> => Object.fromEntries(Object.entries(ATTACKS).map(([name, attack]) => [name, timed(attack)]));

function timed(attack: Attack): Figure {
  try {
    attack(1);
    const best = (scale: number): number => Math.min(...[1, 2, 3].map(() => milliseconds(() => attack(scale))));
    const [one, two] = [best(1), best(2)];
    return { milliseconds: one, doubledMilliseconds: two, ratio: two / one };
  } catch (error) {
    return { failed: String(error) };
  }
}

/** Of this thread's own work, so that a busy machine does not look like an attack that succeeds. */
function milliseconds(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

const LOGSOURCES: readonly LogSourceMap[] = [{ product: "test", codeField: "code", routes: [{ code: ["abcdefghij"], service: "test" }] }];

/** Loads rules and matches them with one event for each value. */
function match(text: string, values: readonly Value[], fields: Event["fields"] = {}, code?: (i: number) => string, channel?: (i: number) => string): void {
  const detector = detectorOf(text);
  for (const [i, value] of values.entries()) {
    detector.detect({
      product: "test", channel: channel?.(i) ?? "", code: code?.(i), time: undefined, host: undefined, fields: { ...fields, value }, text: undefined, json: undefined,
      source: { path: "hostile", record: 1 },
    });
  }
}

/** The same with records that must be read first. */
function parse(lines: readonly string[]): void {
  detectChunk({ lines, before: 0 }, newReader(), detectorOf("{title: Words, logsource: {category: any}, detection: {words: ['number 7*more'], condition: words}}"));
}

const detectorOf = (text: string): Detector => new Detector(loadRules([{ path: "hostile.yml", text }]), { logsources: LOGSOURCES });

function rule(title: string, literals: readonly string[]): string {
  return `{title: ${title}, logsource: {product: test}, detection: {s: {'value|contains': ${JSON.stringify(literals)}}, condition: s}}`;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Letters a and b without a pattern, the same each time. */
function letters(count: number): string {
  let state = 1;
  return Array.from({ length: count }, () => ((state = (Math.imul(state, 1103515245) + 12345) >>> 0) & 0x10000 ? "a" : "b")).join("");
}

/** A value of 480 characters that differs from the others of its kind only in a part that a hash of samples misses. */
const unsampled = (i: number): string => "b".repeat(442) + i.toString(36).padStart(5, "0") + "b".repeat(33);
const escaped = (text: string): string => Array.from(text, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
const spelling = (word: string, bits: number): string => Array.from(word, (char, i) => ((bits >> i) & 1 ? char.toUpperCase() : char)).join("");
