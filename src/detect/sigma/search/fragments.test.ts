import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "../values/fold.ts";
import { anyOf, chooseFragments, pieces } from "./fragments.ts";

const literal = fc.string({ unit: fc.constantFrom("a", "b", "é", "k", "ς", ".", "[", "\\", "😀"), maxLength: 9 }).map(fold);
const text = fc.string({ unit: fc.constantFrom("a", "A", "b", "É", "é", "\u212a", "K", "Σ", "ς", ".", "[", "\\", "😀"), maxLength: 15 });

test("every literal holds one of the fragments, or there are none", () => {
  fc.assert(fc.property(fc.array(literal, { maxLength: 8 }), fc.nat(6), (literals, most) => {
    const chosen = chooseFragments(literals, pieces, most);
    if (chosen === undefined) return;
    expect(chosen.length).toBeLessThanOrEqual(most);
    for (const one of literals) expect(chosen.some((fragment) => fragment !== "" && one.includes(fragment))).toBe(true);
  }), { numRuns: 3000 });
});

test("a text without any fragment holds none of the literals", () => {
  fc.assert(fc.property(fc.array(literal, { minLength: 1, maxLength: 8 }), text, (literals, one) => {
    const chosen = chooseFragments(literals, pieces, 8);
    if (chosen === undefined || anyOf(chosen).test(one)) return;
    expect(literals.filter((each) => fold(one).includes(each))).toEqual([]);
  }), { numRuns: 5000 });
});

test("any of the texts is found in any case, and nothing else", () => {
  fc.assert(fc.property(fc.array(literal.filter((one) => one !== ""), { minLength: 1, maxLength: 4 }), text, (texts, one) => {
    expect(anyOf(texts).test(one)).toBe(texts.some((each) => fold(one).includes(each)));
  }), { numRuns: 5000 });
});

test.each<[string, string, readonly string[]]>([
  ["nothing has none",                 "",       []],
  ["one letter is everywhere",         "a",      []],
  ["a short text is its own",          "abc",    ["abc"]],
  ["a long text has all of a length",  "abcdef", ["abcd", "bcde", "cdef"]],
])("pieces: %s", (_, one, want) => {
  expect([...pieces(one)]).toEqual(want);
});

test("one fragment that many share is enough", () => {
  expect(chooseFragments(["xpowershell", "powershell.exe", "a powers"], pieces, 8)).toHaveLength(1);
  expect(chooseFragments(["abcd", "efgh", "ijkl"], pieces, 2)).toBeUndefined();
});

/** The greedy choice by its definition: at each step what most of the open literals hold, the first of several. */
function greedy(literals: readonly string[], most: number): readonly string[] | undefined {
  const chosen: string[] = [];
  const all = [...new Set(literals)];
  for (let open = all; open.length > 0; ) {
    const counts = [...new Set(all.flatMap((one) => [...pieces(one)]))].map((fragment) => ({ fragment, count: open.filter((one) => pieces(one).has(fragment)).length }));
    const { fragment: best, count } = counts.toSorted((a, b) => b.count - a.count)[0] ?? { fragment: "", count: 0 };
    if (count === 0 || chosen.length === most) return undefined;
    chosen.push(best);
    open = open.filter((one) => !pieces(one).has(best));
  }
  return chosen;
}

test("the choice is the greedy one, also where it is given up early", () => {
  // Some lists are longer than what is looked at first.
  const lists = fc.oneof({ weight: 9, arbitrary: fc.array(literal, { maxLength: 8 }) }, { weight: 1, arbitrary: fc.array(literal, { minLength: 70, maxLength: 140 }) });
  fc.assert(fc.property(lists, fc.nat(6), (literals, most) => {
    expect(chooseFragments(literals, pieces, most)).toEqual(greedy(literals, most));
  }), { numRuns: 500 });
});
