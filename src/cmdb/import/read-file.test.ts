import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeFile } from "./decode.ts";
import { readDate } from "./read-date.ts";
import { readFile } from "./read-file.ts";

const TEXT = "nom;équipe\nSRV-1;Réseau\n";
const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");

test.each([
  ["UTF-8", Buffer.from(TEXT), "utf-8"],
  ["UTF-8 with its mark", Buffer.from(`\ufeff${TEXT}`), "utf-8"],
  ["Excel's CSV", Buffer.from(TEXT, "latin1"), "windows-1252"],
  ["Excel's Unicode text", Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(TEXT)]), "utf-16le"],
  ["the same without its mark", utf16(TEXT), "utf-16le"],
  ["the other way round", Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(TEXT).swap16()]), "utf-16be"],
])("%s is read", (_, bytes, encoding) => expect(decodeFile(bytes, undefined)).toEqual({ text: TEXT, encoding }));

test("a file that is not what somebody says is refused", () => expect(() => decodeFile(Buffer.from(TEXT, "latin1"), "utf-8")).toThrow("is not utf-8"));

const csv = (text: string, more: object = {}) => readFile(Buffer.from(text), { format: "csv", ...more });
const rows = async (read: ReturnType<typeof readFile>, ...columns: readonly string[]) => (await read).records.map((record) => [record.line, ...columns.map((column) => record.get(column))]);

test.each([
  ["semicolons", "a;b\n1;2\n", [[2, "1", "2"]]],
  ["commas, quotes, a line end within", 'a,b\r\n"x, y","1\n2"\r\nq,r\r\n', [[3, "x, y", "1\n2"], [4, "q", "r"]]],
  ["tabs", "a\tb\n1\t2", [[2, "1", "2"]]],
  ["Excel's word for its delimiter", "sep=;\r\na;b\r\n1;2\r\n", [[3, "1", "2"]]],
  ["empty lines", "a;b\n\n1;2\n;\n3;4\n", [[3, "1", "2"], [5, "3", "4"]]],
  ["a heading with commas in quotes", '"a";"b, c, d"\n1;2', [[2, "1", undefined]]],
])("CSV with %s", async (_, text, expected) => expect(await rows(csv(text), "a", "b")).toEqual(expected));

test("a row of another width and one with broken quotes are refused with their lines; the others are read", async () => {
  const read = await csv('a;b\n1;2\n3\nx"y;4\n5;6\n');
  expect(read.records.map(({ line }) => line)).toEqual([2, 5]);
  expect(read.refused.toSorted((a, b) => a.line - b.line)).toEqual([{ line: 3, reason: "it has 1 cells, the heading 2" }, { line: 4, reason: expect.stringContaining("Quote") as unknown }]);
});

test.each([
  ["nothing", "", "empty"],
  ["a heading that cannot be read", 'a"b;c\n1;2\n', "The first line, which names the columns, cannot be read"],
  ["a quote that is never closed", 'a;b\n1;2\n"x;3\n4;5\n', "cannot be read to its end: Quote Not Closed"],
  ["a row without end", `a;b\n1;"${"x".repeat(300_000)}"\n`, "cannot be read to its end: Max Record Size"],
  ["two columns of one name", "a;a\n1;2", 'Two columns are named "a"'],
])("a file with %s is refused", async (_, text, message) => expect(csv(text)).rejects.toThrow(message));

test("JSON: paths, lists, names with dots, and no prototypes", async () => {
  const text = JSON.stringify({ result: [{ "ip.addr": "1", host: { name: "h" }, ips: [{ ip: "x" }, { ip: "y" }], n: 3, tags: ["a", "b"] }, 7] });
  const read = await readFile(Buffer.from(text), { format: "json", records: "result" });
  const get = (path: string) => read.records[0]?.get(path);
  expect([get("ip.addr"), get("host.name"), get("ips.ip"), get("n"), get("tags"), get("constructor.name"), get("__proto__")]).toEqual(["1", "h", ["x", "y"], "3", ["a", "b"], undefined, undefined]);
  expect(read.refused).toEqual([{ line: 2, reason: "it is no record with names" }]);
  await expect(readFile(Buffer.from(text), { format: "json" })).rejects.toThrow("under which name it stands");
  await expect(readFile(Buffer.from("{"), { format: "json" })).rejects.toThrow("no JSON");
});

test("every row is read or refused, whatever the cells hold", async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 20 }), async (cells) => {
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const read = await csv(`a;b\n${cells.map(([a, b]) => `${quoted(a)};${quoted(b)}`).join("\n")}\n`);
    const filled = cells.filter(([a, b]) => a.trim() !== "" || b.trim() !== "");
    expect(read.records.map((record) => [record.get("a"), record.get("b")])).toEqual(filled.map(([a, b]) => [a, b]));
    expect(read.refused).toEqual([]);
  }), { numRuns: 50 });
});

test.each([
  ["31/12/2026", "dmy", "2026-12-31T00:00:00.000Z"],
  ["12/31/2026 8:05", "mdy", "2026-12-31T08:05:00.000Z"],
  ["2026-03-01T10:00:00+02:00", "dmy", "2026-03-01T08:00:00.000Z"],
  ["31.02.2026", "dmy", undefined],
  ["13/13/2026", "dmy", undefined],
  ["12/31/26", "mdy", undefined],
  ["01/02/2026", "ymd", undefined],
  ["2026-01-01 24:00", "ymd", undefined],
] as const)("the date %j in the order %s is %j", (text, order, expected) => expect(readDate(text, order, "+00:00")?.toISOString()).toBe(expected));

test("a time that names no zone is of the mapping's", () => expect(readDate("01/01/2026 12:00", "dmy", "+01:00")?.toISOString()).toBe("2026-01-01T11:00:00.000Z"));
