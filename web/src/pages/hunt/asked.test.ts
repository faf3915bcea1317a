import { expect, test } from "vitest";
import { columnsOf, filtersOf, queryOf, rangeOf, USUAL_COLUMNS, withFilter, writeFilters, type Filter } from "./asked.ts";

const chip = (field: string, value: string, rest: Partial<Filter> = {}): Filter => ({ field, value, isOut: false, isOff: false, ...rest });

test.each<[string, readonly Filter[], string]>([
  ["", [], ""],
  [" a or b ", [], "a or b"],
  ["a or b", [chip("host.name", "x")], "(a or b) and host.name: \"x\""],
  ["", [chip("host.name", "x"), chip("host.name", "y"), chip("user.name", "z", { isOut: true })], "host.name: (\"x\" or \"y\") and not user.name: \"z\""],
  ["", [chip("host.name", "x", { isOff: true })], ""],
  ["", [chip("file.path", "C:\\a \"b\"")], "file.path: \"C:\\\\a \\\"b\\\"\""],
])("%j with %j asks %s", (query, filters, asked) => expect(queryOf(query, filters)).toBe(asked));

test("an address keeps its chips", () => {
  const filters = [chip("host.name", "é \"x\""), chip("a", "b", { isOut: true }), chip("c", "d", { isOff: true })];
  expect(filtersOf({ f: writeFilters(filters) })).toEqual(filters);
});

test.each([undefined, "", "{", "1", "[1]", "[[\"a\"]]", "[[\"a b\",\"c\",0,0]]"])("chips that somebody made up: %j", (f) => expect(filtersOf({ f })).toEqual([]));

test("one chip for a value", () => expect(withFilter([chip("a", "b")], chip("a", "b", { isOut: true }))).toEqual([chip("a", "b", { isOut: true })]));

test("ranges", () => {
  expect(rangeOf({})).toEqual({ last: "24h" });
  expect(rangeOf({ last: "constructor" })).toEqual({ last: "24h" });
  expect(rangeOf({ since: "2026-01-02", until: "2026-01-01" })).toEqual({ last: "24h" });
  expect(rangeOf({ since: "2026-01-01", until: "2026-01-02" })).toEqual({ since: "2026-01-01T00:00:00.000Z", until: "2026-01-02T00:00:00.000Z" });
});

test("columns", () => {
  expect(columnsOf({})).toEqual(USUAL_COLUMNS);
  expect(columnsOf({ cols: "a.b,a.b,x y,*" })).toEqual(["a.b", "*"]);
});
