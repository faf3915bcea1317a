// However many share the work, the output is the same to the byte.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { withTree } from "../../scripts/tree.ts";
import { runShared } from "../../src/cli/scan-workers.ts";
import type { ScanSetup } from "../../src/cli/scan-setup.ts";
import { evil, good, RULES, vigie } from "./vigie.ts";

/** Scans with one and with several workers; both must tell the same. Gives what they told. */
function compare(folder: string): string {
  const [alone, shared] = ["1", "3"].map((workers) => {
    const ran = vigie(folder, ["scan", "--rules", "rules.yml", "--format", "jsonl", "--rejects", `rejects-${workers}`, "--workers", workers, "in"]);
    return { status: ran.status, out: ran.out, rejects: readFileSync(join(folder, `rejects-${workers}`), "utf8"), summary: ran.err.replace(/ in \d.*/, "") };
  });
  expect(shared).toEqual(alone);
  return alone!.out;
}

const lines = (count: number, offset = 0): string =>
  Array.from({ length: count }, (_, i) => ((i * 7919) % 397 === 0 ? evil((i + offset) % 3600, `ws${i % 2}`) : i % 1500 === 7 ? '{"broken":' : good((i + offset) % 3600, "wsé"))).join("\n");

test("on several files of every kind", () =>
  withTree({ "rules.yml": RULES }, (folder) => {
    mkdirSync(join(folder, "in"));
    writeFileSync(join(folder, "in/a.jsonl"), lines(4000));
    writeFileSync(join(folder, "in/b.gz"), gzipSync(lines(4000, 500)));
    writeFileSync(join(folder, "in/c.json"), `[${evil(1, "x")},${good()}]`);
    writeFileSync(join(folder, "in/d.bin"), Buffer.alloc(5000, 7));
    writeFileSync(join(folder, "in/e.jsonl"), lines(4000, 1000));
    expect(compare(folder)).toContain("Evil again and again");
  }));

test("on one large file, which they share: places, numbers and correlations", () =>
  withTree({ "rules.yml": RULES }, (folder) => {
    mkdirSync(join(folder, "in"));
    writeFileSync(join(folder, "in/a.jsonl"), lines(60_000));
    expect(compare(folder)).toMatch(/"record":5\d{4}\}/);
  }));

test("on an audit log, whose events stand in several lines", () =>
  withTree({ "rules.yml": "title: Shell\nlogsource: {product: linux, service: auditd}\ndetection: {a: {exe: /bin/sh, name: /etc/x}, condition: a}\n" }, (folder) => {
    mkdirSync(join(folder, "in"));
    const event = (i: number): string => `type=SYSCALL msg=audit(1767323045.000:${i}): arch=c000003e syscall=59 exe="/bin/sh"\ntype=PATH msg=audit(1767323045.000:${i}): item=0 name="/etc/x"\n`;
    writeFileSync(join(folder, "in/audit.log"), Array.from({ length: 30_000 }, (_, i) => event(i)).join(""));
    expect(compare(folder).trimEnd().split("\n")).toHaveLength(30_000);
  }));

const SETUP: ScanSetup = { rules: [], variables: undefined, deprecated: false, minLevel: "low", sinceMs: undefined, untilMs: undefined, nowMs: 0 };

test.each([
  ["throws", "throw new Error('no room')", "no room"],
  ["throws at work", "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('no room'); });", "no room"],
  ["just ends", "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(0));", "A worker ended in the middle of a.log"],
])("a worker that %s fails the scan, and nobody waits for it", (_, program, sentence) =>
  withTree({ "worker.mjs": program }, async (folder) => {
    const file = { path: "a.log", sizeBytes: 1, named: true, modifiedMs: undefined };
    const tasks = [0, 1, 2].map((number) => ({ number, file, range: undefined }));
    await expect(runShared({ tasks, workers: 2 }, SETUP, async () => {}, join(folder, "worker.mjs"))).rejects.toThrow(sentence);
  }));
