import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readEvtx } from "./evtx.ts";

const u16 = (value: number) => Buffer.from(Uint16Array.of(value).buffer);
const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value: bigint) => Buffer.from(BigUint64Array.of(value).buffer);
const utf16 = (text: string) => Buffer.from(text, "utf16le");
const counted = (text: string) => Buffer.concat([u16(text.length), utf16(text)]);

type Value = { readonly type: number; readonly bytes: Buffer };

/** Writes binary XML at a place in a chunk, as Windows does: each name once, each template with the first record that uses it. */
class Writer {
  readonly parts: Buffer[] = [];
  at: number;
  constructor(at: number) {
    this.at = at;
  }
  put(...parts: readonly Buffer[]): this {
    for (const part of parts) {
      this.parts.push(part);
      this.at += part.length;
    }
    return this;
  }
  name(text: string): this {
    return this.put(u32(this.at + 4), u32(0), u16(0), u16(text.length), utf16(text), u16(0));
  }
  open(name: string, attributes = false): this {
    this.put(Buffer.from([attributes ? 0x41 : 0x01]), u16(0xffff), u32(0)).name(name);
    return attributes ? this.put(u32(0)) : this;
  }
  attribute(name: string): this {
    return this.put(Buffer.from([0x06])).name(name);
  }
  text(text: string): this {
    return this.put(Buffer.from([0x05, 0x01]), counted(text));
  }
  byte(token: number): this {
    return this.put(Buffer.from([token]));
  }
  place(index: number, type: number, optional = true): this {
    return this.put(Buffer.from([optional ? 0x0e : 0x0d]), u16(index), Buffer.from([type]));
  }
  header(): this {
    return this.put(Buffer.from([0x0f, 1, 1, 0]));
  }
  values(values: readonly Value[]): this {
    this.put(u32(values.length));
    for (const { type, bytes } of values) this.put(u16(bytes.length), Buffer.from([type, 0]));
    return this.put(...values.map((value) => value.bytes));
  }
}

/** `<Event a="{0}"><D N="x">{1}</D><D>fixed &amp; {2}</D></Event>`, all of it a template. */
function body(at: number): Buffer {
  const w = new Writer(at).header().open("Event", true).attribute("a").place(0, 1).byte(0x02);
  w.open("D", true).attribute("N").text("x").byte(0x02).place(1, 1).byte(0x04);
  w.open("D").byte(0x02).text("fixed & ").place(2, 1).byte(0x04).byte(0x04).byte(0x00);
  return Buffer.concat(w.parts);
}

function record(at: number, id: bigint, template: number, values: readonly Value[], bodyAt = body): Buffer {
  const w = new Writer(at + 24).header().put(Buffer.from([0x0c, 1]), u32(0));
  const inline = template === 0;
  w.put(u32(inline ? w.at + 4 : template));
  if (inline) {
    const bytes = bodyAt(w.at + 24);
    w.put(u32(0), Buffer.alloc(16), u32(bytes.length), bytes);
  }
  w.values(values).byte(0);
  const content = Buffer.concat(w.parts);
  const size = Math.ceil((24 + content.length + 4) / 8) * 8;
  const padding = Buffer.alloc(size - 28 - content.length);
  return Buffer.concat([u32(0x2a2a), u32(size), u64(id), u64(0n), content, padding, u32(size)]);
}

/** A chunk of records; the template stands in the first one, 38 bytes behind its beginning. */
function chunk(rows: readonly (readonly Value[])[], freeAt?: number, bodyAt = body): Buffer {
  const bytes = Buffer.alloc(65536);
  bytes.write("ElfChnk\0", "latin1");
  let at = 512;
  for (const [i, values] of rows.entries()) at += record(at, BigInt(i + 1), i === 0 ? 0 : 512 + 24 + 4 + 10, values, bodyAt).copy(bytes, at);
  bytes.writeUInt32LE(freeAt ?? at, 48);
  return bytes;
}

const header = Buffer.concat([Buffer.from("ElfFile\0", "latin1"), Buffer.alloc(4088)]);
const text = (value: string): Value => ({ type: 1, bytes: utf16(value) });
const NULL: Value = { type: 0, bytes: Buffer.alloc(0) };

