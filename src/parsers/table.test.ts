import fc from "fast-check";
import { expect, test } from "vitest";
import { tableParser } from "./table.ts";

const names = ["a", "b", "c"];
const csv = tableParser({ names, delimiter: ",", dialect: "quoted" });

test.each([
  ["plain cells",                 "1,2,3",             { a: "1", b: "2", c: "3" }],
  ["quoted cells",                '"1","x,y","3"',     { a: "1", b: "x,y", c: "3" }],
  ["doubled quotes and newlines", '"say ""hi""","\n",', { a: 'say "hi"', b: "\n", c: "" }],
  ["quotes inside of a cell",     '5" disk,x"y"z,',    { a: '5" disk', b: 'x"y"z', c: "" }],
  ["what follows a quoted cell",  '"1" x,2,3',         { a: "1 x", b: "2", c: "3" }],
  ["a short row",                 "1",                 { a: "1" }],
  ["empty cells too many",        "1,2,3,,",           { a: "1", b: "2", c: "3" }],
])("reads %s", (_, row, want) => {
  expect(csv(row)).toEqual({ ok: true, fields: want });
});

test.each([
  ["a cell without end", '1,"2', "quoted cell is not closed", 2],
  ["more cells than columns", "1,2,3,4", "4 cells for 3 columns", 7],
])("refuses %s", (_, row, reason, at) => {
  expect(csv(row)).toEqual({ ok: false, reason, at });
});

test("leaves out what an IIS log marks as absent, and knows its spaces", () => {
  const parse = tableParser({ names: ["date", "cs(User-Agent)", "cs-username"], delimiter: " ", dialect: "w3c" });
  expect(parse("2024-05-06 Mozilla/5.0+(X11) -")).toEqual({ ok: true, fields: { date: "2024-05-06", "cs(User-Agent)": "Mozilla/5.0 (X11)" } });
});

test.each([
  ["a quoted cell with blanks",           '10.0.0.1 "Microsoft BITS/7.8 foo" 200',  { ip: "10.0.0.1", agent: "Microsoft BITS/7.8 foo", status: "200" }],
  ["a quoted cell without one",           '10.0.0.1 "Hello/1.0" 200',               { ip: "10.0.0.1", agent: "Hello/1.0", status: "200" }],
  ["a client that begins with a quote",   '10.0.0.1 "Mozilla 200',                  { ip: "10.0.0.1", agent: '"Mozilla', status: "200" }],
])("reads a W3C row with %s", (_, row, want) => {
  expect(tableParser({ names: ["ip", "agent", "status"], delimiter: " ", dialect: "w3c" })(row)).toEqual({ ok: true, fields: want });
});

test("keeps the plus of an address in a W3C row", () => {
  expect(tableParser({ names: ["cs-uri-query"], delimiter: " ", dialect: "w3c" })("x=union+all")).toEqual({ ok: true, fields: { "cs-uri-query": "x=union+all" } });
});

test("reads Zeek's marks", () => {
  const parse = tableParser({ names: ["ts", "id.orig_h", "service", "tags"], delimiter: "\t", dialect: "zeek" });
  expect(parse("1.5\t10.0.0.1\t-\t(empty)")).toEqual({ ok: true, fields: { ts: "1.5", "id.orig_h": "10.0.0.1", tags: "" } });
  expect(parse("1.5\ta\\x09b")).toEqual({ ok: true, fields: { ts: "1.5", "id.orig_h": "a\tb" } });
});

test("gives back any cells that were written as RFC 4180 says", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", " "), maxLength: 6 });
  fc.assert(fc.property(fc.tuple(cell, cell, cell), (cells) => {
    const row = cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(",");
    expect(csv(row)).toEqual({ ok: true, fields: { a: cells[0], b: cells[1], c: cells[2] } });
  }));
});

test("never throws, whatever the row", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('"', ",", "a", "\n", "__proto__") }), (row) => void csv(row)), { numRuns: 5000 });
});
