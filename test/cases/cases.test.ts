// Whole way: <case>.in.* through readers, parsers, shipped rules and correlations; <case>.out.json holds all that came of it.
import { globSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Output } from "../../src/cli/scan-output.ts";
import { Summary } from "../../src/cli/scan-summary.ts";
import { createDetecting, readTask, type TaskOutput } from "../../src/cli/scan-task.ts";
import type { Detection } from "../../src/detect/index.ts";
import { readPack } from "../../src/packs/index.ts";

// A clock of its own: lines without a year are of December 2026 or January 2027 here, whenever this runs.
const NOW_MS = Date.UTC(2027, 0, 2);
const SETUP = { rules: [], variables: undefined, deprecated: false, minLevel: "informational", sinceMs: undefined, untilMs: undefined, nowMs: NOW_MS } as const;

const pack = await readPack({});
const detecting = await createDetecting(pack, SETUP);

async function run(name: string) {
  const path = join(import.meta.dirname, name);
  const detections: Detection[] = [];
  const parts: TaskOutput[] = [];
  const output = new Output({
    out: process.stdout, rejects: undefined, summary: new Summary(), pack, minLevel: "informational", clear: () => {},
    format: { add: (found) => (detections.push(...found), ""), end: () => "" },
  });
  const file = { path, sizeBytes: statSync(path).size, named: true, modifiedMs: NOW_MS };
  for await (const part of readTask({ number: 0, file, range: undefined }, detecting, SETUP)) {
    parts.push(part);
    await output.take(part);
  }
  await output.end();
  const sum = (count: (part: TaskOutput) => number): number => parts.reduce((total, part) => total + count(part), 0);
  const counts = { read: sum(({ counts: { read } }) => read), parsed: sum(({ counts: { parsed } }) => parsed), rejected: sum(({ counts: { rejected } }) => rejected), events: sum(({ counts: { events } }) => events), unrecognised: sum(({ counts: { unrecognised } }) => unrecognised) };
  return { counts, rejected: parts.flatMap(({ rejected }) => rejected), detections };
}

const CASES = globSync("*.in.*", { cwd: import.meta.dirname }).toSorted();

test("there are cases", () => expect(CASES.length).toBeGreaterThan(7));

test.each(CASES)("%s", async (name) => {
  const result = await run(name);
  expect(result.counts.read).toBe(result.counts.parsed + result.counts.rejected);
  const text = JSON.stringify(result, undefined, 1).replaceAll(join(import.meta.dirname, "/"), "");
  await expect(`${text}\n`).toMatchFileSnapshot(`${name.replace(/\.in\..*/, "")}.out.json`);
});
