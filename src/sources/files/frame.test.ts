import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Framer, frameChunks, ZEROS } from "./frame.ts";
import { frameJson } from "./frame-json.ts";
import { frameLines } from "./frame-lines.ts";
import { frameTable } from "./frame-table.ts";
import { frameXml } from "./frame-xml.ts";

type Result = { readonly texts: string[]; readonly records: number[]; readonly rejected: { reason: string; offset: number | undefined; record: number }[] };

async function* chunksOf(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  // One buffer for all chunks, as a reader of files has: a framer that kept a chunk would see it change.
  const shared = Buffer.alloc(Math.max(1, ...sizes, bytes.length));
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? bytes.length;
    const copied = bytes.copy(shared, 0, at, at + size);
    yield shared.subarray(0, copied);
    at += copied;
  }
}

async function run(framer: Framer, text: string | Buffer, sizes: readonly number[] = [], limit?: number): Promise<Result> {
  const result: Result = { texts: [], records: [], rejected: [] };
  for await (const { lines, rejected } of frameChunks(chunksOf(Buffer.from(text as string), sizes), framer, limit)) {
    result.texts.push(...lines.map((line) => line.text));
    result.records.push(...lines.map((line) => line.record));
    result.rejected.push(...rejected.map(({ reason, offset, record }) => ({ reason, offset, record })));
  }
  return result;
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
const columns = { names: ["a", "b"], delimiter: ",", dialect: "quoted", log: "" } as const;

describe("lines", () => {
  test("are the same however the bytes arrive", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", "é", "\u{1f600}", "\n", "\r\n", " ", "\r"), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, sizes, async (input, cuts) => {
        const naive = input.split("\n").map((line, i) => ({ text: line.replace(/\r$/, ""), record: i + 1 })).filter((line) => line.text.trim() !== "");
        const got = await run(frameLines(), input, cuts);
        expect(got.texts).toEqual(naive.map((line) => line.text));
        expect(got.records).toEqual(naive.map((line) => line.record));
      }),
      { numRuns: 1000 },
    );
  });

  test("that are no UTF-8 are read as Windows wrote them, and the others as they are", async () => {
    const got = await run(frameLines(), Buffer.concat([Buffer.from("réussi\n"), Buffer.from("\xe9chec \x80\r\n", "latin1"), Buffer.from("é\n")]));
    expect(got.texts).toEqual(["réussi", "échec €", "é"]);
  });

  test("one that is too long costs no other", async () => {
    const got = await run(frameLines(), `a\n${"x".repeat(200)}\nb\n`, [16], 50);
    expect(got).toEqual({ texts: ["a", "b"], records: [1, 3], rejected: [{ reason: "record is longer than 50 bytes", offset: 2, record: 2 }] });
  });
});

describe("JSON", () => {
  // No name is one backslash: after such a name JSON.parse of V8 13.6 reads the name `"` as `\\`.
  const value = fc.dictionary(fc.constantFrom("a", "Records", '"', "}{"), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom("\\", '\\"')), { maxKeys: 3 });
  // An object that itself looks like the wrapper of records is unwrapped, which is another test's matter.
  const objects = fc.array(value.filter((object) => Object.keys(object)[0] !== "Records"), { maxLength: 5 });

  test.each([
    ["objects in a row", (all: object[]) => all.map((object) => JSON.stringify(object)).join("\n")],
    ["pretty-printed objects in a row", (all: object[]) => all.map((object) => JSON.stringify(object, null, 2)).join("\n")],
    ["objects without anything between", (all: object[]) => all.map((object) => JSON.stringify(object)).join("")],
    ["an array", (all: object[]) => JSON.stringify(all)],
    ["a pretty-printed array", (all: object[]) => JSON.stringify(all, null, 4)],
    ["CloudTrail's wrapper", (all: object[]) => `{"Records":${JSON.stringify(all)},"more":{"x":[1]}}`],
    ["a wrapper with values before it", (all: object[]) => `{"@odata.context":"https://x","count":5,"value":${JSON.stringify(all)}}`],
  ])("%s: every object once, however the bytes arrive", async (_, write) => {
    await fc.assert(
      fc.asyncProperty(objects, sizes, async (all, cuts) => {
        const got = await run(frameJson(), write(all), cuts);
        expect(got.rejected).toEqual([]);
        expect(got.texts.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(all)));
        expect(got.records).toEqual(all.map((_object, i) => i + 1));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["cut inside a string", '{"a": 1, "b": "x\n{"a": 2}\n'],
    ["cut behind a value", '{"a": 1, "b": 2\n{"a": 2}\n'],
    ["cut behind a comma", '{"a": 1,\n{"a": 2}\n'],
    ["closed the wrong way", '{"a": [1}\n{"a": 2}\n'],
  ])("an object %s costs no other", async (_, text) => {
    for (const cuts of [[], [1], [7]]) {
      const got = await run(frameJson(), `{"a": 0}\n${text}`, cuts);
      expect(got.texts).toEqual(['{"a": 0}', '{"a": 2}']);
      expect(got.rejected).toMatchObject([{ record: 2, offset: 9 }]);
    }
  });

  test("a broken element of an array costs no other", async () => {
    const got = await run(frameJson(), '[\n  {\n    "a": 1\n  },\n  {\n    "a": "cut\n  },\n  {\n    "a": {\n    "b": 3 }\n  }\n]', [3]);
    expect(got.texts.map((text) => JSON.parse(text) as unknown)).toEqual([{ a: 1 }, { a: { b: 3 } }]);
    expect(got.rejected).toHaveLength(1);
  });

  test("an object without end is told", async () => {
    expect((await run(frameJson(), '{"a": 1}{"b": {')).rejected).toEqual([{ reason: "object is not closed", offset: 8, record: 2 }]);
  });

  test("an event that has a list of events is no wrapper", async () => {
    expect((await run(frameJson(), '{"id":1,"events":[{"a":1}]}{"events":[1]}')).texts).toHaveLength(2);
  });

  // Were the work quadratic, this would not end before the test is stopped.
  test.each(["[", "{", '{"a":', "[{", '{"a":1}x\n', "{\n", '"', "\\"])("two megabytes of %j end", async (unit) => {
    const got = await run(frameJson(), unit.repeat(2_000_000 / unit.length), [65536]);
    expect(got.texts.length + got.rejected.length).toBeGreaterThan(0);
  });
});

describe("XML", () => {
  const event = (n: number) => `<Event xmlns="x"><System><EventID>${n}</EventID></System><EventData/></Event>`;

  test.each(["", "\n", "\r\n  "])("gives each event, %j between", async (between) => {
    const all = [1, 2, 3].map(event);
    for (const cuts of [[], [1], [5, 11]]) {
      const got = await run(frameXml(), `<?xml version="1.0"?>${between}<Events>${all.join(between)}${between}</Events>\n`, cuts);
      expect(got).toEqual({ texts: all, records: [1, 2, 3], rejected: [] });
    }
  });

  test("an event that is cut off costs no other", async () => {
    const got = await run(frameXml(), `${event(1)}<Event><System>${event(2)}<Event`, [4]);
    expect(got.texts).toEqual([event(1), event(2)]);
    expect(got.rejected.map((part) => part.reason)).toEqual(["event is not closed", "text outside of an event"]);
  });
});

describe("tables", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "é"), maxLength: 6 });
  const quote = (text: string) => (/[",\n]/.test(text) || text === "" ? `"${text.replaceAll('"', '""')}"` : text);

  test("give each row whole, however the bytes arrive", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), sizes, fc.constantFrom("\n", "\r\n"), async (rows, cuts, newline) => {
        const lines = rows.map((row) => row.map(quote).join(","));
        const got = await run(frameTable(columns), ["a,b", ...lines, ""].join(newline), cuts);
        expect(got).toEqual({ texts: lines, records: lines.map((_line, i) => i + 1), rejected: [] });
      }),
      { numRuns: 1000 },
    );
  });

  test("a quote inside of a cell opens nothing", async () => {
    expect((await run(frameTable(columns), 'a,b\n5" disk,x\ny,z\n')).texts).toEqual(['5" disk,x', "y,z"]);
  });

  test("a quoted cell without end is told", async () => {
    expect((await run(frameTable(columns), 'a,b\n1,2\n3,"4\n5,6\n')).rejected).toEqual([{ reason: "quoted cell is not closed", offset: 8, record: 2 }]);
  });
});

