// Runs the real program, as a person would.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");
export const VIGIE = join(ROOT, "bin/vigie");

export type Ran = { readonly status: number | null; readonly out: string; readonly err: string };

/** Runs `vigie` in a folder; `input` goes to its standard input. */
export function vigie(folder: string, args: readonly string[], input: string | Buffer = ""): Ran {
  const { status, stdout, stderr } = spawnSync(VIGIE, args, { cwd: folder, input: Buffer.from(input), maxBuffer: 1 << 28 });
  return { status, out: stdout.toString(), err: stderr.toString() };
}

type Told = { readonly rule: { readonly title: string; readonly path: string }; readonly time: string; readonly source: { readonly path: string; readonly record: number }; readonly fields: Readonly<Record<string, unknown>> };

/** What `--format jsonl` printed. */
export const detectionsOf = ({ out }: Ran): Told[] => out.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Told);

/** Where the detections are, as `path:record`. */
export const placesOf = (ran: Ran): string[] => detectionsOf(ran).map(({ source }) => `${source.path}:${source.record}`);

/** A rule that finds every event of `process`, and one that counts what it found. */
export const RULES = `title: Evil program
id: 00000000-0000-4000-8000-000000000001
name: evil
status: test
author: Test
references: [https://example.com/evil]
tags: [attack.execution]
level: high
logsource: {product: windows, category: process_creation}
detection:
  program: {Image|endswith: \\evil.exe}
  condition: program
---
title: Evil again and again
id: 00000000-0000-4000-8000-000000000002
level: critical
correlation:
  type: event_count
  rules: [evil]
  group-by: [Computer]
  timespan: 10m
  condition: {gte: 3}
  generate: true
`;

/** A Sysmon record of a new process, as NXLog writes it: at second `second` of one hour. */
const record = (second: number, image: string, host = "ws1"): string =>
  JSON.stringify({ EventID: 1, Channel: "Microsoft-Windows-Sysmon/Operational", Hostname: host, UtcTime: `2026-01-02 03:${String(Math.floor(second / 60)).padStart(2, "0")}:${String(second % 60).padStart(2, "0")}.000`, Image: image });

export const evil = (second = 0, host?: string): string => record(second, "C:\\evil.exe", host);
export const good = (second = 0, host?: string): string => record(second, "C:\\good.exe", host);
