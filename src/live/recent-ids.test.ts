import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RecentIds } from "./recent-ids.ts";

const idOf = (n: number): Uint8Array => createHash("sha256").update(String(n)).digest().subarray(0, 16);

test("remembers at least the last `capacity` ids", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { maxLength: 300 }), (numbers) => {
      const recent = new RecentIds(20);
      const order: number[] = [];
      for (const n of numbers) {
        const isNew = recent.add(idOf(n));
        // Among the last 20 added: certainly known. Never added: certainly new.
        if (order.slice(-20).includes(n)) expect(isNew).toBe(false);
        if (!order.includes(n)) expect(isNew).toBe(true);
        if (isNew) order.push(n);
        expect(recent.has(idOf(n))).toBe(true);
      }
    }),
  );
});

test("ids with zeros and with equal beginnings are told apart", () => {
  const recent = new RecentIds(8);
  const zeros = new Uint8Array(16);
  const nearly = Uint8Array.from({ length: 16 }, (_, i) => (i === 11 ? 1 : 0));
  expect([recent.add(zeros), recent.add(nearly), recent.add(zeros), recent.has(nearly)]).toEqual([true, true, false, true]);
});
