import { describe, expect, it } from "vitest";
import type { Changes } from "./connector.ts";
import { watched, watchFrom } from "./watch.ts";

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 24, 3, 0, second));
const stamp = (id: string, second: number) => ({ id, at: at(second) });

describe("changes by the times of tickets", () => {
  it("begins with what is there, and tells nothing of it", () => {
    const first = watched(null, [stamp("1", 10)], ["1"], at(12));
    expect(first.ids).toEqual([]);
    expect(watchFrom(null)).toBeNull();
    expect(watchFrom(first.cursor)).toEqual(new Date(at(10).getTime() - 120_000));
  });

  it("tells a change until its second is surely over, and then no more", () => {
    let { cursor } = watched(null, [stamp("1", 0)], [], at(40));
    const round = (second: number): Changes => {
      const changes = watched(cursor, [stamp("1", 50)], [], at(second));
      ({ cursor } = changes);
      return changes;
    };
    expect(round(51).ids).toEqual(["1"]);
    expect(round(56).ids).toEqual(["1"]);
    expect(round(65).ids).toEqual(["1"]);
    expect(round(70).ids).toEqual([]);
    expect(round(75).ids).toEqual([]);
  });

  it("tells two of one second, whichever was seen first", () => {
    const { cursor } = watched(watched(null, [], [], at(0)).cursor, [stamp("1", 5)], [], at(6));
    expect(watched(cursor, [stamp("1", 5), stamp("2", 5)], [], at(7)).ids).toEqual(["1", "2"]);
  });

  it("reads what is followed in turn, so that what is gone is noticed", () => {
    let { cursor } = watched(null, [], [], at(0));
    const told = new Set<string>();
    const open = ["a", "b", "c", "d", "e", "f", "g"];
    for (let round = 0; round < 3; round++) {
      const changes = watched(cursor, [], open, at(round));
      for (const id of changes.ids) told.add(id);
      ({ cursor } = changes);
    }
    expect([...told].toSorted()).toEqual(open);
  });

  it("starts anew on a cursor that is not its own", () => {
    expect(watchFrom("nonsense")).toBeNull();
    expect(watched("nonsense", [stamp("1", 5)], [], at(6)).ids).toEqual(["1"]);
  });

  it("keeps a bounded cursor", () => {
    const many = Array.from({ length: 5_000 }, (_, i) => stamp(String(i), i % 60));
    expect(watched("{}", many, [], at(59)).cursor.length).toBeLessThan(100_000);
  });
});
