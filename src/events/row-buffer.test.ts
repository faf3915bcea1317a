import fc from "fast-check";
import { expect, test } from "vitest";
import { RowBuffer } from "./row-buffer.ts";

const written = (write: (rows: RowBuffer) => void): Buffer => {
  // As small as can be, so that it has to grow.
  const rows = new RowBuffer(1);
  write(rows);
  return Buffer.from(rows.bytes);
};

function leb128(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...leb128(Math.floor(value / 128))];
}

test("texts of any kind and length are UTF-8 behind their length", () => {
  const unit = fc.constantFrom("a", "é", "東", "😀", "\ud800", "\udc00", "\0", "\n");
  const text = fc.oneof(fc.string({ unit, maxLength: 40 }), fc.tuple(fc.string({ unit, maxLength: 3 }), fc.integer({ min: 1, max: 6000 })).map(([some, times]) => some.repeat(times)));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
      const want = Buffer.concat(texts.flatMap((one) => [Buffer.from(leb128(Buffer.from(one).length)), Buffer.from(one)]));
      expect(written((rows) => texts.forEach((one) => rows.text(one))).equals(want)).toBe(true);
    }),
  );
});

test("whole numbers are exact between -2^63 and 2^63", () => {
  const number = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, 2 ** 32, -(2 ** 32), 2 ** 53, 2 ** 62, -(2 ** 63)));
  fc.assert(
    fc.property(number, (value) => {
      expect(written((rows) => rows.int64(value)).readBigInt64LE()).toBe(BigInt(value));
    }),
  );
});

test.each([Number.NaN, Infinity, -Infinity, 2 ** 63, -(2 ** 64)])("%s is no number that a column can hold", (value) => {
  expect([...written((rows) => rows.nullableInt64(value))]).toEqual([1]);
});
