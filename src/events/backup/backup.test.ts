import fc from "fast-check";
import { expect, test } from "vitest";
import { ALL, batchOf, collect, eventWith, hotOf, LIMITS, NOON, testStore } from "../test/fixture.ts";
import { columnsOf, copyDay, fillDay, requireEmptyStore, storedDays } from "./copy.ts";
import { RowCutter } from "./rows.ts";

const DAY = 86_400_000;
const positions = new Map([[0, 32], [1, 17]]);

test("what is stored up to a place is copied and filled in again, whatever its bytes; what is behind is not", async () => {
  const from = await testStore();
  const to = await testStore();
  const lines = [0, 1, 2].map((line) => eventWith({ line, arrivedMs: NOON + line * DAY, raw: Buffer.from([0, 10, 255, 128, line]), hot: hotOf({ "user.name": "é\u{1f600}".repeat(100), "source.ip": "::1", "event.category": ["process", ""] }) }));
  const large = eventWith({ seq: 32, raw: Buffer.alloc(3 << 20, 7) });
  await from.store.insert(batchOf(...lines, large, eventWith({ seq: 48 }), eventWith({ seq: 17 }), eventWith({ seq: 33 }), eventWith({ seq: 18 })));
  const days = await storedDays(from.db, positions);
  expect(days.map(({ rows }) => rows)).toEqual([3, 1, 1]);
  const columns = await columnsOf(from.db, "event");
  await requireEmptyStore(to.db, [{ table: "event", columns }]);
  for (const day of days) await fillDay(to.db, { ...day, columns, content: copyDay(from.db, { ...day, columns }, positions) });
  const wanted = (await collect(from.store.stream("acme", ALL, LIMITS))).filter(({ seq }) => seq === 16 || seq === 32 || seq === 17);
  expect(wanted.length).toBe(5);
  expect(await collect(to.store.stream("acme", ALL, LIMITS))).toEqual(wanted);
  expect((await to.store.top("acme", { ...ALL, column: "user.name", limit: 5 }, LIMITS)).values).toEqual((await from.store.top("acme", { ...ALL, column: "user.name", limit: 5 }, LIMITS)).values);
  await expect(requireEmptyStore(to.db, [{ table: "event", columns: [] }])).rejects.toThrow("restore into an empty one");
  await expect(requireEmptyStore(to.db, [{ table: "quarantine", columns: [{ name: "later", type: "String" }] }])).rejects.toThrow("restore it with the version that made it");
  await expect(fillDay(to.db, { ...days[0]!, rows: 2, columns, content: copyDay(from.db, { ...days[0]!, columns }, positions) })).rejects.toThrow("it was altered");
  await expect(collect(copyDay(from.db, { ...days[0]!, columns, rows: 4 }, positions))).rejects.toThrow("make the backup again");
  await Promise.all([from.end(), to.end()]);
});

const TYPES = ["UInt32", "LowCardinality(String)", "Nullable(Int64)", "Array(String)", "FixedString(16)"];
type Row = { readonly text: Uint8Array; readonly number: boolean; readonly list: readonly Uint8Array[] };

const length = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...length(value >>> 7)]);
const blob = (bytes: Uint8Array): number[] => [...length(bytes.length), ...bytes];
const encode = ({ text, number, list }: Row): number[] => [1, 2, 3, 4, ...blob(text), ...(number ? [0, 1, 2, 3, 4, 5, 6, 7, 8] : [1]), ...length(list.length), ...list.flatMap(blob), ...Array.from({ length: 16 }, () => 9)];

test("rows are cut where they end, however the bytes come", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  const rows = fc.array(fc.record({ text: bytes, number: fc.boolean(), list: fc.array(bytes, { maxLength: 3 }) }), { maxLength: 6 });
  fc.assert(fc.property(rows, fc.integer({ min: 1, max: 400 }), (given, size) => {
    const all = Buffer.from(given.flatMap(encode));
    const cutter = new RowCutter(TYPES);
    const ends: number[] = [];
    const cut: Buffer[] = [];
    for (let at = 0; at < all.length; at += size) {
      const { bytes: whole, count } = cutter.cut(all.subarray(at, at + size));
      cut.push(whole);
      ends.push(count);
    }
    expect(Buffer.concat(cut)).toEqual(all);
    expect(ends.reduce((sum, one) => sum + one, 0)).toBe(given.length);
    expect(cutter.isWhole).toBe(true);
  }));
});

test("a row that is not whole is told", () => {
  const cutter = new RowCutter(TYPES);
  expect(cutter.cut(Buffer.from([1, 2, 3])).count).toBe(0);
  expect(cutter.isWhole).toBe(false);
  expect(() => new RowCutter(["String"]).cut(Buffer.alloc(10, 255))).toThrow("cannot be read");
  expect(() => new RowCutter(["Map(String, String)"])).toThrow("cannot measure");
});
