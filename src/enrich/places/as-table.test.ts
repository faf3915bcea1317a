import fc from "fast-check";
import { expect, test } from "vitest";
import { readAddress } from "../../core/index.ts";
import { readAsTable } from "./as-table.ts";
import { loadPlaces } from "./places.ts";
import { RangeTable } from "./range-table.ts";

const bytesOf = (text: string): Uint8Array => {
  const bytes = new Uint8Array(16);
  expect(readAddress(text, bytes)).toBe(true);
  return bytes;
};

test("a range is found by every address in it, and by none beside it", () => {
  const words = fc.constantFrom(1 as const, 4 as const);
  fc.assert(fc.property(words, fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 20 }), (count, bounds) => {
    // Small numbers in the first word and in the last, so that all words decide once.
    const address = (n: number): number[] => (count === 1 ? [n] : [n >> 3, 0, 0, n & 7]);
    const ends = bounds.toSorted((a, b) => a - b);
    const ranges = Array.from({ length: ends.length >> 1 }, (_, i) => [ends[i * 2]!, ends[i * 2 + 1]!] as const);
    const table = new RangeTable(count, 1);
    for (const [i, [from, to]] of ranges.entries()) expect(table.add(address(from), address(to), i)).toBe(true);
    for (let n = 0; n <= 62; n++) expect(table.find(address(n))).toBe(ranges.findIndex(([from, to]) => from <= n && n <= to));
  }));
});

test("what is no range, or not in order, is skipped and counted", () => {
  const table = readAsTable(Buffer.from('1.0.0.0,1.0.0.255,13335,"Cloud ""A"", Inc."\r\n1.0.0.128,1.0.1.0,1,overlaps\nx,1.0.3.0,2,no address\n1.0.4.0,1.0.3.0,3,backwards\n1.0.5.0,1.0.5.255,none,no number\n\n1.0.6.0,1.0.6.255,4,Last'), Buffer.from("2001::,2001::ffff,6939,Six"));
  expect([table.ranges, table.skipped]).toEqual([3, 4]);
  expect(table.of(bytesOf("1.0.0.7"))).toEqual({ number: 13335, organisation: 'Cloud "A", Inc.' });
  expect([table.of(bytesOf("1.0.6.255")), table.of(bytesOf("2001::1")), table.of(bytesOf("1.0.1.0")), table.of(bytesOf("::1.0.0.7"))]).toEqual([{ number: 4, organisation: "Last" }, { number: 6939, organisation: "Six" }, undefined, undefined]);
});

test("the data that comes with the program is read", async () => {
  const placeOf = await loadPlaces();
  for (const [address, country, asNumber] of [["8.8.8.8", "US", 15169], ["::ffff:8.8.8.8", "US", 15169], ["193.252.1.1", "FR", 3215]] as const) expect(placeOf(address, bytesOf(address))).toMatchObject({ country, asNumber });
});