describe("zeros, as a crash or a writer that reserves room leaves them, are rejected and cost no record", () => {
  const zeros = "\0".repeat(20);
  const event = "<Event><System/></Event>";
  test.each<[what: string, framer: () => Framer, text: string, texts: readonly string[], places: { readonly records: readonly number[]; readonly zerosAt: readonly [record: number, offset: number] }]>([
    ["a line of them",                frameLines,                   `a\n${zeros}\r\nb\n`,              ["a", "b"],               { records: [1, 3], zerosAt: [2, 2] }],
    ["the rest of the file",          frameLines,                   `a\n${zeros}`,                      ["a"],                    { records: [1], zerosAt: [2, 2] }],
    ["in front of a line",            frameLines,                   `a\n${zeros}b\n`,                   ["a", "b"],               { records: [1, 2], zerosAt: [2, 2] }],
    ["in front of blanks",            frameLines,                   `${zeros} \r\na\n`,                ["a"],                    { records: [2], zerosAt: [1, 0] }],
    ["between objects",               frameJson,                    `{"a":1}\n${zeros}\n{"a":2}`,       ['{"a":1}', '{"a":2}'],   { records: [1, 3], zerosAt: [2, 8] }],
    ["in front of an object",         frameJson,                    `{"a":1}\n${zeros}{"a":2}`,         ['{"a":1}', '{"a":2}'],   { records: [1, 3], zerosAt: [2, 8] }],
    ["behind the last object",        frameJson,                    `{"a":1}${zeros}`,                  ['{"a":1}'],              { records: [1], zerosAt: [2, 7] }],
    ["between events",                frameXml,                     `${event}${zeros}\n${event}`,       [event, event],           { records: [1, 3], zerosAt: [2, 24] }],
    ["behind the last event",         frameXml,                     `${event}\n${zeros}\n`,             [event],                  { records: [1], zerosAt: [2, 24] }],
    ["a row of them",                 () => frameTable(columns),    `a,b\n1,2\n${zeros}\n3,4\n`,       ["1,2", "3,4"],           { records: [1, 3], zerosAt: [2, 8] }],
    ["a row of W3C",                  () => frameTable({ ...columns, dialect: "w3c" }), `#Fields: a b\n1 2\n${zeros}`, ["1 2"], { records: [1], zerosAt: [2, 17] }],
  ])("%s", async (_, framer, text, texts, { records, zerosAt: [record, offset] }) => {
    for (const cuts of [[], [1], [7, 3]]) {
      const got = await run(framer(), text, cuts);
      expect(got.texts).toEqual(texts);
      expect(got.records).toEqual(records);
      expect(got.rejected).toEqual([{ reason: ZEROS, record, offset }]);
    }
  });

  test.each<[string, () => Framer]>([["lines", frameLines], ["JSON", frameJson]])("two megabytes of them end (%s)", async (_, framer) => {
    expect((await run(framer(), Buffer.alloc(2_000_000), [4096])).rejected).toHaveLength(1);
  });
});
