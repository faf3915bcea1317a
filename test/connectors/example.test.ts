// The connector of docs/writing-a-connector.md is compiled with the project, stands there as it is here, and does what all must.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contractSuite } from "./contract.ts";
import { desk } from "./example.ts";
import { deskSide } from "./fakes/desk.ts";

contractSuite("Desk, the example", () => deskSide(desk));

const code = readFileSync("test/connectors/example.ts", "utf8");

test("the example is short", () => {
  expect(code.trimEnd().split("\n").length).toBeLessThan(150);
});

test("the document shows the example as it is", () => {
  const shown = /```ts\n([\s\S]*?)```/.exec(readFileSync("docs/writing-a-connector.md", "utf8"))?.[1];
  expect(shown).toBe(code);
});
