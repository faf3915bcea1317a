import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SyslogFramer } from "./frame.ts";

const LIMIT = 64;

/** What comes out if the stream comes in these pieces. */
function frame(pieces: readonly Buffer[], limit = LIMIT): { readonly messages: string[]; readonly cut: number } {
  const framer = new SyslogFramer(limit);
  const framed = [...pieces.map((piece) => framer.push(piece)), framer.end()];
  return { messages: framed.flatMap(({ messages }) => messages.map((message) => message.toString("latin1"))), cut: framed.reduce((sum, { cut }) => sum + cut, 0) };
}

const byteByByte = (stream: string): Buffer[] => [...Buffer.from(stream, "latin1")].map((byte) => Buffer.from([byte]));

test.each([
  ["lines", "<1>a\n<1>b\n", ["<1>a", "<1>b"]],
  ["lines of Windows", "<1>a\r\n<1>b\r\n", ["<1>a", "<1>b"]],
  ["NULs between messages", "<1>a\0<1>b\0", ["<1>a", "<1>b"]],
  ["NULs and newlines mixed", "a\0b\nc\0d", ["a", "b", "c", "d"]],
  ["octet counting", "4 <1>a6 <1>b c", ["<1>a", "<1>b c"]],
  ["a newline within a counted message", "7 <1>a\nbc4 <1>d", ["<1>a\nbc", "<1>d"]],
  ["newlines behind counted messages", "4 <1>a\n4 <1>b\n", ["<1>a", "<1>b"]],
  ["a newline that was counted", "5 <1>a\n5 <1>b\n", ["<1>a", "<1>b"]],
  ["both framings over one connection", "4 <1>a<1>line\n4 <1>b", ["<1>a", "<1>line", "<1>b"]],
  ["an unfinished line", "<1>a\n<1>b", ["<1>a", "<1>b"]],
  ["an unfinished counted message", "4 <1>a20 <1>b", ["<1>a", "<1>b"]],
  ["an unfinished count", "<1>a\n12", ["<1>a", "12"]],
  ["a count and nothing behind it", "<1>a\n12 ", ["<1>a"]],
  ["a line that begins with a date", "2026-11-24 a\n", ["2026-11-24 a"]],
  ["a line that begins with an epoch time", "1795514400 a\nb\n", ["1795514400 a", "b"]],
  ["a count of eleven digits is none", "99999999999 a\nb\n", ["99999999999 a", "b"]],
  ["a count does not begin with 0", "04 abcd\nb\n", ["04 abcd", "b"]],
  ["empty lines are no messages", "\n\r\n\0\n<1>a\n\n", ["<1>a"]],
  ["bytes that are no UTF-8", "<1>\xff\xfe\n3 \x80\x81\x82", ["<1>\xff\xfe", "\x80\x81\x82"]],
])("%s", (_, stream, messages) => {
  expect(frame([Buffer.from(stream, "latin1")])).toEqual({ messages, cut: 0 });
  expect(frame(byteByByte(stream))).toEqual({ messages, cut: 0 });
});

describe("a message that is too long", () => {
  const long = "x".repeat(LIMIT);
  test.each([
    ["as long as the limit is whole", `${long}\nb\n`, [long, "b"], 0],
    ["a line is cut and its rest skipped", `${long}yz\nb\n`, [long, "b"], 1],
    ["a counted one is cut and its rest skipped", `${LIMIT + 3} ${long}y\nz4 <1>b`, [long, "<1>b"], 1],
    ["without an end it is cut once", long.repeat(10), [long], 1],
    ["its count may promise what never comes", `99999999 ${long}${long}`, [long], 1],
  ])("%s", (_, stream, messages, cut) => {
    expect(frame([Buffer.from(stream)])).toEqual({ messages, cut });
    expect(frame(byteByByte(stream))).toEqual({ messages, cut });
  });

  test("takes no memory beyond the limit, whatever is promised or sent", () => {
    const framer = new SyslogFramer(1000);
    framer.push(Buffer.from("99999999 "));
    expect(framer.heldBytes).toBe(0);
    for (let i = 0; i < 160; i++) {
      framer.push(Buffer.alloc(1 << 16, "x"));
      expect(framer.heldBytes).toBeLessThanOrEqual(1000);
    }
  });
});

describe("however the network cuts it", () => {
  const text = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes));
  const isLine = (bytes: Buffer): boolean => !/[\0\n]|\r$/.test(bytes.toString("latin1")) && !/^[1-9]/.test(bytes.toString("latin1"));
  const line = text.filter(isLine).map((bytes) => ({ message: bytes, sent: Buffer.concat([bytes, Buffer.from("\n")]) }));
  const counted = text.filter((bytes) => !/[\0\r\n]$/.test(bytes.toString("latin1"))).map((bytes) => ({ message: bytes, sent: Buffer.concat([Buffer.from(`${bytes.length} `), bytes]) }));
  const messages = fc.array(fc.oneof(line, counted), { maxLength: 30 });

  test("the messages are those that were sent", () => {
    fc.assert(
      fc.property(messages, fc.array(fc.nat({ max: 50 })), (sent, sizes) => {
        const stream = Buffer.concat(sent.map((one) => one.sent));
        expect(frame(cutInto(stream, sizes)).messages).toEqual(sent.map(({ message }) => message.toString("latin1")));
      }),
    );
  });

  test("bytes of any kind give the same messages in any pieces, and none is empty or too long", () => {
    const bytes = fc.array(fc.oneof(fc.constantFrom("\n", "\0", "\r", " ", "7", "12", "99999999 ", "9 "), fc.string({ unit: "binary-ascii", maxLength: 80 })), { maxLength: 40 });
    fc.assert(
      fc.property(bytes, fc.array(fc.nat({ max: 20 })), (parts, sizes) => {
        const stream = Buffer.from(parts.join(""), "latin1");
        const whole = frame([stream]);
        expect(frame(cutInto(stream, sizes))).toEqual(whole);
        expect(whole.messages.every(({ length }) => length > 0 && length <= LIMIT)).toBe(true);
      }),
    );
  });
});

/** Pieces of these sizes, over and over; what remains is the last piece. */
function cutInto(stream: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(stream.subarray(at, at + size));
    at += size;
  }
  return [...pieces, stream.subarray(at)];
}
