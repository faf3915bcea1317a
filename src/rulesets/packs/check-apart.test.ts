import { expect, test } from "vitest";
import { ruleText, uuid } from "../../../test/rule-text.ts";
import { checkApart } from "./check-apart.ts";
import { checkRules } from "./check-rules.ts";

const FILES = [
  { path: "a.yml", text: ruleText({ id: uuid(1) }) },
  { path: "bad.yml", text: "title: x" },
];

test("gives what the check itself gives", async () => {
  expect(await checkApart({ pack: "p", files: FILES })).toEqual(checkRules("p", FILES));
});

test("ends what takes too long", async () => {
  await expect(checkApart({ pack: "p", files: FILES }, { timeMs: 0, heapMb: 512 })).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("import them in parts") as unknown });
});

test("ends what needs too much memory, and only that", async () => {
  const files = Array.from({ length: 3000 }, (_, i) => ({ path: `${i}.yml`, text: ruleText({ id: uuid(i) }) }));
  await expect(checkApart({ pack: "p", files }, { timeMs: 60_000, heapMb: 16 })).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("needs more than 16 MB") as unknown });
});
