import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

test("every suite has a record of what its connector can, and no record is of a suite that is gone", () => {
  const root = join(import.meta.dirname, "..", "..");
  const names = globSync("test/{connectors,itsm}/*.test.ts", { cwd: root }).flatMap((path) => [...readFileSync(join(root, path), "utf8").matchAll(/^contractSuite\("([^"]+)"/gm)].map(([, name = ""]) => name));
  const records = globSync("test/connectors/records/*.json", { cwd: root }).map((path) => (JSON.parse(readFileSync(join(root, path), "utf8")) as { readonly name: string }).name);
  expect(records.toSorted()).toEqual(names.toSorted());
});
