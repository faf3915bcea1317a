import { expect, test } from "vitest";
import type { FoundEvent } from "../../data/events.ts";
import { treeOf, type Process } from "./tree-of.ts";

const at = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
const event = (id: string, second: number, process: Record<string, unknown>, type = ["start"]): FoundEvent => ({ id, time: at(second), arrived: at(second), source: "s", collector: "c", technology: "windows", line: "", event: { event: { type }, process } });
const shape = (process: Process | undefined): unknown => process === undefined ? undefined : { [process.name]: process.children.map(shape) };

test("by entity ids", () => {
  const events = [
    event("a", 1, { entity_id: "1", name: "cmd.exe", parent: { entity_id: "0", name: "explorer.exe" } }),
    event("b", 2, { entity_id: "2", name: "rundll32.exe", parent: { entity_id: "1" } }),
    event("c", 3, { entity_id: "3", name: "other.exe", parent: { entity_id: "9", name: "svc.exe" } }),
  ];
  expect(shape(treeOf(events, "b"))).toEqual({ "explorer.exe": [{ "cmd.exe": [{ "rundll32.exe": [] }] }] });
});

test("a pid that is used again is another process", () => {
  const events = [
    event("a", 1, { pid: 10, name: "first.exe", parent: { pid: 1, name: "init" } }),
    event("b", 2, { pid: 11, name: "child.exe", parent: { pid: 10 } }),
    event("c", 3, { pid: 10, name: "second.exe", parent: { pid: 1, name: "init" } }),
    event("d", 4, { pid: 12, name: "late.exe", parent: { pid: 10 } }),
  ];
  expect(shape(treeOf(events, "d"))).toEqual({ init: [{ "first.exe": [{ "child.exe": [] }] }, { "second.exe": [{ "late.exe": [] }] }] });
});

test("what is not there, and who is their own parent", () => {
  expect(treeOf([event("a", 1, {})], "a")).toBeUndefined();
  expect(shape(treeOf([event("a", 1, { pid: 1, name: "x", parent: { pid: 1 } })], "a"))).toEqual({ "1": [{ x: [] }] });
  const round = [event("a", 1, { entity_id: "1", name: "x", parent: { entity_id: "2" } }), event("b", 2, { entity_id: "2", name: "y", parent: { entity_id: "1" } })];
  expect(shape(treeOf(round, "a"))).toEqual({ y: [{ x: [] }] });
});
