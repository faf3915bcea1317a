import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ANY, DASH, DASHES, type Pattern } from "../values/pattern.ts";
import { base64, base64Offsets, bytesOf, spellDashes, toUtf16 } from "./encode.ts";

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((one) => one.isWellFormed());

test("base64 is Node's, of the UTF-8 of a text", () => {
  fc.assert(fc.property(text, (one) => {
    expect(base64(bytesOf([one], false)!)).toBe(Buffer.from(one, "utf8").toString("base64"));
  }));
});

test("UTF-16 is Node's, in either order, with and without its mark", () => {
  fc.assert(fc.property(text, (one) => {
    const little = Buffer.from(one, "utf16le");
    expect(toUtf16([one], "le", false)).toEqual([little.toString("latin1")]);
    expect(toUtf16([one], "le", true)).toEqual([`\xff\xfe${little.toString("latin1")}`]);
    expect(toUtf16([one], "be", false)).toEqual([Buffer.from(little).swap16().toString("latin1")]);
  }));
});

test("one of the three offsets stands in the base64 of anything that holds the bytes", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 12 });
  const around = fc.uint8Array({ maxLength: 7 });
  fc.assert(fc.property(bytes, around, around, (inner, before, after) => {
    const offsets = base64Offsets(Buffer.from(inner).toString("latin1"));
    const whole = Buffer.concat([before, inner, after]).toString("base64");
    expect(offsets).toHaveLength(3);
    expect(whole).toContain(offsets[before.length % 3]);
  }), { numRuns: 5000 });
});

test("wildcards stay between what is encoded as UTF-16", () => {
  expect(toUtf16(["a", ANY, "b"], "le", false)).toEqual(["a\0", ANY, "b\0"]);
  expect(toUtf16([ANY, "b"], "le", true)).toEqual(["\xff\xfe", ANY, "b\0"]);
});

test.each<[string, Pattern, boolean, string | undefined]>([
  ["a text as UTF-8",                 ["é"],       false, "\xc3\xa9"],
  ["bytes as they are",               ["\xe9\0"],  true,  "\xe9\0"],
  ["nothing is no byte",              [],          false, ""],
  ["a wildcard has no bytes",         ["a", ANY],  false, undefined],
])("the bytes of %s", (_, pattern, isBytes, want) => {
  expect(bytesOf(pattern, isBytes)).toBe(want);
});

test("dashes are spelt out, each with every other, up to four", () => {
  expect(spellDashes(["x"])).toEqual([["x"]]);
  expect(spellDashes([DASH, "a"])).toEqual([...DASHES].map((dash) => [`${dash}a`]));
  expect(new Set(spellDashes([DASH, "a ", DASH, "b"])!.flat())).toHaveProperty("size", 25);
  expect(spellDashes([DASH, "a", DASH, "b", DASH, "c", DASH, "d"])).toHaveLength(625);
  expect(spellDashes([DASH, "a", DASH, "b", DASH, "c", DASH, "d", DASH, "e"])).toBeUndefined();
});
