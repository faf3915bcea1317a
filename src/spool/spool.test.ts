import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { IntakeFull, type Arrival } from "../sources/index.ts";
import { decodePacket, encodePacket, openSpoolReader, openSpoolWriter, partitionFor, PARTITIONS, partitionOf, partitionsOf } from "./index.ts";

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "vigie-spool-"));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

const LIMITS = { maxLines: 1000, maxBytes: 1e6 };
const arrival = (tenant: string, ...lines: string[]): Arrival => ({
  from: { tenant, source: "dc" }, transport: "bulk", collector: "http", peer: "192.0.2.1", arrivedMs: 1_700_000_000_000, format: "text", lines: lines.map((line) => Buffer.from(line)),
});
const texts = (packets: readonly { readonly lines: readonly Uint8Array[] }[]) => packets.flatMap(({ lines }) => lines.map((line) => Buffer.from(line).toString()));

test("a packet gives back the arrival, byte for byte", () => {
  const line = fc.uint8Array({ minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), fc.string(), fc.boolean(), (lines, peer, claimed) => {
      const given: Arrival = { ...arrival("acme"), peer, from: claimed ? { tenant: "acme", source: "x" } : undefined, lines };
      const got = decodePacket(encodePacket(given));
      expect({ ...got, lines: got.lines.map((one) => [...one]) }).toEqual({ ...given, lines: lines.map((one) => [...one]) });
    }),
  );
});

test("what was taken is read in order, again and again until it is trimmed", async () => {
  const writer = openSpoolWriter({ path, quotaBytes: 1e6 });
  const reader = openSpoolReader(path);
  const partition = partitionFor("acme");
  await Promise.all(["a", "b", "c"].map((line) => writer.take(arrival("acme", line))));
  const packets = reader.read(partition, 0, LIMITS);
  expect(texts(packets)).toEqual(["a", "b", "c"]);
  expect(packets.every(({ place }) => partitionOf(place) === partition)).toBe(true);
  expect(texts(reader.read(partition, packets[0]!.place, LIMITS))).toEqual(["b", "c"]);
  await reader.trim(partition, packets[1]!.place);
  expect(texts(reader.read(partition, 0, LIMITS))).toEqual(["c"]);
  await Promise.all([writer.close(), reader.close()]);
});

test("limits cut between packets, and let at least one through", async () => {
  const writer = openSpoolWriter({ path, quotaBytes: 1e6 });
  const reader = openSpoolReader(path);
  for (const line of ["a", "b", "c"]) await writer.take(arrival("acme", line, line));
  expect(texts(reader.read(partitionFor("acme"), 0, { maxLines: 3, maxBytes: 1e6 }))).toEqual(["a", "a", "b", "b"]);
  expect(texts(reader.read(partitionFor("acme"), 0, { maxLines: 99, maxBytes: 1 }))).toEqual(["a", "a"]);
  await Promise.all([writer.close(), reader.close()]);
});

test("a full spool refuses and keeps nothing of it, until there is room", async () => {
  const writer = openSpoolWriter({ path, quotaBytes: 2000 });
  const reader = openSpoolReader(path);
  const partition = partitionFor("acme");
  await writer.take(arrival("acme", "x".repeat(2000)));
  await expect(writer.take(arrival("acme", "y".repeat(2000)))).rejects.toThrow(IntakeFull);
  expect(writer.fill()).toMatchObject({ refused: 1 });
  expect(reader.read(partition, 0, LIMITS)).toHaveLength(1);
  await reader.trim(partition, reader.read(partition, 0, LIMITS)[0]!.place);
  await writer.room();
  await writer.take(arrival("acme", "y".repeat(2000)));
  expect(texts(reader.read(partition, 0, LIMITS))).toEqual(["y".repeat(2000)]);
  await Promise.all([writer.close(), reader.close()]);
});

test("places are never given out twice, also when all packets are gone", async () => {
  const partition = partitionFor("acme");
  const first = openSpoolWriter({ path, quotaBytes: 1e6 });
  await first.take(arrival("acme", "a"));
  const reader = openSpoolReader(path);
  const [{ place } = { place: 0 }] = reader.read(partition, 0, LIMITS);
  await reader.trim(partition, place);
  await Promise.all([first.close(), reader.close()]);

  const second = openSpoolWriter({ path, quotaBytes: 1e6 });
  await second.take(arrival("acme", "b"));
  const again = openSpoolReader(path);
  const [later] = again.read(partition, place, LIMITS);
  expect(later!.place).toBeGreaterThan(place);
  await Promise.all([second.close(), again.close()]);

  // The files were removed by hand: what the database remembers counts.
  rmSync(path, { recursive: true });
  const third = openSpoolWriter({ path, quotaBytes: 1e6, afterPlace: later!.place });
  await third.take(arrival("acme", "c"));
  const last = openSpoolReader(path);
  expect(last.read(partition, 0, LIMITS)[0]!.place).toBeGreaterThan(later!.place);
  await Promise.all([third.close(), last.close()]);
});

test("what was acknowledged is there after kill -9", () => {
  const script = `
    import { openSpoolWriter } from ${JSON.stringify(join(import.meta.dirname, "index.ts"))};
    const writer = openSpoolWriter({ path: ${JSON.stringify(path)}, quotaBytes: 1e9 });
    for (let i = 0; ; i++) {
      await writer.take({ from: { tenant: "acme", source: "dc" }, transport: "bulk", collector: "c", peer: "p", arrivedMs: 1, format: "text", lines: [Buffer.from(String(i))] });
      process.stdout.write(i + "\\n");
      if (i === 50) process.kill(process.pid, "SIGKILL");
    }`;
  const { stdout, signal } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(signal).toBe("SIGKILL");
  const reader = openSpoolReader(path);
  const kept = texts(reader.read(partitionFor("acme"), 0, LIMITS));
  expect(kept.slice(0, stdout.trim().split("\n").length)).toEqual(stdout.trim().split("\n"));
  return reader.close();
});

test("every partition belongs to exactly one worker, however many there are", () => {
  for (let workers = 1; workers <= 20; workers++) {
    const all = Array.from({ length: workers }, (_, worker) => partitionsOf(worker, workers)).flat();
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: PARTITIONS }, (_, partition) => partition));
  }
});
