import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Arrival } from "../sources/index.ts";
import { copySpool, openSpoolReader, openSpoolWriter, partitionFor } from "./index.ts";

const arrival = (line: string): Arrival => ({
  from: { tenant: "acme", source: "dc" }, transport: "bulk", collector: "http", peer: "192.0.2.1", arrivedMs: 1_700_000_000_000, format: "text", lines: [Buffer.from(line)],
});
const partition = partitionFor("acme");
const LIMITS = { maxLines: 1_000, maxBytes: 1e9 };

test("a copy has what waits at its moment, and places go on behind it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vigie-spool-"));
  const [path, copy] = [join(folder, "spool"), join(folder, "deep", "copy")];
  expect(await copySpool(path, copy)).toBe(false);
  expect(existsSync(copy)).toBe(false);
  const writer = openSpoolWriter({ path, quotaBytes: 1e9 });
  const reader = openSpoolReader(path);
  const linesOf = (from: typeof reader, after = 0) => from.read(partition, after, LIMITS).map(({ place, lines }) => [place, Buffer.from(lines[0]!).toString()] as const);
  for (const line of ["stored", "waits", "x".repeat(1 << 20)]) await writer.take(arrival(line));
  const all = linesOf(reader);
  await reader.trim(partition, all[0]![0]);
  const copying = copySpool(path, copy);
  const taken = Promise.all(Array.from({ length: 50 }, (_, i) => writer.take(arrival(`meanwhile ${i}`))));
  expect(await copying).toBe(true);
  await taken;
  const copied = openSpoolReader(copy);
  const found = linesOf(copied);
  expect(found.slice(0, 2)).toEqual(all.slice(1));
  // What came while it was made is in it from the first on without a gap, as far as it goes.
  expect(found.slice(2).map(([, line]) => line)).toEqual(found.slice(2).map((_, i) => `meanwhile ${i}`));
  const goesOn = openSpoolWriter({ path: copy, quotaBytes: 1e9 });
  await goesOn.take(arrival("after"));
  expect(linesOf(copied).at(-1)![0]).toBeGreaterThan(found.at(-1)![0]);
  // Whoever goes on with the copy removes what it has stored.
  for (const [place] of found) await copied.trim(partition, place);
  expect(linesOf(copied).map(([, line]) => line)).toEqual(["after"]);
  await Promise.all([writer.close(), reader.close(), copied.close(), goesOn.close()]);
  rmSync(folder, { recursive: true });
});
