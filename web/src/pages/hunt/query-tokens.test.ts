import fc from "fast-check";
import { expect, test } from "vitest";
import { tokensOf } from "./query-tokens.ts";

test("fields, operators, values", () => {
  const seen = tokensOf("process.name: rundll32.exe and not (user.name : \"a: b\" or bytes >= 3)").filter(({ kind }) => kind !== "plain");
  expect(seen.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    "field process.name", "mark :", "value rundll32.exe", "operator and", "operator not", "mark (", "field user.name", "mark :", "value \"a: b\"", "operator or", "field bytes", "mark >=", "value 3", "mark )",
  ]);
});

test("loses nothing", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (query) => {
    expect(tokensOf(query).map(({ text }) => text).join("")).toBe(query);
  }));
});