async function read(...parts: readonly Buffer[]) {
  async function* chunks() {
    const all = Buffer.concat([header, ...parts]);
    for (let at = 0; at < all.length; at += 5000) yield all.subarray(at, at + 5000);
  }
  const texts: string[] = [];
  const rejected: string[] = [];
  for await (const found of readEvtx(chunks())) {
    texts.push(...found.lines.map((line) => `${line.record} ${line.text}`));
    rejected.push(...found.rejected.map((part) => `${part.record} ${part.offset}: ${part.reason}`));
  }
  return { texts, rejected };
}

const xml = (value: string) => `<Event><D N="x">${value}</D><D>fixed &amp; </D></Event>`;

test.each([8, 100, 4095, 4096])("a log that is cut after %d bytes of its header is told, not taken for an empty one", async (length) => {
  async function* cut() {
    yield header.subarray(0, length);
  }
  const found: object[] = [];
  for await (const one of readEvtx(cut())) found.push(one);
  expect(found).toEqual([{ lines: [], columns: undefined, rejected: [{ record: 1, offset: length, reason: "the file ends with its header: it holds no chunk of records", text: "" }] }]);
});

test("renders templates, and leaves out attributes without value", async () => {
  const { texts, rejected } = await read(chunk([[text("A"), text("b<c"), text("d")], [NULL, NULL, NULL], [NULL, text("é\u{1f600}"), NULL]]));
  expect(rejected).toEqual([]);
  expect(texts).toEqual(['1 <Event a="A"><D N="x">b&lt;c</D><D>fixed &amp; d</D></Event>', `2 ${xml("")}`, `3 ${xml("é\u{1f600}")}`]);
});

test.each<[string, Value, string]>([
  ["signed bytes", { type: 3, bytes: Buffer.from([0xff]) }, "-1"],
  ["unsigned bytes", { type: 4, bytes: Buffer.from([0xff]) }, "255"],
  ["signed words", { type: 5, bytes: Buffer.from([0xfe, 0xff]) }, "-2"],
  ["unsigned words", { type: 6, bytes: u16(65535) }, "65535"],
  ["signed numbers", { type: 7, bytes: u32(0xffffffff) }, "-1"],
  ["unsigned numbers", { type: 8, bytes: u32(0xffffffff) }, "4294967295"],
  ["signed long numbers", { type: 9, bytes: u64(2n ** 64n - 1n) }, "-1"],
  ["unsigned long numbers", { type: 10, bytes: u64(2n ** 64n - 1n) }, "18446744073709551615"],
  ["floats", { type: 11, bytes: Buffer.from(Float32Array.of(1.5).buffer) }, "1.5"],
  ["doubles", { type: 12, bytes: Buffer.from(Float64Array.of(-0.1).buffer) }, "-0.1"],
  ["booleans", { type: 13, bytes: u32(1) }, "true"],
  ["binary data", { type: 14, bytes: Buffer.from([0, 0xab]) }, "00AB"],
  ["GUIDs", { type: 15, bytes: Buffer.from("5f377057 2ac2 e043 bf4c06f5698ffbd9".replaceAll(" ", ""), "hex") }, "{5770375F-C22A-43E0-BF4C-06F5698FFBD9}"],
  ["pointers", { type: 16, bytes: u64(0xfffff80000000000n) }, "0xfffff80000000000"],
  ["file times to their last digit", { type: 17, bytes: u64(116_444_736_000_000_000n + 17_000_000_001_234_567n) }, "2023-11-14T22:13:20.1234567Z"],
  ["file times before 1970", { type: 17, bytes: u64(0n) }, "1601-01-01T00:00:00.0000000Z"],
  ["file times that are nonsense", { type: 17, bytes: u64(2n ** 63n - 1n) }, "9223372036854775807"],
  ["system times", { type: 18, bytes: Buffer.concat([2024, 2, 4, 29, 1, 2, 3, 4].map(u16)) }, "2024-02-29T01:02:03.004Z"],
  ["SIDs", { type: 19, bytes: Buffer.concat([Buffer.from([1, 2, 0, 0, 0, 0, 0, 5]), u32(21), u32(500)]) }, "S-1-5-21-500"],
  ["hexadecimal numbers", { type: 20, bytes: u32(0x1f) }, "0x1f"],
  ["long hexadecimal numbers", { type: 21, bytes: u64(0x3e7n) }, "0x3e7"],
  ["text without its last zeros", { type: 1, bytes: utf16("a\0\0") }, "a"],
  ["text with newlines and controls", { type: 1, bytes: utf16("a\r\n  b\u0007\u0085") }, "a\r\n  b\u0007\u0085"],
  ["arrays, as an element each", { type: 0x81, bytes: utf16("one\0two\0") }, 'one</D><D N="x">two'],
  ["arrays of numbers", { type: 0x88, bytes: Buffer.concat([u32(1), u32(2)]) }, '1</D><D N="x">2'],
])("renders %s", async (_, value, want) => {
  expect(await read(chunk([[NULL, value, NULL]]))).toEqual({ texts: [`1 ${xml(want)}`], rejected: [] });
});

