import fc from "fast-check";
import { expect, test } from "vitest";
import { createRuleLoader, loadRules, type LoadOptions, type RuleFile, type RuleSet } from "./load.ts";

const rule = (id: string, more = ""): string => `title: Rule ${id}\nid: ${id}\nname: n_${id}\n${more}logsource: {product: windows}\ndetection:\n  sel: {F: ${id}}\n  condition: sel\n`;
const correlation = (id: string, names: string): string => `title: Correlation ${id}\nid: ${id}\nname: n_${id}\ncorrelation:\n  type: event_count\n  rules: ${names}\n  timespan: 5m\n  condition: {gte: 2}\n`;
const filter = (id: string): string => `title: Filter ${id}\nid: ${id}\nlogsource: {product: windows}\nfilter:\n  rules: any\n  sel: {U: x}\n  condition: not sel\n`;
const load = (texts: readonly string[], options: LoadOptions = {}): RuleSet => loadRules(texts.map((text, i) => ({ path: `${i}.yml`, text })), options);
const totals = ({ rules, correlations, filters, refused }: RuleSet): readonly number[] => [rules.length, correlations.length, filters.length, refused.length];

test.each<[string, readonly string[], readonly number[]]>([
  ["nothing at all",                          [],                                              [0, 0, 0, 0]],
  ["one rule",                                [rule("a")],                                     [1, 0, 0, 0]],
  ["several documents in one file",           [`${rule("a")}---\n${rule("b")}`],               [2, 0, 0, 0]],
  ["all kinds, in any order",                 [correlation("c", "n_a"), filter("f"), rule("a")], [1, 1, 1, 0]],
  ["an empty file",                           [""],                                            [0, 0, 0, 1]],
  ["a file of comments",                      ["# later\n"],                                   [0, 0, 0, 1]],
  ["an empty document behind a rule",         [`${rule("a")}---\n`],                           [1, 0, 0, 1]],
  ["a file that is no YAML",                  ["a: b: c"],                                     [0, 0, 0, 1]],
  ["a mistake in one of three documents",     [`${rule("a")}---\ntitle: B\n---\n${rule("c")}`], [2, 0, 0, 1]],
  ["a correlation of nothing",                [rule("a"), correlation("c", "n_x")],            [1, 0, 0, 1]],
  ["a correlation of one that is refused",    [correlation("c", "n_x"), correlation("d", "n_c")], [0, 0, 0, 2]],
  ["one id twice",                            [rule("a"), rule("a")],                          [1, 0, 0, 1]],
  ["one id for a rule and a correlation",     [rule("a"), rule("b"), correlation("a", "n_b")], [2, 0, 0, 1]],
])("counts every document once: %s", (_, texts, want) => {
  expect(totals(load(texts))).toEqual(want);
});

test("documents = rules + correlations + filters + refused, whatever the files", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "e");
  const document = fc.oneof(
    id.map((one) => rule(one)), id.map((one) => rule(one, "status: deprecated\n")), id.map((one) => rule(one, "level: nope\n")),
    fc.tuple(id, id).map(([one, other]) => correlation(one, `n_${other}`)), id.map(filter),
    fc.constantFrom("title: x\n", "[1]\n", "just text\n", "title: A\ncorrelation: {type: nope}\n", "title: F\nfilter: 3\nlogsource: {product: x}\n"),
  );
  fc.assert(fc.property(fc.array(fc.array(document, { minLength: 1, maxLength: 3 }), { maxLength: 5 }), fc.boolean(), (files, deprecated) => {
    const set = load(files.map((documents) => documents.join("---\n")), { deprecated });
    expect(totals(set).reduce((sum, count) => sum + count, 0)).toBe(files.flat().length);
    for (const { path, line, column, reason, hint } of set.refused) {
      expect(path).toMatch(/^\d\.yml$/);
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect([reason, hint]).not.toContain("");
    }
  }), { numRuns: 1000 });
});

test("the second of two with one id is refused, and told where the first stands", () => {
  const { rules, refused } = load([rule("a"), `${rule("b")}---\n${rule("a")}`]);
  expect(rules.map(({ head }) => head.path)).toEqual(["0.yml", "1.yml"]);
  expect(refused).toEqual([{ path: "1.yml", line: 10, column: 1, title: "Rule a", id: "a", reason: "the id is taken by 0.yml:1", hint: expect.stringContaining("new UUID") as string }]);
});

test("a rule that is refused does not take its id with it", () => {
  expect(totals(load([rule("a", "level: nope\n"), rule("a")]))).toEqual([1, 0, 0, 1]);
});

test("what is deprecated or unsupported is refused, with its successor, unless it is asked for", () => {
  const related = "related:\n  - {id: new-one, type: obsolete}\n";
  const texts = [rule("a", "status: deprecated\n"), rule("b", "status: unsupported\n"), rule("c", `status: deprecated\n${related}`), rule("d", "status: stable\n")];
  const { rules, refused } = load(texts);
  expect(rules.map(({ key }) => key)).toEqual(["d"]);
  expect(refused.map(({ reason }) => reason)).toEqual(["the rule is deprecated", "the rule is unsupported", "the rule is deprecated"]);
  expect(refused.map(({ line, column }) => [line, column])).toEqual([[4, 1], [4, 1], [4, 1]]);
  expect(refused[2]!.hint).toContain("new-one");
  expect(totals(load(texts, { deprecated: true }))).toEqual([4, 0, 0, 0]);
});

