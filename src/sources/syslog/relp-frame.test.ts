import fc from "fast-check";
import { expect, test } from "vitest";
import { RelpFramer } from "./relp-frame.ts";

const LIMIT = 64;

function frame(stream: Buffer, sizes: readonly number[] = []): { readonly frames: unknown[]; readonly isBroken: boolean } {
  const framer = new RelpFramer(LIMIT);
  const frames: unknown[] = [];
  let at = 0;
  for (const size of [...sizes, stream.length]) {
    for (const { transaction, command, data, isCut } of framer.push(stream.subarray(at, at + size))) frames.push([transaction, command, data.toString("latin1"), isCut]);
    at += size;
  }
  return { frames, isBroken: framer.isBroken };
}

test.each([
  ["a frame with data", "2 syslog 4 <1>a\n", [[2, "syslog", "<1>a", false]], false],
  ["a frame without data", "3 close 0\n", [[3, "close", "", false]], false],
  ["a frame without data, with the space", "3 close 0 \n", [[3, "close", "", false]], false],
  ["newlines and spaces in data", "2 syslog 7 <1>a\n b\n3 close 0\n", [[2, "syslog", "<1>a\n b", false], [3, "close", "", false]], false],
  ["data that is too long is cut, its end found", `2 syslog 70 ${"x".repeat(70)}\n3 close 0\n`, [[2, "syslog", "x".repeat(64), true], [3, "close", "", false]], false],
  ["no frame before its end", "2 syslog 4 <1>a", [], false],
  ["no newline behind the data", "2 syslog 4 <1>ab", [], true],
  ["a length without data", "2 syslog 4\n", [], true],
  ["a length of ten digits", "2 syslog 1234567890 x", [], true],
  ["no number", "x syslog 1 a\n", [], true],
  ["plain syslog", "<13>Oct 11 22:14:15 host app: text\n", [], true],
  ["an endless head", "1".repeat(100), [], true],
  ["good ones before a bad one", "2 syslog 1 a\n!", [[2, "syslog", "a", false]], false],
])("%s", (_, stream, frames, isBroken) => {
  expect(frame(Buffer.from(stream))).toEqual({ frames, isBroken });
  expect(frame(Buffer.from(stream), Array.from(stream, () => 1))).toEqual({ frames, isBroken });
});

test("frames come out as they went in, however they are cut", () => {
  const one = fc.record({ transaction: fc.nat({ max: 999_999_999 }), command: fc.constantFrom("syslog", "open", "close"), data: fc.uint8Array({ maxLength: LIMIT }) });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 20 }), fc.array(fc.nat({ max: 30 })), (sent, sizes) => {
      const stream = Buffer.concat(sent.map(({ transaction, command, data }) => Buffer.concat([Buffer.from(`${transaction} ${command} ${data.length}${data.length > 0 ? " " : ""}`), data, Buffer.from("\n")])));
      const frames = sent.map(({ transaction, command, data }) => [transaction, command, Buffer.from(data).toString("latin1"), false]);
      expect(frame(stream, sizes)).toEqual({ frames, isBroken: false });
    }),
  );
});

test("bytes of any kind never throw", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat({ max: 30 })), (bytes, sizes) => void frame(Buffer.from(bytes), sizes)));
});
