import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Line } from "./batch.ts";
import { readRange, splitRanges } from "./ranges.ts";
import { readFile } from "./read-file.ts";

let path: string;
beforeAll(() => void (path = join(mkdtempSync(join(tmpdir(), "vigie-ranges-")), "a.log")));
afterAll(() => rmSync(join(path, ".."), { recursive: true }));

test("ranges give together what the file gives, with the same numbers", async () => {
  const line = fc.oneof(fc.constant("\n"), fc.constantFrom("10:00:00 é\n", "10:00:00 longer than the others\r\n", "x\n"));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 6 }), fc.boolean(), fc.constantFrom("", "\ufeff"), async (lines, count, cut, mark) => {
      writeFileSync(path, `${mark}10:00:00 first\n${lines.join("")}`.slice(0, cut ? -1 : undefined));
      const whole: Line[] = [];
      for await (const item of readFile({ path, sizeBytes: 0, named: true })) if (item.type === "batch") whole.push(...item.lines);
      const ranges = await splitRanges(path, count);
      expect(ranges!.length).toBeLessThanOrEqual(count);
      const parts: Line[] = [];
      for (const range of ranges!) for await (const item of readRange(range)) if (item.type === "batch") parts.push(...item.lines);
      expect(parts).toEqual(whole);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["an array", '[{"a":1},\n{"a":2}]'],
  ["a table", "a,b,c\n1,2,3\n"],
  ["gzip", Buffer.from([0x1f, 0x8b, 8, 0])],
  ["nothing", ""],
  ["an audit log", 'type=A msg=audit(1.1:1): a\ntype=B msg=audit(1.1:1): b\n'],
  ["an audit record behind four million bytes", `${"10:00:00 longer\n".repeat(262_144)}type=A msg=audit(1.1:1): a\n`],
  ["an audit record over the edge of what is read at once", `${"10:00:00 longer\n".repeat(262_143)}type=A msg=audit(1.1:1): a\n`],
  ["UTF-16", Buffer.from("\ufeff10:00:00 a\n10:00:00 b\n", "utf16le")],
  ["UTF-16 without mark", Buffer.from("10:00:00 a\n10:00:00 b\n", "utf16le")],
])("%s cannot be cut", async (_, bytes) => {
  writeFileSync(path, bytes);
  expect(await splitRanges(path, 2)).toBeUndefined();
});

test("a file that is not there is for whoever reads it to tell", async () => {
  expect(await splitRanges(`${path}.none`, 2)).toBeUndefined();
});
