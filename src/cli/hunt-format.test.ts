import { expect, test } from "vitest";
import type { FoundEvent } from "../contract/search.ts";
import { drawHistogram, huntTable } from "./hunt-format.ts";

const found = (event: Record<string, unknown>, line: string): FoundEvent => ({
  id: "0".repeat(32), time: "2026-03-01T10:15:00.123Z", arrived: "2026-03-01T10:15:01.000Z", source: "dc1", collector: "main", technology: "windows", event, line,
});

test("an event is one row: time, host, technology and its message, or else its telling fields", () => {
  const table = huntTable(100, false);
  const rows = table([
    found({ host: { name: "pc-17.example.com" }, message: "Failed password for root" }, "line"),
    found({ host: { name: "pc-17.example.com" }, event: { code: "4625" }, source: { ip: "203.0.113.7", port: 4711 } }, "line"),
    found({}, "only the line \u001b[31mis known"),
  ]);
  expect(rows.split("\n")).toEqual([
    "TIME (UTC)               HOST                  TECHNOLOGY      WHAT",
    "2026-03-01 10:15:00.123  pc-17.example.com     windows         Failed password for root",
    "2026-03-01 10:15:00.123  pc-17.example.com     windows         event.code=4625 source.ip=203.0.113.…",
    "2026-03-01 10:15:00.123                        windows         only the line is known",
    "",
  ]);
  expect(table([found({}, "more")])).not.toContain("TIME");
});

test("bars are as long as their counts, and none that counts is empty", () => {
  const bars = [0, 1, 50, 100].map((count, i) => ({ time: `2026-03-01T1${i}:00:00.000Z`, count }));
  expect(drawHistogram({ intervalMs: 3_600_000, bars, total: 151, complete: true, coveredSince: "2026-03-01T10:00:00.000Z", looked: 0, notes: [] }, 33).split("\n")).toEqual([
    "2026-03-01 10:00    0  ",
    "2026-03-01 11:00    1  ▏",
    "2026-03-01 12:00   50  █████",
    "2026-03-01 13:00  100  ██████████",
    "151 events",
    "",
  ]);
});
