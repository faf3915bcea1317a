import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { SAMPLES } from "../../../test/retro.ts";
import { shippedRuleEvents, shippedRuleFiles } from "../../../test/rule-events.ts";
import type { Event } from "../../core/index.ts";
import { compile, loadRules, type Rule } from "../../detect/index.ts";
import { compileFilter, decider, type Searched } from "../../events/filter/index.ts";
import { decodeLine, LineReader } from "../../live/index.ts";
import { createEcsView, HOT_FIELDS, type EcsView, type HotValues } from "../../normalise/index.ts";
import { readShippedLogSources, readShippedTechnologies } from "../../packs/index.ts";
import { narrow } from "./narrow.ts";
import type { Estate } from "./reach.ts";

type Known = { readonly event: Event; readonly searched: Searched };

let estate: Estate;
let view: EcsView;
let events: readonly Known[];
let lines: readonly string[];
beforeAll(async () => {
  const technologies = await readShippedTechnologies();
  estate = { technologies, logsources: await readShippedLogSources() };
  view = createEcsView(technologies);
  lines = [...shippedRuleEvents(), ...SAMPLES.flatMap((feed) => feed.lines.slice(0, 80).map(String))];
  events = lines.flatMap((line) => read(Buffer.from(line)));
});

/** The events of a line, and what the store would have of them. */
function read(raw: Buffer): Known[] {
  const reader = new LineReader();
  const text = decodeLine(raw);
  const reading = reader.read(text, /^\s*[{[]/.test(text) ? "json" : "text", { path: "x", record: 1 }, { latestMs: Date.UTC(2026, 11, 31) });
  const all = "reason" in reading ? [] : [...reading.events, ...reader.flush()];
  const line = raw.toString("utf8");
  return all.map((event) => ({ event, searched: { line, document: { event: { code: codeOf(event), original: line }, vigie: { technology: view.recognise(event)?.technology ?? "unknown" } } } }));
}

function codeOf(event: Event): string | undefined {
  const hot: HotValues = HOT_FIELDS.map(() => undefined);
  view.hotValues(event, hot);
  const code = hot[HOT_FIELDS.findIndex(({ name }) => name === "event.code")];
  return code === undefined ? undefined : String(code);
}

/** How many events the rule matches, how many pass; a match that does not pass fails. */
function check(rule: Rule, among: readonly Known[]): { readonly matched: number; readonly passed: number } {
  const matcher = compile([rule], { logsources: estate.logsources });
  const passes = decider(narrow([rule], estate));
  let matched = 0;
  let passed = 0;
  for (const { event, searched } of among) {
    const isPassed = passes(searched);
    if (isPassed) passed++;
    if (matcher.match(event).length === 0) continue;
    matched++;
    if (!isPassed) expect.fail(`${rule.head.title} matches what does not pass: ${searched.line}`);
  }
  return { matched, passed };
}

test("every event that a shipped rule matches passes, and few others do", () => {
  const { rules } = loadRules(shippedRuleFiles());
  const all = rules.map((rule) => check(rule, events));
  const sum = (what: "matched" | "passed") => all.reduce((total, one) => total + one[what], 0);
  expect(sum("matched")).toBeGreaterThan(500);
  expect(sum("passed") / (rules.length * events.length)).toBeLessThan(0.2);
});

test("lines that write their letters otherwise pass", () => {
  const { rules } = loadRules(shippedRuleFiles());
  const rewritten = lines.flatMap((line, i) => read(REWRITES[i % REWRITES.length]!(line)));
  const matched = rules.reduce((total, rule) => total + check(rule, rewritten).matched, 0);
  expect(matched).toBeGreaterThan(500);
});

/** Rewrites the letters of a JSON document's values that the expression finds; what follows a backslash stays. */
const inValues = (letters: RegExp, write: (letter: string) => string) => (line: string): Buffer =>
  Buffer.from(line.startsWith("{") ? line.replace(/:"((?:[^"\\]|\\.)*)"/g, (text) => text.replace(/\\.|[^]/g, (one) => (one.length === 1 && letters.test(one) ? write(one) : one))) : line);
const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;

const REWRITES: readonly ((line: string) => Buffer)[] = [
  inValues(/[a-z]/i, escaped),
  // Each of the four prefixes of escapes alone.
  inValues(/[a-o]/i, (letter) => escaped(letter.toUpperCase())),
  inValues(/[p-z]/i, (letter) => escaped(letter.toUpperCase())),
  inValues(/[a-o]/i, (letter) => escaped(letter.toLowerCase())),
  inValues(/[p-z]/i, (letter) => escaped(letter.toLowerCase())),
  (line) => Buffer.from(`\ufeff${line}`, "utf16le"),
  // The Kelvin sign and the long s fold to k and s.
  inValues(/k/i, () => "\u212a"),
  inValues(/s/i, () => "\\u017F"),
];

test("random rules match nothing that does not pass", () => {
  const word = fc.integer({ min: 0, max: lines.length - 1 }).chain((i) => fc.constantFrom(...(lines[i]!.match(/[\w.$-]{2,}/g) ?? ["x"])));
  const field = fc.integer({ min: 0, max: 10_000 }).map((i) => {
    const { fields } = events[i % events.length]!.event;
    const names = Object.keys(fields).filter((name) => /^[\w-]+$/.test(name));
    return names[i % Math.max(1, names.length)] ?? "Image";
  });
  const modifier = fc.constantFrom("", "|contains", "|startswith", "|endswith", "|contains|all", "|contains|cased", "|re", "|windash|contains");
  const item = fc.tuple(field, modifier, fc.array(word, { minLength: 1, maxLength: 3 })).map(([name, how, words]) => `{${name}${how}: [${words.map((one) => JSON.stringify(one)).join(", ")}]}`);
  const keywords = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => `[${words.map((one) => JSON.stringify(one)).join(", ")}]`);
  const selection = fc.oneof({ weight: 4, arbitrary: item }, { weight: 1, arbitrary: keywords });
  const condition = fc.constantFrom("a", "a and b", "a or b", "a and not b", "not a", "1 of them", "all of them", "not (a and b)");
  const source = fc.constantFrom("{product: windows}", "{product: windows, category: process_creation}", "{product: windows, service: security}", "{product: linux}", "{product: azure}", "{category: webserver}", "{product: aws, service: cloudtrail}", "{service: sysmon}");
  let matched = 0;
  fc.assert(fc.property(selection, selection, condition, source, (a, b, of, logsource) => {
    const { rules: [rule] } = loadRules([{ path: "r", text: `title: r\nlogsource: ${logsource}\ndetection:\n  a: ${a}\n  b: ${b}\n  condition: ${of}\n` }]);
    if (rule !== undefined) matched += check(rule, events).matched;
  }), { numRuns: 150 });
  expect(matched).toBeGreaterThan(1_000);
});

