// Formats that vendors share: CEF, LEEF, name=value, columns.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCef, parseColumns, parseLeef, parsePairs, type Parsed } from "./index.ts";

const fieldsOf = (parsed: Parsed): unknown => (parsed.ok ? parsed.fields : parsed.reason);

describe("CEF", () => {
  const HEADER = { cef_version: "0", device_vendor: "Acme", device_product: "Gate|Way", device_version: "1.0", device_event_class_id: "100", name: "log \\ in", severity: "5" };
  const LINE = "<134>Mar 10 08:00:00 gw CEF:0|Acme|Gate\\|Way|1.0|100|log \\\\ in|5|";
  test.each([
    ["src=192.0.2.1 msg=a text of words dst=192.0.2.2", { src: "192.0.2.1", msg: "a text of words", dst: "192.0.2.2" }],
    ["request=https://example.com/?a=1&b=2 act=allow", { request: "https://example.com/?a=1&b=2", act: "allow" }],
    ["msg=one\\=two\\nthree cs1Label=Policy Name cs1=web", { msg: "one=two\nthree", cs1Label: "Policy Name", cs1: "web", "Policy Name": "web" }],
    ["severity=1 name=other act=deny", { extension_severity: "1", extension_name: "other", act: "deny" }],
    ["suser= act=deny", { suser: "", act: "deny" }],
    ["ad.field[0]=x filePath=C:\\\\Windows\\\\a.exe", { "ad.field[0]": "x", filePath: "C:\\Windows\\a.exe" }],
    ["", {}],
  ])("%s", (extension, expected) => expect(fieldsOf(parseCef(LINE + extension))).toEqual({ ...HEADER, ...expected }));

  test("without extension", () => expect(fieldsOf(parseCef("CEF:1|a|b|c|d|e|High"))).toMatchObject({ cef_version: "1", severity: "High" }));
  test("a label does not rename what the record has", () => expect(fieldsOf(parseCef("CEF:0|a|b|c|d|e|1|cs1Label=src cs1=evil src=192.0.2.1"))).toMatchObject({ src: "192.0.2.1" }));
  test.each([["a line", "no CEF: in it"], ["CEF:0", "CEF header ends early"], ["CEF:0|a|b|c", "CEF header ends before device_version"]])("%s", (line, reason) => expect(fieldsOf(parseCef(line))).toBe(reason));
});

describe("LEEF", () => {
  const HEADER = { device_vendor: "Acme", device_product: "Gate", device_version: "1", event_id: "login" };
  test.each([
    ["LEEF:1.0|Acme|Gate|1|login|src=192.0.2.1\tusrName=jo martin", { leef_version: "1.0", src: "192.0.2.1", usrName: "jo martin" }],
    ["<13>Mar 10 08:00:00 gw LEEF:2.0|Acme|Gate|1|login|^|src=192.0.2.1^url=a=b", { leef_version: "2.0", src: "192.0.2.1", url: "a=b" }],
    ["LEEF:2.0|Acme|Gate|1|login|x7C|src=192.0.2.1|dst=192.0.2.2", { leef_version: "2.0", src: "192.0.2.1", dst: "192.0.2.2" }],
    ["LEEF:2.0|Acme|Gate|1|login||src=192.0.2.1\tdst=192.0.2.2", { leef_version: "2.0", src: "192.0.2.1", dst: "192.0.2.2" }],
    ["LEEF:2.0|Acme|Gate|1|login|src=192.0.2.1\tmsg=a|b", { leef_version: "2.0", src: "192.0.2.1", msg: "a|b" }],
  ])("%s", (line, expected) => expect(fieldsOf(parseLeef(line))).toEqual({ ...HEADER, ...expected }));
  test.each([["a line", "no LEEF: in it"], ["LEEF:1.0|a|b", "LEEF header ends before device_product"]])("%s", (line, reason) => expect(fieldsOf(parseLeef(line))).toBe(reason));
});

describe("name=value", () => {
  test.each([
    ['a=1 b="two words" c="a \\"b\\"" d=', { a: "1", b: "two words", c: 'a "b"', d: "" }],
    ['words before a=1, b="never closed', { a: "1,", b: "never closed" }],
    ['path="C:\\\\dir\\\\" next=2', { path: "C:\\\\dir\\\\", next: "2" }],
    ["__proto__=x constructor=y", JSON.parse('{"__proto__":"x","constructor":"y"}')],
    ["nothing", "no name=value in it"],
  ])("%s", (text, expected) => expect(fieldsOf(parsePairs(text))).toEqual(expected));
  test("values that hold the signs", () => expect(fieldsOf(parsePairs("UserAgent: A (KHTML, like B) at: C, User: eve, URL: http://192.0.2.1/?a, User: bob", { between: ", ", equals: ": ", wide: true }))).toEqual({ UserAgent: "A (KHTML, like B) at: C", User: "eve", URL: "http://192.0.2.1/?a" }));
  test("other signs", () => expect(fieldsOf(parsePairs('time:"1";src:192.0.2.1; act:drop', { between: ";", equals: ":" }))).toEqual({ time: "1", src: "192.0.2.1", act: "drop" }));
});

describe("columns", () => {
  test.each([
    ['1,"a, ""b""",,3', { one: "1", two: 'a, "b"', four: "3" }],
    ["1,2", { one: "1", two: "2" }],
    ["no cells", 'no "," in it'],
  ])("%s", (text, expected) => expect(fieldsOf(parseColumns(text, ["one", "two", "three", "four"]))).toEqual(expected));
});

// Whatever comes, a value or a reason comes back; the place lies in the line.
const PARSERS: readonly (readonly [string, (line: string) => Parsed])[] = [["CEF", parseCef], ["LEEF", parseLeef], ["pairs", (line) => parsePairs(line)], ["wide pairs", (line) => parsePairs(line, { between: ", ", equals: ": ", wide: true })], ["columns", (line) => parseColumns(line, ["a", "b", "c"])]];
const PIECES = ["CEF:0|a|b|c|d|e|1|", "LEEF:2.0|a|b|c|d|", "=", "|", "\\", '"', " ", "\t", "^", ",", "src", "__proto__", "cs1Label", "cs1", "\u0000", "\ud800", "é", "x7C"];
describe.each(PARSERS)("%s", (_, parse) => {
  test("takes any text", () => {
    const line = fc.oneof(fc.string(), fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join("")));
    fc.assert(fc.property(line, (text) => {
      const parsed = parse(text);
      if (parsed.ok) expect(Object.keys(parsed.fields).length).toBeLessThanOrEqual(4100);
      else expect(parsed.at).toBeLessThanOrEqual(text.length);
    }), { numRuns: 1000 });
  });
});
