import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contractSuite } from "../connectors/contract.ts";
import { requestTrackerServer, type RequestTrackerServer } from "./request-tracker.ts";

contractSuite("Request Tracker, a real one", () => requestTrackerServer());

describe("what RT does with long lists", () => {
  let rt: RequestTrackerServer;
  beforeAll(async () => {
    rt = await requestTrackerServer();
  });
  afterAll(() => rt?.stop());

  test("a ticket with more words than two pages hold is read whole, and so are its changes", async () => {
    const { connector } = rt;
    const id = await connector.create({ key: "A-1", title: "[A-1] talk", text: [{ kind: "text", text: "Talk." }], queue: "SOC Requests", priority: null, asset: null, dueAt: null });
    const { cursor } = await connector.changes(null, []);
    const words = Array.from({ length: 220 }, (_, i) => `word ${i}.`);
    // Side by side, as many as it works on at once; the replies among them are mailed, and each mail is kept too.
    await Promise.all([0, 1, 2, 3].map(async (lane) => {
      for (let i = lane; i < words.length; i += 4) await rt.person.comment?.(id, words[i]!, i % 8 === 0 ? "public" : "internal");
    }));
    await rt.person.attach?.(id, { name: "late.bin", type: "application/octet-stream", data: Uint8Array.of(1, 2, 255) });
    const reading = await connector.read(id);
    if (reading.found !== "yes") throw new Error(`not found: ${reading.found}`);
    const { comments, files } = reading.ticket;
    expect(comments.filter(({ text }) => text !== "See the file.").map(({ text }) => text).toSorted()).toEqual(words.toSorted());
    expect(comments.map((one) => Number(one.id))).toEqual(comments.map((one) => Number(one.id)).toSorted((a, b) => a - b));
    expect(Buffer.from(await connector.download(id, files[0]!.id))).toEqual(Buffer.of(1, 2, 255));
    const after = await connector.changes(cursor, []);
    expect([after.ids, after.more]).toEqual([[id], false]);
    expect((await connector.changes(after.cursor, [])).ids).toEqual([]);
  }, 600_000);
});