describe("what is broken costs no other", () => {
  const rows = [1, 2, 3, 4].map((n) => [NULL, text(`row ${n}`), NULL]);
  const second = 512 + chunk([rows[0]!]).readUInt32LE(48) - 512;

  test("a record without signature", async () => {
    const bytes = chunk(rows);
    bytes.writeUInt32LE(0, second);
    expect(await read(bytes)).toEqual({ texts: [1, 3, 4].map((n) => `${n} ${xml(`row ${n}`)}`), rejected: [`2 ${4096 + second}: record has no signature`] });
  });

  test("a record that points outside", async () => {
    const bytes = chunk(rows);
    bytes.writeUInt32LE(0xfffffff0, second + 24 + 4 + 6);
    const { texts, rejected } = await read(bytes);
    expect(texts).toEqual([1, 3, 4].map((n) => `${n} ${xml(`row ${n}`)}`));
    expect(rejected).toEqual([expect.stringMatching(/^2 \d+: record is damaged: /)]);
  });

  test("a chunk that is overwritten, and one never used", async () => {
    const { texts, rejected } = await read(Buffer.alloc(65536, 0xcc), Buffer.alloc(65536), chunk(rows));
    expect(texts).toHaveLength(4);
    expect(rejected).toEqual(["1 4096: chunk has no signature: all its records are lost"]);
  });

  test("a file that is cut off", async () => {
    const { texts, rejected } = await read(chunk(rows).subarray(0, second + 60));
    expect(texts).toEqual([`1 ${xml("row 1")}`]);
    expect(rejected).toEqual([`2 ${4096 + second}: record goes beyond its chunk`]);
  });

  test("a chunk header that is older than its records", async () => {
    expect((await read(chunk(rows, second))).texts).toHaveLength(4);
  });

  test("any bytes at all: what is not read is told, and nothing is thrown", async () => {
    const good = chunk(rows);
    const damage = fc.array(fc.tuple(fc.integer({ min: 0, max: good.readUInt32LE(48) + 100 }), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        await read(bytes);
      }),
      { numRuns: 3000 },
    );
  });
});

test("a template that repeats a value a thousand times is stopped", async () => {
  const repeating = (at: number) => {
    const w = new Writer(at).header().open("Event").byte(0x02);
    for (let i = 0; i < 1000; i++) w.place(0, 1);
    return Buffer.concat([...w.byte(0x04).byte(0).parts]);
  };
  const { rejected } = await read(chunk([[text("x".repeat(25_000))]], undefined, repeating));
  expect(rejected).toEqual(["1 4608: record is damaged: record expands to too much text"]);
});

test("a template that holds itself does not go on for ever", async () => {
  const bytes = chunk([[NULL, { type: 0x21, bytes: Buffer.concat([Buffer.from([0x0f, 1, 1, 0, 0x0c, 1]), u32(0), u32(512 + 38), u32(2), u16(0), u16(0), u16(30), u16(0x21)]) }, NULL]]);
  const { rejected, texts } = await read(bytes);
  expect(texts.length + rejected.length).toBe(1);
});