test("a mistake in what is deprecated is told as the mistake it is", () => {
  expect(load(["title: A\nstatus: deprecated\nlogsource: {product: w}\ndetection:\n  sel: {F|nope: a}\n  condition: sel\n"]).refused[0]!.reason).toContain("not a modifier");
});

test("placeholders are given by name, and a rule without its values names them", () => {
  const text = rule("a").replace("{F: a}", "{F|expand: ['%One%', '%Two%-%Three%']}");
  const names = load([text]).refused[0]!;
  expect(names).toMatchObject({ reason: "placeholders without value: %One%, %Two%, %Three%", title: "Rule a", id: "a", line: 6 });
  expect(totals(load([text], { placeholders: new Map([["One", ["x"]], ["Two", ["y"]], ["Three", ["z"]]]) }))).toEqual([1, 0, 0, 0]);
});

test("a filter that narrows no loaded rule is refused, for its author meant one", () => {
  const idle = "title: Idle\nlogsource: {product: windows}\nfilter: {rules: [gone], s: {F: a}, condition: not s}\n";
  const { filters, refused } = load([rule("a"), idle]);
  expect(filters).toEqual([]);
  expect(refused).toMatchObject([{ path: "1.yml", line: 3, title: "Idle", reason: "the filter concerns no loaded rule" }]);
});

test("a file of a hundred thousand bad documents is told in full, from one reading of its places", () => {
  const { refused } = load(["---\nx: 1\n".repeat(100_000)]);
  expect(refused).toHaveLength(100_000);
  expect(refused.at(-1)).toMatchObject({ line: 200_000, column: 1, reason: "the document has no title" });
});

test("a hundred thousand values are one rule", () => {
  const values = Array.from({ length: 100_000 }, (_, i) => `\n      - 'evil${i}.example'`).join("");
  expect(totals(load([rule("a").replace("{F: a}", `\n    F|contains:${values}`)]))).toEqual([1, 0, 0, 0]);
});

test("never throws, whatever a document holds", () => {
  const value = fc.anything({ maxDepth: 4, key: fc.oneof(fc.constantFrom("F", "F|re", "|all", "condition", "__proto__", "a|b|c", "x|cidr", "x|gt"), fc.string({ maxLength: 5 })), values: [fc.string({ maxLength: 8 }), fc.integer(), fc.constant(null), fc.boolean(), fc.constantFrom("sel", "1 of *", "not sel", "%x%", "(", "\\")] });
  const document = fc.record({ title: fc.oneof(fc.constant("T"), value), logsource: fc.oneof(fc.constant({ product: "x" }), value), detection: fc.oneof(value, fc.record({ sel: value, condition: fc.oneof(fc.constant("sel"), value) })), filter: value, correlation: value, status: value, related: value }, { requiredKeys: ["title", "logsource"] });
  fc.assert(fc.property(document, (one) => {
    expect(totals(load([JSON.stringify(one)])).reduce((sum, count) => sum + count, 0)).toBe(1);
  }), { numRuns: 5000 });
});

// ── loading again ────────────────────────────────────────────────────────────────────────────────────────────────

test("loading again after any change gives what a fresh load gives", () => {
  const id = fc.constantFrom("a", "b", "c", "d");
  const document = fc.oneof(
    id.map((one) => rule(one)), id.map((one) => rule(one, "status: deprecated\n")), id.map((one) => rule(one).replace(`F: ${one}`, "F|expand: '%x%'")),
    fc.tuple(id, id).map(([one, other]) => correlation(one, `n_${other}`)), id.map(filter), fc.constantFrom("a: b: c", "", "title: x\n"),
  );
  const file = fc.record({ path: fc.constantFrom("0.yml", "1.yml", "2.yml"), text: fc.array(document, { minLength: 1, maxLength: 2 }).map((documents) => documents.join("---\n")) });
  const folder = fc.array(file, { maxLength: 4 });
  fc.assert(fc.property(fc.array(folder, { minLength: 2, maxLength: 5 }), (states) => {
    const options: LoadOptions = { placeholders: new Map([["x", ["y"]]]) };
    const reload = createRuleLoader(options);
    for (const files of states) expect(reload(files)).toEqual(loadRules(files, options));
  }), { numRuns: 1000 });
});

test("what did not change stays the same object, filtered or not", () => {
  const files = (texts: readonly string[]): RuleFile[] => texts.map((text, i) => ({ path: `${i}.yml`, text }));
  const reload = createRuleLoader();
  const before = reload(files([rule("a"), rule("b"), filter("f")])).rules;
  const after = reload(files([rule("a"), rule("b", "level: low\n"), filter("f")])).rules;
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  const unfiltered = reload(files([rule("a"), rule("b", "level: low\n")])).rules;
  expect(unfiltered[0]).not.toBe(before[0]);
  expect(reload(files([rule("a"), rule("b")])).rules[0]).toBe(unfiltered[0]);
});

test("a file that moved is another: a detection names its path", () => {
  const reload = createRuleLoader();
  expect(reload([{ path: "a.yml", text: rule("a") }]).rules[0]!.head.path).toBe("a.yml");
  expect(reload([{ path: "b.yml", text: rule("a") }]).rules[0]!.head.path).toBe("b.yml");
});
