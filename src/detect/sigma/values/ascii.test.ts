import fc from "fast-check";
import { expect, test } from "vitest";
import { asciiBytes } from "./ascii.ts";

test("gives the bytes of ASCII and of nothing else", () => {
  fc.assert(fc.property(fc.string({ unit: fc.oneof({ weight: 20, arbitrary: fc.string({ minLength: 1, maxLength: 1 }) }, fc.constantFrom("é", "\x80", "😀", "\ud83d", "\0", "\x7f")) }), (text) => {
    const bytes = asciiBytes(text);
    expect(bytes !== undefined).toBe(/^[\0-\x7f]*$/.test(text));
    if (bytes !== undefined) expect(String.fromCharCode(...bytes.subarray(0, text.length))).toBe(text);
  }), { numRuns: 2000 });
});

test("grows for long texts, up to a limit that an attacker cannot raise", () => {
  expect(asciiBytes("a".repeat(1_000_000))!.subarray(0, 1_000_000).every((byte) => byte === 97)).toBe(true);
  expect(asciiBytes("a".repeat((1 << 22) + 1))).toBeUndefined();
  expect(asciiBytes(`${"a".repeat(1_000_000)}é`)).toBeUndefined();
});
