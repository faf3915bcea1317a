// What scan reads, and what it says of what it cannot read.
import { chmodSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { withTree } from "../../scripts/tree.ts";
import { describeShared } from "../shared.ts";
import { zip } from "../zip.ts";
import { detectionsOf, evil, good, placesOf, RULES, vigie } from "./vigie.ts";

type File = string | Buffer;

/** Runs `use` in a folder with the rules and these files. */
const inFolder = (files: Readonly<Record<string, File>>, use: (folder: string) => void): Promise<void> =>
  withTree({ "rules.yml": RULES }, (folder) => {
    mkdirSync(join(folder, "in"));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, "in", name), content);
    use(folder);
  });

const JSONL = ["--rules", "rules.yml", "--format", "jsonl"];
const LINES = `${good()}\n${evil(1)}\n`;

describe("reads", () => {
  test.each<[what: string, name: string, content: File, place: string]>([
    ["JSON lines",                       "a.jsonl",  LINES,                                                             "in/a.jsonl:2"],
    ["gzip",                             "a.gz",     gzipSync(LINES),                                                   "in/a.gz:2"],
    ["zstd",                             "a.zst",    zstdCompressSync(LINES),                                           "in/a.zst:2"],
    ["a zip archive",                    "a.zip",    zip({ "x/b.json": Buffer.from(LINES) }),                           "in/a.zip!x/b.json:2"],
    ["pretty-printed objects in a row",  "a.json",   [good(), evil(1)].map((text) => JSON.stringify(JSON.parse(text), undefined, 2)).join("\n"), "in/a.json:2"],
    ["an array",                         "a.json",   `[${good()},\n${evil(1)}]`,                                        "in/a.json:2"],
    ["a table with a header",            "a.csv",    `EventID,Channel,Hostname,UtcTime,Image\r\n1,Microsoft-Windows-Sysmon/Operational,ws1,2026-01-02 03:00:00,"C:\\good.exe"\r\n1,Microsoft-Windows-Sysmon/Operational,ws1,2026-01-02 03:00:01,C:\\evil.exe\r\n`, "in/a.csv:2"],
    ["UTF-16 with a mark",               "a.txt",    Buffer.from(`\ufeff${LINES}`, "utf16le"),                          "in/a.txt:2"],
  ])("%s", (_, name, content, place) =>
    inFolder({ [name]: content }, (folder) => {
      const ran = vigie(folder, ["scan", ...JSONL, "in"]);
      expect(ran).toMatchObject({ status: 0, err: expect.stringContaining("2 read, 2 parsed, 0 rejected") as string });
      expect(placesOf(ran)).toEqual([place]);
    }));

  test.each<[what: string, input: File]>([["lines", LINES], ["gzip", gzipSync(LINES)], ["an array", `[${good()},${evil(1)}]`]])("%s from standard input", (_, input) =>
    inFolder({}, (folder) => {
      const ran = vigie(folder, ["scan", ...JSONL, "--workers", "2", "-"], input);
      expect(ran.status).toBe(0);
      expect(placesOf(ran)).toEqual(["-:2"]);
    }));
});

describeShared("an event log from standard input", (shared) => {
  test("gives what the file gives", () =>
    inFolder({}, (folder) => {
      const name = globSync("data/sigma/regression_data/rules/windows/**/*.evtx", { cwd: shared }).map((path) => join(shared, path)).toSorted()[0]!;
      const args = ["scan", "--format", "jsonl", "--rules", join(shared, "data/sigma/rules/windows")];
      const piped = vigie(folder, [...args, "-"], readFileSync(name));
      const read = vigie(folder, [...args, name]);
      expect(piped.status).toBe(0);
      expect(detectionsOf(piped).length).toBeGreaterThan(0);
      expect(detectionsOf(piped).map((one) => one.rule.title)).toEqual(detectionsOf(read).map((one) => one.rule.title));
    }));
});

