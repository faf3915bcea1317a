import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { SAMPLES } from "../../../test/retro.ts";
import { shippedRuleEvents } from "../../../test/rule-events.ts";
import { describeShared } from "../../../test/shared.ts";
import type { Event, Value } from "../../core/index.ts";
import { LineReader } from "../../live/index.ts";
import { createEcsView, HOT_FIELDS, type EcsView, type HotValues, type Technology } from "../../normalise/index.ts";
import { readShippedTechnologies } from "../../packs/index.ts";
import { CODED, COPIED } from "./technologies.ts";

const CODE = HOT_FIELDS.findIndex(({ name }) => name === "event.code");
const LETTERS = /[a-z]{3,}/g;

let technologies: readonly Technology[];
let view: EcsView;
beforeAll(async () => {
  technologies = await readShippedTechnologies();
  view = createEcsView(technologies);
});

test("names technologies that there are", () => {
  const names = new Set(technologies.map(({ name }) => name));
  expect([...COPIED, ...CODED].filter((name) => !names.has(name))).toEqual([]);
});

test("holds for the sample logs", () => {
  const seen = new Set<string>();
  for (const { lines, format } of SAMPLES) expect(wrong(lines.map(String), format, seen)).toEqual([]);
  expect([...seen].toSorted()).toEqual(["apache", "aws-cloudtrail", "azure", "cron", "sudo", "windows"]);
});

test("holds for the events beside the shipped rules", () => {
  const seen = new Set<string>();
  for (const line of shippedRuleEvents()) expect(wrong([line], /^[{[]/.test(line) ? "json" : "text", seen)).toEqual([]);
  expect(seen.size).toBeGreaterThan(8);
});

describeShared("what narrowing relies on", (shared) => {
  const folder = join(shared, "data/ecs-cases");
  test.each(readdirSync(folder).filter((name) => name.endsWith(".jsonl.gz")))("holds for %s", (name) => {
    const inputs = gunzipSync(readFileSync(join(folder, name))).toString().trimEnd().split("\n").map((line) => (JSON.parse(line) as { input: unknown }).input);
    const lines = inputs.map((input) => (typeof input === "string" ? input : JSON.stringify(input)));
    // Each case is a log of its own.
    for (const line of lines) expect(wrong([line], /^[{[]/.test(line) ? "json" : "text", new Set())).toEqual([]);
  });

  test("holds for Windows events of many shippers", () => {
    const lines = gunzipSync(readFileSync(join(shared, "data/bench/windows-100k.jsonl.gz"))).toString().trimEnd().split("\n").slice(0, 20_000);
    expect(wrong(lines, "json", new Set())).toEqual([]);
  });
});

/** Values with letters that their line does not have, and codes that are not in their column. */
function wrong(lines: readonly string[], format: "json" | "text", seen: Set<string>): string[] {
  const reader = new LineReader();
  const problems: string[] = [];
  for (const line of lines) {
    const reading = reader.read(line, format, { path: "", record: 1 }, { latestMs: Date.UTC(2026, 11, 31) });
    if ("reason" in reading) continue;
    for (const event of reading.events) problems.push(...problemsOf(event, line.toLowerCase(), seen));
  }
  return problems.slice(0, 5);
}

function problemsOf(event: Event, line: string, seen: Set<string>): string[] {
  const technology = view.recognise(event)?.technology;
  if (technology === undefined || !COPIED.has(technology)) return [];
  seen.add(technology);
  const texts = [...leaves(event.fields), ...(event.text === undefined ? [] : [event.text])];
  const missing = texts.flatMap((text) => text.toLowerCase().match(LETTERS) ?? []).filter((word) => !line.includes(word));
  return [...missing.map((word) => `${technology}: ${word} is not in ${line.slice(0, 200)}`), ...(CODED.has(technology) ? wrongCode(event, technology) : [])];
}

function wrongCode(event: Event, technology: string): string[] {
  const hot: HotValues = HOT_FIELDS.map(() => undefined);
  view.hotValues(event, hot);
  const [stored, own] = [hot[CODE], event.code];
  return stored === undefined || String(stored).toLowerCase() === String(own).toLowerCase() ? [] : [`${technology}: the column has ${String(stored)} where the event has ${String(own)}`];
}

function* leaves(value: Value): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) yield* leaves(inner);
}
