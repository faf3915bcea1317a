import { describe, expect, it } from "vitest";
import type { Changes } from "./connector.ts";
import { type Stamp, watched, watchFrom, watchNewest } from "./watch.ts";

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

describe("changes of a list that is sorted by time", () => {
  const listOf = (stamps: readonly Stamp[], asked: number[], size = 2) => ({ size, page: async (number: number) => {
    asked.push(number);
    return stamps.toSorted((one, other) => other.at.getTime() - one.at.getTime()).slice(number * size, (number + 1) * size);
  } });

  it("asks for one page at first, and then for as many as changed", async () => {
    const asked: number[] = [];
    const stamps = Array.from({ length: 9 }, (_, n) => stamp(String(n), n * 300));
    const first = await watchNewest(null, ["1"], at(3000), listOf(stamps, asked));
    expect([first.ids, asked]).toEqual([[], [0]]);
    const later = [...stamps, stamp("a", 2401), stamp("b", 2402), stamp("c", 2403)];
    const { ids } = await watchNewest(first.cursor, [], at(3001), listOf(later, asked));
    expect(ids.toSorted()).toEqual(["8", "a", "b", "c"]);
    expect(asked).toEqual([0, 0, 1, 2]);
  });

  it("takes what moves between pages once, as it is newest", async () => {
    const { cursor } = await watchNewest(null, [], at(0), listOf([stamp("x", 0)], []));
    const pages = [[stamp("a", 50), stamp("b", 40)], [stamp("b", 40), stamp("a", 30)], []];
    expect((await watchNewest(cursor, [], at(60), { size: 2, page: async (number) => pages[number] ?? [] })).ids.toSorted()).toEqual(["a", "b"]);
  });

  it("reads all that is followed where more changed than it looks at", async () => {
    const { cursor } = await watchNewest(null, [], at(0), listOf([stamp("x", 0)], []));
    const open = Array.from({ length: 30 }, (_, n) => `open-${n}`);
    const asked: number[] = [];
    const { ids } = await watchNewest(cursor, open, at(60), listOf(Array.from({ length: 100 }, (_, n) => stamp(String(n), 50)), asked));
    expect(asked).toHaveLength(20);
    expect(open.every((id) => ids.includes(id))).toBe(true);
  });
});