describe("says what it cannot read, and reads the rest", () => {
  test("a missing path", () =>
    inFolder({ "a.json": LINES }, (folder) => {
      const ran = vigie(folder, ["scan", ...JSONL, "none", "in"]);
      expect(ran).toMatchObject({ status: 1, err: expect.stringContaining("not read    none: no such file or folder") as string });
      expect(placesOf(ran)).toEqual(["in/a.json:2"]);
    }));

  test("a link that leads to itself", () =>
    inFolder({ "a.json": LINES }, (folder) => {
      symlinkSync("loop", join(folder, "loop"));
      expect(vigie(folder, ["scan", ...JSONL, "loop", "in"])).toMatchObject({ status: 1, err: expect.stringContaining("loop: too many symbolic links") as string });
    }));

  test.skipIf(process.getuid?.() === 0)("a file that is not ours to read", () =>
    inFolder({ "a.json": LINES, "b.json": LINES }, (folder) => {
      chmodSync(join(folder, "in/a.json"), 0);
      const ran = vigie(folder, ["scan", ...JSONL, "in"]);
      expect(ran).toMatchObject({ status: 1, err: expect.stringContaining("in/a.json: permission denied") as string });
      expect(placesOf(ran)).toEqual(["in/b.json:2"]);
    }));

  test("an archive that is cut off", () =>
    inFolder({ "a.gz": gzipSync(LINES).subarray(0, -9), "b.json": LINES }, (folder) => {
      const ran = vigie(folder, ["scan", ...JSONL, "--rejects", "rejects", "in"]);
      expect(ran).toMatchObject({ status: 1, err: expect.stringContaining("1 × gzip data is damaged or cut off") as string });
      expect(placesOf(ran)).toContain("in/b.json:2");
      expect(readFileSync(join(folder, "rejects"), "utf8")).toContain('"path":"in/a.gz"');
    }));

  test("a broken line in the middle, kept with its place", () =>
    inFolder({ "a.json": `${good(0, "é")}\r\n\n{"Image":"é",\n${evil(1)}\n` }, (folder) => {
      const ran = vigie(folder, ["scan", ...JSONL, "--rejects", "rejects", "in"]);
      expect(ran).toMatchObject({ status: 1, err: expect.stringContaining("3 read, 2 parsed, 1 rejected") as string });
      expect(placesOf(ran)).toEqual(["in/a.json:4"]);
      const rejects = readFileSync(join(folder, "rejects"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as object);
      expect(rejects).toEqual([
        { path: "in/a.json", record: 3, offset: Buffer.byteLength(`${good(0, "é")}\r\n\n`), reason: expect.stringMatching(/^not JSON: /) as string, text: '{"Image":"é",' },
      ]);
    }));

  test.each<[what: string, name: string, head: string]>([
    ["lines", "a.log", "Jan  2 03:00:00 ws1 sshd[1]: Failed password for eve from 203.0.113.9 port 1 ssh2\n"],
    ["JSON lines", "a.json", `${good()}\n`],
    ["objects in a row", "a.json", `${JSON.stringify(JSON.parse(good()), undefined, 2)}\n`],
  ])("zeros among %s: read = parsed + rejected", (_, name, head) =>
    inFolder({ [name]: `${head.repeat(20)}\0\0\0\0\0\0\n${head}\0\0\0\0` }, (folder) => {
      const ran = vigie(folder, ["scan", ...JSONL, "--rejects", "rejects", "in"]);
      expect(ran.status).toBe(1);
      expect(ran.err).toMatch(/^records {5}23 read, 21 parsed, 2 rejected\n {12}2 × zeros instead of text/m);
      const rejects = readFileSync(join(folder, "rejects"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as { record: number; text: string });
      expect(rejects.map(({ record, text }) => `${record}${text}`)).toEqual(["21", "23"]);
    }));

  test("files that are no logs, by kind", () =>
    inFolder({ "a.json": LINES, "b.png": Buffer.from("\x89PNG\r\n\x1a\n0000", "latin1"), "c.bin": Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7919) & 255)), "empty": "" }, (folder) => {
      const ran = vigie(folder, ["scan", ...JSONL, "in"]);
      expect(ran).toMatchObject({ status: 0, err: expect.stringMatching(/^files {7}4; skipped: .*1 empty/m) as string });
      expect(placesOf(ran)).toEqual(["in/a.json:2"]);
    }));

  test.each<[what: string, files: Readonly<Record<string, File>>]>([["an empty folder", {}], ["an empty file", { "a.log": "" }]])("%s", (_, files) =>
    inFolder(files, (folder) => {
      expect(vigie(folder, ["scan", "--rules", "rules.yml", "in"])).toMatchObject({ status: 0, out: "no detections\n", err: expect.stringContaining("0 read, 0 parsed, 0 rejected") as string });
    }));
});

test("gives lines without a year the last one that can be", () =>
  inFolder({}, (folder) => {
    writeFileSync(join(folder, "rules.yml"), "title: SSH failure\nlogsource: {product: linux, service: sshd}\ndetection: {a: [Failed password], condition: a}\n");
    const input = "Dec 31 23:59:59 web1 sshd[1]: Failed password for eve from 203.0.113.9 port 1 ssh2\n";
    const [piped] = detectionsOf(vigie(folder, ["scan", ...JSONL, "-"], input));
    expect(Date.parse(piped!.time)).toBeLessThan(Date.now() + 86_400_000);
    expect(Date.parse(piped!.time)).toBeGreaterThan(Date.now() - 367 * 86_400_000);
  }));
