import fc from "fast-check";
import { expect, test } from "vitest";
import { fold, safePart } from "../values/fold.ts";
import { Automaton } from "./automaton.ts";
import { Trie } from "./trie.ts";

/** Letters that fold in all ways there are, and characters of two units; those with case among them only in texts. */
const UNITS = ["a", "b", "A", "B", "k", "K", "\u212a", "s", "ſ", "ß", "ẞ", "σ", "ς", "Σ", "é", "É", "ǆ", "ǅ", "İ", "i", "😀", "😁", "\n", "\0", "\uffff"];
const text = fc.string({ unit: fc.constantFrom(...UNITS, "𐐀", "𐐨", "\ud83d", "\ude00"), maxLength: 30 });
const needle = fc.string({ unit: fc.constantFrom(...UNITS), minLength: 1, maxLength: 5 }).map(fold);
const needles = fc.uniqueArray(needle, { minLength: 1, maxLength: 12 });

/** Which needles a walk visits; each at most once. */
function visited(walk: (visit: (needle: number) => void) => void, of: readonly string[]): string[] {
  const found: string[] = [];
  walk((number) => found.push(of[number]!));
  expect(new Set(found).size).toBe(found.length);
  return found.toSorted();
}

test("a trie finds the needle that is the whole text", () => {
  fc.assert(fc.property(needles, fc.oneof(text, needle, needle.map((one) => one.toUpperCase())), (list, one) => {
    expect(new Trie(list).find(one)).toBe(list.indexOf(fold(one)));
  }), { numRuns: 5000 });
});

test("a trie finds every needle that a text begins with", () => {
  fc.assert(fc.property(needles, text, (list, one) => {
    const trie = new Trie(list);
    expect(visited((visit) => trie.eachPrefix(one, visit), list)).toEqual(list.filter((each) => fold(one).startsWith(each)).toSorted());
  }), { numRuns: 5000 });
});

const reversed = (one: string): string => Array.from({ length: one.length }, (_, i) => one[one.length - 1 - i]).join("");

test("a trie of needles read backwards finds every one that a text ends with", () => {
  fc.assert(fc.property(needles, text, (list, one) => {
    const trie = new Trie(list.map(reversed));
    expect(visited((visit) => trie.eachSuffix(one, visit), list)).toEqual(list.filter((each) => fold(one).endsWith(each)).toSorted());
  }), { numRuns: 5000 });
});

test("an automaton finds every needle anywhere, once", () => {
  fc.assert(fc.property(needles, fc.array(text, { minLength: 1, maxLength: 4 }), (list, texts) => {
    const automaton = new Automaton(list);
    for (const one of texts) expect(visited((visit) => automaton.scan(one, visit), list)).toEqual(list.filter((each) => fold(one).includes(each)).toSorted());
  }), { numRuns: 5000 });
});

test("needles of one letter, in one another and at one another's end are all found", () => {
  const list = ["a", "aa", "aaa", "aaab", "ab", "b", "bab", "abab"];
  const automaton = new Automaton(list);
  expect(visited((visit) => automaton.scan("xAAABabX", visit), list)).toEqual(list.toSorted());
  expect(visited((visit) => automaton.scan("aa", visit), list)).toEqual(["a", "aa"]);
});

test("an automaton too large for full tables finds the same", () => {
  // Numbers in two letters make needles that share beginnings and ends; with so many most states have no row of their own.
  const list = Array.from({ length: 6000 }, (_, i) => `${i.toString(36)}é-${(i * 7919).toString(2)}-${(i * 31).toString(36)}`);
  const automaton = new Automaton(list);
  for (let i = 0; i < 6000; i += 97) {
    const one = `xx${list[i]!.toUpperCase()}${list[(i * 13) % 6000]!.slice(0, -1)} ${list[(i * 5) % 6000]!}É`;
    expect(visited((visit) => automaton.scan(one, visit), list)).toEqual(list.filter((each) => fold(one).includes(each)).toSorted());
  }
});

test("letters with case outside the basic plane are in no needle: what is left of a literal is found where the literal is", () => {
  const literal = fc.string({ unit: fc.constantFrom("a", "b", "𐐨", "😀", "é"), minLength: 1, maxLength: 6 }).filter((one) => safePart(one) !== "");
  fc.assert(fc.property(literal, text, text, (one, before, after) => {
    const automaton = new Automaton([safePart(one)]);
    for (const written of [one, one.toUpperCase()]) {
      expect(visited((visit) => automaton.scan(before + written + after, visit), ["it"])).toEqual(["it"]);
    }
  }), { numRuns: 2000 });
});

test("a needle that an attacker's text begins a million times costs one pass", () => {
  const list = [`${"a".repeat(1000)}b`, `${"a".repeat(500)}c`];
  expect(visited((visit) => new Automaton(list).scan("a".repeat(1_000_000), visit), list)).toEqual([]);
});
