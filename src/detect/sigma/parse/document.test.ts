import fc from "fast-check";
import { dump } from "js-yaml";
import { expect, test } from "vitest";
import { kind, mapping, readDocuments, type Documents } from "./document.ts";
import { RuleProblem, type At } from "./problem.ts";

const MB = 1024 * 1024;
const values = (text: string): unknown => {
  const read = readDocuments(text);
  return read.ok ? read.documents.map(({ value }) => value) : read.reason;
};
const refusal = (text: string): Extract<Documents, { ok: false }> => {
  const read = readDocuments(text);
  if (read.ok) throw new Error("it was accepted");
  return read;
};

test.each<[string, string, unknown]>([
  ["an empty file has no document",               "",                           []],
  ["blank lines are no document",                 "\n \n",                      []],
  ["a comment is no document",                    "# a rule\n",                 []],
  ["one document",                                "a: 1\n",                     [{ a: 1 }]],
  ["several documents",                           "a: 1\n---\nb: 2\n",          [{ a: 1 }, { b: 2 }]],
  ["a separator at the end begins an empty one",  "a: 1\n---\n",                [{ a: 1 }, null]],
  ["a byte order mark is nothing",                "\ufeffa: 1\n",               [{ a: 1 }]],
  ["Windows line ends",                           "a:\r\n  - x\r\n",            [{ a: ["x"] }]],
  ["tabs between words",                          "a:\t1\n",                    [{ a: 1 }]],
  ["true and false in the spellings of YAML 1.2", "[true, True, yes, on, n]",   [[true, true, "yes", "on", "n"]]],
  ["null in its spellings",                       "[null, ~, '', 'null', ]",    [[null, null, "", "null"]]],
  ["numbers",                                     "[1, 1.5, 1e3, 0x17, -1]",    [[1, 1.5, 1000, 23, -1]]],
  ["what is quoted is text",                      "['1', \"true\", '0x17']",    [["1", "true", "0x17"]]],
  ["a date is text",                              "a: 2024-03-05",              [{ a: "2024-03-05" }]],
  ["a merge key is a key like others",            "{a: &a {x: 1}, b: {<<: *a}}", [{ a: { x: 1 }, b: { "<<": { x: 1 } } }]],
  ["an alias is what it stands for",              "{a: &a [x], b: *a}",         [{ a: ["x"], b: ["x"] }]],
  ["keys that are no text become their text",     "{1: a, true: b, null: c}",   [{ "1": "a", true: "b", null: "c" }]],
])("%s", (_, text, want) => {
  expect(values(text)).toEqual(want);
});

test.each([
  ["a tab as indentation",      "a:\n\tb: 1\n",              2, 1, "tab"],
  ["a quote without end",       "a: 'x\nb: 2\n",             2, 1, "indentation"],
  ["two colons",                "title: a\nb: c: d\n",       2, 5, "indentation of a mapping"],
  ["a star that is no alias",   "a:\n  - *.exe\n",           2, 6, "unidentified alias"],
  ["a key that stands twice",   "a: 1\nb: 2\na: 3\n",        3, 1, "duplicated mapping key"],
  ["a field that stands twice", "s:\n  F: 1\n  F: 2\n",      3, 3, "duplicated mapping key"],
  ["a key that is twice one text", "1: a\n'1': b\n",         2, 2, "duplicated mapping key"],
  ["a list as key",             "? [a, b]\n: c\n",           1, 1, "complex keys"],
  ["a tag that runs code elsewhere", "a: !!js/function 'x'", 1, 4, "unknown scalar tag"],
  ["a tag of one's own",        "a: !secret x",              1, 4, "unknown scalar tag"],
  ["a zero byte",               "a: \0",                     1, 4, "null byte"],
])("refuses %s where it stands", (_, text, line, column, reason) => {
  const found = refusal(text);
  expect(found.place).toEqual({ line, column });
  expect(found.reason).toContain(reason);
  expect(found.hint).not.toBe("");
});

// ── hostile files ────────────────────────────────────────────────────────────────────────────────────────────────

test("a text of 100 MB is refused for its length, before any of it is read", () => {
  const found = refusal("%".repeat(100 * MB)); // not YAML at all: reading it would give another reason
  expect(found.reason).toBe(`the file has more than ${8 * MB} bytes`);
});

test("a file may be as long as the limit", () => {
  expect(values(`a: ${"x".repeat(8 * MB - 3)}`)).toHaveLength(1);
  expect(refusal(`a: ${"x".repeat(8 * MB - 2)}`).reason).toContain("bytes");
});

