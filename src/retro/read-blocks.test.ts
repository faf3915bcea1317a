import { expect, test } from "vitest";
import { StoreError, type StoredEvent, type StoreErrorCode } from "../events/index.ts";
import { readBlocks } from "./read-blocks.ts";

const RANGE = { filter: { sql: "1", params: {} }, sinceMs: 0, untilMs: 10_000 };
// Many of one millisecond: where to go on is told by their ids.
const ROWS = Array.from({ length: 1_300 }, (_, i): StoredEvent => ({
  id: i.toString(16).padStart(32, "0"), timeMs: Math.floor(i / 400), arrivedMs: 0, seq: 0, line: 0, part: 0, batch: 0, key: "", source: "s", collector: "c", technology: "t", raw: Buffer.from("x"),
}));

/** A store that breaks off after so many rows, each time it is asked; `breaks` says with what. */
function breaking(breaks: readonly { readonly after: number; readonly code: StoreErrorCode }[]) {
  let asked = 0;
  return {
    async *stream(_tenant: string, { sinceMs }: { readonly sinceMs: number }) {
      const broken = breaks[asked++];
      let given = 0;
      for (const row of ROWS.filter(({ timeMs }) => timeMs >= sinceMs)) {
        if (broken !== undefined && given++ === broken.after) throw new StoreError(broken.code, "broken");
        yield row;
      }
    },
  };
}

async function read(store: ReturnType<typeof breaking>, signal = new AbortController().signal): Promise<readonly (readonly string[])[]> {
  const blocks: string[][] = [];
  for await (const block of readBlocks(store, "t", RANGE, signal)) blocks.push(block.map(({ id }) => id));
  return blocks;
}

test("gives every event once and in order, some hundred at a time, though the store breaks off", async () => {
  const blocks = await read(breaking([{ after: 700, code: "unavailable" }]));
  expect(blocks.flat()).toEqual(ROWS.map(({ id }) => id));
  expect(Math.max(...blocks.map(({ length }) => length))).toBeLessThanOrEqual(500);
});

test("does not ask again what will not pass", async () => {
  await expect(read(breaking([{ after: 0, code: "too_much" }]))).rejects.toThrow("broken");
});

test("ends while it waits for the store, if it is told to", async () => {
  const stopping = new AbortController();
  setTimeout(() => stopping.abort(), 50);
  await expect(read(breaking([{ after: 0, code: "busy" }]), stopping.signal)).rejects.toThrow("aborted");
});
