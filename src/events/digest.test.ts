import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chain, eventId } from "./digest.ts";
import { checkBatch, unknownBatches } from "./verify.ts";
import type { StoredEvent } from "./stored-event.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** The definition: each text behind its length, then the line. */
function slowId(texts: readonly string[], raw: Uint8Array): string {
  const parts = ["vigie event 1", ...texts].flatMap((text) => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return [length, bytes];
  });
  return createHash("sha512-256").update(Buffer.concat([...parts, raw])).digest("hex").slice(0, 32);
}

test("an id is the hash of all that it is of, whatever the texts hold and however long the line is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), fc.string(), fc.uint8Array({ maxLength: 300 }), fc.constantFrom(1, 1000), (tenant, source, key, raw, times) => {
      const line = Buffer.concat(Array.from({ length: times }, () => raw));
      expect(hex(eventId(tenant, source, key, line))).toBe(slowId([tenant, source, key], line));
    }),
    { numRuns: 200 },
  );
});

test("no part runs over into the next", () => {
  const ids = [["a", "b", "c"], ["ab", "", "c"], ["a", "bc", ""], ["", "ab", "c"]].map(([tenant, source, key]) => hex(eventId(tenant!, source!, key!, Buffer.from("x"))));
  expect(new Set(ids).size).toBe(4);
});

const lines = ["one", "two", "three"].map((raw, line): StoredEvent => {
  const bytes = Buffer.from(raw);
  return { id: hex(eventId("acme", "dc", `16.${line}`, bytes)), timeMs: 0, arrivedMs: 0, seq: 16, line, part: 0, batch: 16, key: `16.${line}`, source: "dc", collector: "udp", technology: "linux", raw: bytes };
});
const idsOf = (events: readonly StoredEvent[]) => events.map(({ id }) => Buffer.from(id, "hex"));
const record = { batch: 16, rows: 3, digest: chain("before", "acme", 16, idsOf(lines)) };
const [one, two, three] = lines as [StoredEvent, StoredEvent, StoredEvent];

test.each([
  ["as stored", lines, "before", undefined],
  ["in another order", [three, one, two], "before", undefined],
  ["a byte changed", [one, { ...two, raw: Buffer.from("twO") }, three], "before", "event_changed"],
  ["another source named", [one, { ...two, source: "dc2" }, three], "before", "event_changed"],
  ["a line removed", [one, three], "before", "event_missing"],
  ["a line doubled", [one, two, three, three], "before", "event_added"],
  ["a line replaced by one of its own", [one, two, { ...three, raw: Buffer.from("new"), id: hex(eventId("acme", "dc", "16.2", Buffer.from("new"))) }], "before", "batch_changed"],
  ["another digest before it", lines, "other", "batch_changed"],
])("%s", (_, events, previous, problem) => {
  const check = checkBatch("acme", previous, record, events);
  expect(check.ok ? undefined : check.problem).toBe(problem);
});

test("names the event that was changed", () => {
  const check = checkBatch("acme", "before", record, [one, { ...two, raw: Buffer.from("x") }]);
  expect(check).toMatchObject({ event: two.id, say: expect.stringContaining("arrival 16, line 1") as string });
});

test("names batches that nobody wrote down", () => {
  expect(unknownBatches(new Set([16]), [16, 32])).toMatchObject([{ batch: 32, problem: "batch_unknown" }]);
});
