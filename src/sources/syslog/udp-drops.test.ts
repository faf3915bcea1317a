import { expect, test } from "vitest";
import { dropsIn, kernelAddress } from "./udp-drops.ts";

test.each([
  ["0.0.0.0", "00000000"],
  ["127.0.0.1", "0100007F"],
  ["192.168.1.10", "0A01A8C0"],
  ["::", "00000000000000000000000000000000"],
  ["::1", "00000000000000000000000001000000"],
  ["2001:db8::a:b", "B80D012000000000000000000B000A00"],
  ["fe80::1%eth0", "000080FE000000000000000001000000"],
  ["::ffff:10.0.0.1", "0000000000000000FFFF00000100000A"],
])("%s is %s to the kernel", (address, written) => {
  expect(kernelAddress(address)).toBe(written);
});

const TABLE = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  171: 0100007F:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 21001 2 0000000000000000 7
  172: 00000000:0202 00000000:0000 07 00000000:00034C00 00:00000000 00000000     0        0 21002 2 0000000000000000 4511
`;

test("finds the drops of a socket by its address and port", () => {
  expect(dropsIn(TABLE, "0.0.0.0", 514)).toBe(4511);
  expect(dropsIn(TABLE, "127.0.0.1", 514)).toBe(7);
  expect(dropsIn(TABLE, "0.0.0.0", 515)).toBeUndefined();
});
