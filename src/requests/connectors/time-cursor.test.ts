import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance, askFrom, cursorAt, type SeenChange } from "./time-cursor.ts";

const OVERLAP_MS = 60_000;
const START = Date.parse("2026-11-24T10:00:00Z");
const change = (ticket: string, second: number, version = String(second)): SeenChange => ({ key: ticket, ticket, at: new Date(START + second * 1000), version });

describe("a cursor by time", () => {
  it("tells a change once, and another in the same second", () => {
    const first = advance(cursorAt(new Date(START)), [change("a", 5), change("b", 5)], { overlapMs: OVERLAP_MS, upTo: null });
    expect(first.ids).toEqual(["a", "b"]);
    const again = advance(first.cursor, [change("a", 5), change("b", 5, "5 again")], { overlapMs: OVERLAP_MS, upTo: null });
    expect(again.ids).toEqual(["b"]);
    expect(advance(again.cursor, [change("a", 5), change("b", 5, "5 again")], { overlapMs: OVERLAP_MS, upTo: null }).ids).toEqual([]);
  });

  it("asks from before the last change, and at the end of a page from its last row", () => {
    const whole = advance(cursorAt(new Date(START)), [change("a", 500)], { overlapMs: OVERLAP_MS, upTo: null });
    expect(askFrom(whole.cursor, OVERLAP_MS)).toEqual(new Date(START + 440_000));
    const page = advance(cursorAt(new Date(START)), [change("a", 500)], { overlapMs: OVERLAP_MS, upTo: new Date(START + 500_000) });
    expect(page.more).toBe(true);
    expect(askFrom(page.cursor, OVERLAP_MS)).toEqual(new Date(START + 500_000));
  });

  it("moves on by what happens to others, and forgets it", () => {
    const { ids, cursor } = advance(cursorAt(new Date(START)), [change("a", 5), change("other", 900)], { overlapMs: OVERLAP_MS, upTo: null, follows: (ticket) => ticket === "a" });
    expect(ids).toEqual(["a"]);
    expect(askFrom(cursor, OVERLAP_MS)).toEqual(new Date(START + 840_000));
    expect(cursor).not.toContain("other");
  });

  it.each(["", "17", "{}", '{"at":"x"}', "null"])("begins at the beginning where the cursor is %j", (cursor) => {
    expect(askFrom(cursor, OVERLAP_MS)).toEqual(new Date(0));
  });

  it("misses nothing that is late by less than the overlap, whatever the pages", () => {
    const changes = fc.array(fc.record({ ticket: fc.constantFrom("a", "b", "c", "d"), second: fc.integer({ min: 0, max: 600 }), late: fc.integer({ min: 0, max: 59 }) }), { maxLength: 30 });
    fc.assert(fc.property(changes, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 97 }), (made, size, step) => {
      const told = new Set<string>();
      let cursor = cursorAt(new Date(START));
      for (let clock = 0; clock <= 700; clock += step) {
        // What is there now: of each ticket the last change that is visible.
        const visible = made.map((one, i) => ({ ...one, version: String(i) })).filter(({ second, late }) => second + late <= clock).toSorted((x, y) => x.second - y.second);
        const last = [...new Map(visible.map((one) => [one.ticket, one])).values()].toSorted((x, y) => x.second - y.second);
        for (let more = true; more;) {
          const from = askFrom(cursor, OVERLAP_MS).getTime();
          const due = last.map(({ ticket, second, version }) => change(ticket, second, version)).filter(({ at }) => at.getTime() >= from);
          const page = due.slice(0, size);
          // A page that does not get beyond its first second is read whole.
          const isWhole = page.length === due.length || page.at(-1)?.at.getTime() === from;
          const next = advance(cursor, isWhole ? due : page, { overlapMs: OVERLAP_MS, upTo: isWhole ? null : page.at(-1)?.at ?? null });
          for (const id of next.ids) told.add(`${id} ${last.find(({ ticket }) => ticket === id)?.version}`);
          ({ cursor, more } = next);
        }
        for (const { ticket, version } of last) expect(told).toContain(`${ticket} ${version}`);
      }
    }), { numRuns: 40 });
  });
});
