import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, defang, visible } from "./visible.ts";

test.each([
  ["plain", [{ text: "plain" }]],
  ["a\u202Eb", [{ text: "a" }, { named: "RLO" }, { text: "b" }]],
  ["\u0000\u001B[31m", [{ named: "NUL" }, { named: "ESC" }, { text: "[31m" }]],
  ["\uD800", [{ named: "U+D800" }]],
  ["<b>é</b>", [{ text: "<b>é</b>" }]],
])("shows %j", (value, stretches) => expect(visible(value)).toEqual(stretches));

test("leaves nothing that acts in the text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (value) => {
    for (const stretch of visible(value)) if ("text" in stretch) expect(stretch.text).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
  }));
});

test("cuts the middle and counts it", () => {
  expect(cut("abcdefghij", 4)).toEqual({ head: "ab", tail: "ij", left: 6 });
  expect(cut("abcd", 4)).toBeUndefined();
});

test("defangs", () => expect(defang("https://cdn.example/a")).toBe("hxxps://cdn[.]example/a"));
