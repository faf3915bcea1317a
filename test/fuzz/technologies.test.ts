import { expect, test } from "vitest";
import { fuzzTechnologies } from "./technologies.ts";

test("spoilt records of all technologies are events or lines, and nothing else", async () => {
  const { cases, problems } = await fuzzTechnologies(20_000, 7);
  expect(problems).toEqual([]);
  expect(cases).toBe(20_000);
}, 120_000);
