import { isIP } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readAddress } from "./address.ts";

const read = (text: string): string | undefined => {
  const out = new Uint8Array(16).fill(7);
  return readAddress(text, out) ? Buffer.from(out).toString("hex") : undefined;
};

test.each([
  ["192.0.2.1", "00000000000000000000ffffc0000201"],
  ["::", "00000000000000000000000000000000"],
  ["::1", "00000000000000000000000000000001"],
  ["2001:db8::8:800:200C:417A", "20010db80000000000080800200c417a"],
  ["1:2:3:4:5:6:7:8", "00010002000300040005000600070008"],
  ["1::", "00010000000000000000000000000000"],
  ["::ffff:192.0.2.1", "00000000000000000000ffffc0000201"],
  ["1:2:3:4:5:6:192.0.2.1", "000100020003000400050006c0000201"],
  ["fe80::1%eth0", "fe800000000000000000000000000001"],
])("reads %s", (text, hex) => expect(read(text)).toBe(hex));

test.each(["", "1", "-", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4%eth0", "1..2.3", "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1", "1:", ":::", "12345::", "g::", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "\u0010::", "::\u0011"])(
  "refuses %s",
  (text) => expect(read(text)).toBeUndefined(),
);

test("agrees with Node on what an address is", () => {
  const piece = fc.constantFrom("0", "1", "f", "ffff", "255", "256", "01", ":", "::", ".", "192.0.2.1", "g", " ");
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""))), (text) => {
      expect(read(text) !== undefined, text).toBe(isIP(text) !== 0);
    }),
    { numRuns: 3000 },
  );
});
