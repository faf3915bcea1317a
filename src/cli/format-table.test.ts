import { expect, test } from "vitest";
import type { Detection } from "../detect/index.ts";
import { table } from "./format-table.ts";

const detection = (over: Partial<Detection> & { readonly title?: string; readonly level?: Detection["rule"]["level"] }): Detection => ({
  rule: { id: null, title: over.title ?? "LSASS memory dumped through comsvcs.dll", level: over.level === undefined ? "high" : over.level, status: null, author: null, references: [], tags: [], path: "a.yml" },
  time: "2026-01-02T03:04:05.678Z",
  host: "PC-ADV-07.fdr.example",
  source: { path: "a.log", record: 7 },
  fields: { CommandLine: "rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 712 C:\\ProgramData\\d.bin full" },
  ...over,
});

const MANY = [
  detection({ time: "2026-01-02T03:04:09.000Z", level: "critical", title: "Web shell: address that scanned now uses an uploaded script of a very long name" }),
  detection({}),
  detection({ time: null, host: null, level: null, fields: {} }),
  detection({ time: "2026-01-02T03:04:06Z", fields: { names: ["a", "b"], count: 3, nothing: null } }),
];

const show = (detections: readonly Detection[], width: number, colours = false): string => {
  const format = table({ width, colours });
  return format.add(detections) + format.end();
};

test.each([80, 120, 160, 200])("fits %d columns", async (width) => {
  const text = show(MANY, width);
  expect(text.split("\n").every((line) => line.length <= width)).toBe(true);
  await expect(text).toMatchFileSnapshot(`golden/table-${width}.txt`);
});

test("colours only where they are wanted", () => {
  expect(show(MANY, 160, true)).toContain("\u001b[");
  expect(show(MANY, 160)).not.toContain("\u001b");
});

const correlated = (over: Partial<NonNullable<Detection["correlation"]>>): Detection =>
  detection({ fields: { user: "eve" }, correlation: { id: "x", type: "event_count", figure: 12, of: [], hits: 12, firstTime: "2026-01-02T03:01:05.678Z", evidence: [], ...over } });

test.each<[want: string, over: Partial<NonNullable<Detection["correlation"]>>]>([
  ["12 events in 3 min: user=eve", {}],
  ["30 different values of id.resp_h in 3 min: user=eve", { type: "value_count", figure: 30, of: ["id.resp_h"] }],
  ["30 different values of a and b in 3 min: user=eve", { type: "value_count", figure: 30, of: ["a", "b"] }],
  ["orig_bytes adds up to 2,405,433,344 in 3 min: user=eve", { type: "value_sum", figure: 2405433344, of: ["orig_bytes"] }],
  ["x is 3.33 on average in 3 min: user=eve", { type: "value_avg", figure: 10 / 3, of: ["x"] }],
  ["x has the median 4 in 3 min: user=eve", { type: "value_median", figure: 4, of: ["x"] }],
  ["x has the 95th percentile 4 in 3 min: user=eve", { type: "value_percentile", figure: 4, of: ["x"], percentile: 95 }],
  ["2 rules together in 3 min: user=eve", { type: "temporal", figure: 2 }],
  ["1 rule in 3 min: user=eve", { type: "temporal", figure: 1 }],
  ["1 event in 3 min: user=eve", { figure: 1, hits: 1 }],
  ["2 rules one after the other in less than a second: user=eve", { type: "temporal_ordered", figure: 2, firstTime: "2026-01-02T03:04:05.678Z" }],
])("a correlation says: %s", (want, over) => {
  expect(show([correlated(over)], 200)).toContain(want);
});
