import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePattern } from "./text-pattern.ts";

function matched(pattern: string, text: string): { readonly [name: string]: unknown } | undefined {
  const found: { [name: string]: unknown } = {};
  return compilePattern(pattern, [])(text, (name, value) => (found[name] = value)) ? found : undefined;
}

test.each([
  ["a place takes up to the next literal", "{a} from {b}", "x from y from z", { a: "x", b: "y from z" }],
  ["or up to the last one", "{a...} from {b}", "x from y from z", { a: "x from y", b: "z" }],
  ["the last literal ends the text", "[{a}]", "[x]y]", { a: "x]y" }],
  ["a place without name keeps nothing", "{}: {a}", "n: x", { a: "x" }],
  ["another text does not fit", "a{b}c", "ab", undefined],
  ["nor one with more behind", "done", "done.", undefined],
  ["a pattern may be literal", "done", "done", {}],
  ["a place of a kind fits such a text", "{a:word} at {b:address}/{c:number}", "eve at 2001:db8::1/80", { a: "eve", b: "2001:db8::1", c: "80" }],
  ["and no other", "{a:address} at {b}", "eve at noon", undefined],
  ["a value may be empty", "<{a}>", "<>", { a: "" }],
])("%s", (_about, pattern, text, wanted) => {
  expect(matched(pattern, text)).toEqual(wanted);
});

test("what was written by the pattern is read by it", () => {
  const word = fc.stringMatching(/^[a-z ]{0,8}$/);
  fc.assert(fc.property(word, word, word, (a, b, c) => {
    expect(matched("A:{a};B:{b};C:{c}", `A:${a};B:${b};C:${c}`)).toEqual({ a, b, c });
  }));
});
