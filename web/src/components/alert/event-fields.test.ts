import { expect, test } from "vitest";
import { fieldsOf, matchedValues } from "./event-fields.ts";

test("puts what tells first and leaves out what is ours", () =>
  expect(fieldsOf({ vigie: { source: "a" }, zeta: 1, host: { name: "h" }, process: { name: "p" }, tags: ["x", "y"], nothing: null })).toEqual([
    { name: "process.name", value: "p" }, { name: "host.name", value: "h" }, { name: "tags", value: "x, y" }, { name: "zeta", value: "1" },
  ]));

test("ends where an event is nested without end", () => {
  const deep = JSON.parse(`${'{"a":'.repeat(500)}1${"}".repeat(500)}`) as Record<string, unknown>;
  expect(fieldsOf(deep)).toHaveLength(1);
});

test("marks what rules looked at, but nothing of no length", () => expect([...matchedValues([{ fields: { EventID: 1102, Image: ["a", ""], none: "" } }])]).toEqual(["1102", "a"]));