test("a rule for one kind of event is asked for by columns and letters", () => {
  const { rules } = loadRules([{ path: "r", text: "title: r\nlogsource: {product: windows, category: process_creation}\ndetection: {s: {Image|endswith: '\\\\certutil.exe'}, condition: s}\n" }]);
  const { sql, params, exact } = compileFilter(narrow(rules, estate));
  expect(exact).toBe(true);
  expect(sql).toContain("`event.code`");
  expect(Object.values(params).map(({ value }) => value)).toEqual(expect.arrayContaining(["%certutil%", "%exe%"]));
});

test("whatever an event of a product is taken for, a rule for the product is put to it", () => {
  const products = [...new Set([...view.technologies.flatMap(({ claims }) => claims.map(({ product }) => product)), ...estate.logsources.map(({ product }) => product), "nobody_knows"])].filter((product) => /^\w+$/.test(product));
  const shapes = [undefined, "2026-11-24T20:00:00Z"].flatMap((time) => [undefined, "1"].flatMap((code) => ["", "other", "ecs", "access"].flatMap((channel) => [undefined, "Field=value"].map((text) => ({ time, code, channel, text })))));
  for (const product of products) {
    const { rules } = loadRules([{ path: "r", text: `title: r\nlogsource: {product: ${product}}\ndetection: {s: {Field: value}, condition: s}\n` }]);
    const passes = decider(narrow(rules, estate));
    for (const { time, code, channel, text } of shapes) {
      const event: Event = { product, channel, code, time, host: undefined, fields: { Field: "value" }, text, json: undefined, source: { path: "x", record: 1 } };
      const original = text ?? JSON.stringify(event.fields);
      const technology = view.recognise(event)?.technology ?? "unknown";
      const isPassed = passes({ line: original, document: { event: { code: codeOf(event), original }, vigie: { technology } } });
      expect([product, channel, technology, isPassed]).toEqual([product, channel, technology, true]);
    }
  }
});

test("many rules together are not asked for letter by letter", () => {
  const { rules } = loadRules(shippedRuleFiles());
  const { params } = compileFilter(narrow(rules, estate));
  expect(Object.values(params).some(({ value }) => typeof value === "string" && value.startsWith("%"))).toBe(false);
});