/** Each level names the one before it so many times. */
const bomb = (levels: number, times: number): string =>
  ["a0: &a0 [x]", ...Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(times).fill(`*a${i}`).join(", ")}]`)].join("\n");

test.each([
  ["thirty levels",                    bomb(30, 9)],
  ["two thousand levels, more than numbers can count", bomb(2000, 2)],
  ["a part that holds itself",         "a: &a [*a]"],
  ["a mapping that holds itself",      "a: &a {b: {c: *a}}"],
  // A key that is a whole number comes first among an object's keys, so the longest chain is met before its parts.
  ["a chain of a hundred thousand, met from its end", `${bomb(100_000, 1)}\n1: *a100000`],
])("an alias bomb of %s is refused without writing it out", (_, text) => {
  expect(refusal(text).reason).toContain("aliases");
});

test("aliases that repeat a little are taken", () => {
  expect(readDocuments(bomb(3, 9)).ok).toBe(true);
});

test("what aliases write out is counted over all parts together, and the limit is half a million", () => {
  const repeated = (times: number): string => `- &a [${Array(999).fill("x").join(", ")}]\n${"- *a\n".repeat(times)}`;
  expect(readDocuments(repeated(490)).ok).toBe(true);
  expect(refusal(repeated(510)).reason).toContain("aliases");
});

test.each([
  ["brackets that close",         "a: " + "[".repeat(1000) + "]".repeat(1000)],
  ["a million brackets",          "[".repeat(1_000_000)],
  ["mappings",                    Array.from({ length: 1000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
  ["lists in one line",           `${"- ".repeat(100_000)}a`],
])("nesting of %s ends at a fixed depth", (_, text) => {
  expect(refusal(text).reason).toContain("nesting");
});

test("a file of a hundred thousand documents tells all their places from one reading", () => {
  const read = readDocuments("---\na: 1\n".repeat(100_000));
  if (!read.ok) throw new Error(read.reason);
  const lines = read.documents.map(({ place }) => place(["a"]).line);
  expect(lines.every((line, i) => line === 2 * i + 2)).toBe(true);
});

test("names of an object's own making are keys like others, and change no object", () => {
  const read = readDocuments("__proto__: {polluted: 1}\nconstructor: {prototype: 2}\ntoString: x\nhasOwnProperty: y\n");
  if (!read.ok) throw new Error(read.reason);
  const map = mapping(read.documents[0]!.value, [], "it");
  expect(Object.keys(map)).toEqual(["__proto__", "constructor", "toString", "hasOwnProperty"]);
  expect(Object.getOwnPropertyDescriptor(map, "__proto__")!.value).toEqual({ polluted: 1 });
  expect(Object.getPrototypeOf(map)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("never throws, whatever the text", () => {
  const yaml = fc.string({ unit: fc.constantFrom("a", ":", " ", "\n", "-", "[", "]", "{", "}", "*", "&", "!", "|", ">", "'", '"', "#", "?", ",", "\t", "%", "~", "\\", "é", "1", "<"), maxLength: 40 });
  fc.assert(fc.property(yaml, (text) => {
    const read = readDocuments(text);
    if (read.ok) for (const { place } of read.documents) for (const at of [[], ["a"], [0], ["a", 0, "a"]]) expect(place(at).line).toBeGreaterThan(0);
  }), { numRuns: 20_000 });
});

// ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────

const RULE = `# one
title: A
---
# two
title: B
tags: [x, y]
detection:
  sel:
    Image|endswith:
      - '\\a.exe'
      - b
    "quoted key": 1
  list:
    - F: 1
    -   G: 2
  flow: {H: 3, I: [4, 5]}
  condition: sel
`;

test.each<[string, number, At, number, number]>([
  ["the first document",        0, [],                                         2, 1],
  ["the second document",       1, [],                                         5, 1],
  ["a key",                     1, ["title"],                                  5, 1],
  ["an item in brackets",       1, ["tags", 1],                                6, 11],
  ["a selection",               1, ["detection", "sel"],                       8, 3],
  ["a field",                   1, ["detection", "sel", "Image|endswith"],     9, 5],
  ["a value in a list",         1, ["detection", "sel", "Image|endswith", 1],  11, 9],
  ["a field of a list's map",   1, ["detection", "list", 1, "G"],              15, 9],
  ["a field in braces",         1, ["detection", "flow", "I"],                 16, 16],
  ["a value in braces",         1, ["detection", "flow", "I", 1],              16, 23],
  ["a part that is not there: its parent", 1, ["detection", "none", "x"],      7, 1],
  ["a path through a text: the text's key", 1, ["title", "x"],                 5, 1],
])("finds %s", (_, index, at, line, column) => {
  const read = readDocuments(RULE);
  if (!read.ok) throw new Error(read.reason);
  expect(read.documents[index]!.place(at)).toEqual({ line, column });
});

test("finds a quoted key within its quotes, on its line", () => {
  const read = readDocuments(RULE);
  expect(read.ok && read.documents[1]!.place(["detection", "sel", "quoted key"])).toMatchObject({ line: 12 });
});

test("finds every key of any document where it is written", () => {
  const key = fc.stringMatching(/^[a-z]{1,4}$/);
  const tree = fc.dictionary(key, fc.oneof(fc.integer(), fc.dictionary(key, fc.array(fc.integer(), { maxLength: 3 }), { maxKeys: 3 })), { maxKeys: 4, minKeys: 1 });
  fc.assert(fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (documents) => {
    const text = documents.map((document) => dump(document)).join("---\n");
    const read = readDocuments(text);
    if (!read.ok) throw new Error(read.reason);
    const lines = text.split("\n");
    for (const [i, document] of documents.entries()) {
      for (const [name, value] of Object.entries(document)) {
        for (const at of [[name], ...(typeof value === "object" ? Object.keys(value).map((inner) => [name, inner]) : [])]) {
          const { line, column } = read.documents[i]!.place(at);
          expect(lines[line - 1]!.slice(column - 1)).toMatch(new RegExp(`^['"]?${at.at(-1)!}['"]?:`));
        }
      }
    }
  }), { numRuns: 500 });
});

test.each<[unknown, string]>([
  [undefined, "absent"], [null, "null"], [[1], "a list"], [{ a: 1 }, "a mapping"], ["x", 'the string "x"'], [1, "the number 1"], [true, "the boolean true"],
])("a value's kind is told in words: %j", (value, want) => {
  expect(kind(value)).toBe(want);
});

test("what is no mapping is refused with what was expected", () => {
  expect(() => mapping([1], ["a"], "detection")).toThrow(new RuleProblem(["a"], "detection must be a mapping, not a list", 'Write detection as "key: value" lines.'));
  expect(kind("x".repeat(1000)).length).toBeLessThan(80);
});
