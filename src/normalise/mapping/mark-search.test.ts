import fc from "fast-check";
import { expect, test } from "vitest";
import { createMarkSearch } from "./mark-search.ts";

test("finds what a search for each mark by itself finds", () => {
  const piece = fc.constantFrom("CEF:0|", "CEF:", "%ASA", "%AS", "id=firewall", "abcd", "bcda", "\u00e9\ud83d", " ", "x");
  const mark = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join("")).filter((text) => text.length >= 4);
  fc.assert(
    fc.property(fc.uniqueArray(mark, { minLength: 1, maxLength: 12 }), fc.array(piece, { maxLength: 30 }), fc.nat(60), (marks, pieces, most) => {
      const text = pieces.join("");
      const found = new Set<number>();
      createMarkSearch(marks).find(text, most, (number) => found.add(number));
      const expected = marks.flatMap((one, number) => {
        const at = text.indexOf(one);
        return at >= 0 && at <= most ? [number] : [];
      });
      expect([...found].toSorted((a, b) => a - b)).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});
