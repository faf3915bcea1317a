import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { zip } from "../../../test/zip.ts";
import { type Read, readFile } from "./read-file.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "vigie-sources-"))));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(name: string, bytes: string | Buffer, named = false): Promise<readonly Read[]> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const items: Read[] = [];
  for await (const item of readFile({ path, sizeBytes: bytes.length, named })) items.push(item);
  return items;
}

const batches = (items: readonly Read[]) => items.filter((item) => item.type === "batch");
const texts = (items: readonly Read[]) => batches(items).flatMap((item) => item.lines.map((line) => line.text));
const reasons = (items: readonly Read[]) => batches(items).flatMap((item) => item.rejected.map((part) => part.reason));

const LINES = Array.from({ length: 20_000 }, (_, i) => JSON.stringify({ i, text: `é${(i * 7919) % 104729}` }));
const JSONL = Buffer.from(`${LINES.join("\n")}\n`);
const GZ = gzipSync(JSONL);
const ZST = zstdCompressSync(JSONL);

describe("encodings and packings give the same lines", () => {
  const utf16 = (bytes: Buffer) => Buffer.from(bytes.toString(), "utf16le");
  test.each([
    ["plain.json", JSONL],
    ["crlf.json", Buffer.from(LINES.join("\r\n"))],
    ["bom.json", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), JSONL])],
    ["utf16le.txt", Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(JSONL)])],
    ["utf16be.txt", Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(JSONL).swap16()])],
    ["utf16-without-mark", utf16(JSONL)],
    ["a.gz", GZ],
    ["gz-by-another-name.dat", GZ],
    ["a.zst", ZST],
    ["twice.gz", gzipSync(GZ)],
    ["zst-in-gz", gzipSync(ZST)],
    ["named.gz", Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.from("log\0"), GZ.subarray(10)])],
  ])("%s", async (name, bytes) => {
    const items = await read(name, bytes);
    expect(texts(items)).toEqual(LINES);
    expect(reasons(items)).toEqual([]);
  });

  test.each([
    ["members.gz", Buffer.concat([GZ, GZ])],
    ["frames.zst", Buffer.concat([ZST, ZST])],
    ["padded.gz", Buffer.concat([GZ, GZ, Buffer.alloc(512)])],
  ])("all parts of %s", async (name, bytes) => {
    const items = await read(name, bytes);
    expect(texts(items)).toEqual([...LINES, ...LINES]);
    expect(reasons(items)).toEqual([]);
    expect(batches(items).at(-1)!.bytesRead).toBe(bytes.length);
  });
});

describe("of damaged packings, what can be read is given and the rest is told", () => {
  const flipped = (bytes: Buffer, at: number) => Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ 0xff : byte)));
  test.each([
    ["cut.gz", GZ.subarray(0, GZ.length >> 1), "gzip data is damaged or cut off: unexpected end of file"],
    ["cut.zst", ZST.subarray(0, ZST.length >> 1), "zstd data is damaged or cut off: unexpected end of file"],
    ["no-checksum.gz", GZ.subarray(0, -5), "gzip data is damaged or cut off: checksum is cut off"],
    ["bad-checksum.gz", flipped(GZ, GZ.length - 8), "gzip data is damaged or cut off: checksum differs"],
    ["junk-behind.gz", Buffer.concat([GZ, Buffer.from("junk")]), "what follows the gzip data is no gzip data"],
  ])("%s", async (name, bytes, reason) => {
    const items = await read(name, bytes);
    const got = texts(items);
    expect(got.length).toBeGreaterThan(LINES.length / 4);
    expect(got.slice(0, -1)).toEqual(LINES.slice(0, got.length - 1));
    expect(reasons(items)).toEqual([reason]);
  });

  test("where nothing can be read, nothing is called empty", async () => {
    expect(await read("stub.gz", GZ.subarray(0, 12))).toMatchObject([{ type: "batch", lines: [], rejected: [{ record: 1 }] }]);
  });

  test("a bomb of one endless line needs little memory", async () => {
    const items = await read("bomb.gz", gzipSync(Buffer.alloc(100 << 20, 65)), true);
    expect(reasons(items)).toEqual(["record is longer than 16777216 bytes"]);
  });
});

describe("zip archives", () => {
  test("give each member that is a log, whatever it is packed in", async () => {
    const items = await read("logs.zip", zip({ "a/one.json": JSONL, "two.json.gz": GZ, "a/": Buffer.alloc(0), "readme.md": Buffer.from("# x"), "in.zip": zip({ "x.log": Buffer.from("10:00:00 hello\n") }) }));
    expect(batches(items).map((item) => item.path.slice(folder.length + 1)).filter((path, i, all) => all.indexOf(path) === i)).toEqual(["logs.zip!a/one.json", "logs.zip!two.json.gz", "logs.zip!in.zip!x.log"]);
    expect(texts(items)).toEqual([...LINES, ...LINES, "10:00:00 hello"]);
    expect(items.filter((item) => item.type === "skipped").map((item) => item.kind)).toEqual(["document"]);
  });

  test.each(["/etc/cron.log", "../../up.log", "a/../../b.log", "C:\\logs\\c.log", "..\\d.log", "//host/share/e.log"])("keep the name of member %s as it is: it is shown, never opened", async (name) => {
    const items = await read("names.zip", zip({ [name]: Buffer.from("10:00:00 hello\n"), "f.log": Buffer.from("10:00:01 hello\n") }));
    expect(batches(items).map((item) => item.path)).toEqual([`${join(folder, "names.zip")}!${name}`, `${join(folder, "names.zip")}!f.log`]);
    expect(texts(items)).toEqual(["10:00:00 hello", "10:00:01 hello"]);
  });

  test("a damaged member costs no other", async () => {
    const bytes = zip({ "one.json": JSONL, "two.json": JSONL });
    bytes.fill(0xff, 20_000, 20_100);
    const items = await read("damaged.zip", bytes);
    expect(reasons(items)).toHaveLength(1);
    expect(texts(items).slice(-LINES.length)).toEqual(LINES);
  });

  test("without its index an archive cannot be read, and says so", async () => {
    const items = await read("cut.zip", zip({ "one.json": JSONL }).subarray(0, 500));
    expect(items).toEqual([{ type: "failure", path: join(folder, "cut.zip"), reason: expect.stringContaining("not a zip file, or file is truncated") as string }]);
  });

  test("packed too many times over, it is refused", async () => {
    let bytes: Buffer = JSONL;
    for (let i = 0; i < 6; i++) bytes = gzipSync(bytes);
    expect(await read("deep.gz", bytes)).toMatchObject([{ type: "failure", reason: "is packed too many times over: unpack it first" }]);
  });
});

test.skipIf(!existsSync("/proc/self/fd"))("closes what it opened, also if nobody reads to the end", async () => {
  const openFiles = () => readdirSync("/proc/self/fd").length;
  const path = join(folder, "large.json");
  writeFileSync(path, Buffer.concat(Array.from({ length: 4 }, () => JSONL)));
  const before = openFiles();
  for (let i = 0; i < 20; i++) {
    await read("skipped.yml", "a: 1\n".repeat(200_000));
    for await (const item of readFile({ path, sizeBytes: 0, named: true })) if (item.type === "batch") break;
  }
  expect(openFiles()).toBe(before);
});

test("standard input is judged like a file", async () => {
  const script = `import { readFile } from ${JSON.stringify(join(import.meta.dirname, "index.ts"))};
    for await (const item of readFile({ path: "-", sizeBytes: 0, named: true })) console.log(item.type, item.path, item.lines?.length);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { input: GZ, encoding: "utf8" });
  expect(stderr).toBe("");
  const sizes = stdout.trim().split("\n").map((line) => /^batch - (\d+)$/.exec(line)?.[1]);
  expect(sizes.reduce((sum, size) => sum + Number(size), 0)).toBe(LINES.length);
});

test("any bytes at all give a result, and nothing is thrown", async () => {
  const begin = fc.constantFrom(GZ.subarray(0, 600), ZST.subarray(0, 600), zip({ "a.json": GZ.subarray(0, 50) }), Buffer.from("ElfFile\0"), Buffer.from("<Event "), Buffer.from("[{"), Buffer.from("a,b,c\n1,"), Buffer.from([0xff, 0xfe]), Buffer.from("#Fields: a\n"), Buffer.from("#separator \\x"));
  const changes = fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(begin, changes, fc.uint8Array({ maxLength: 100 }), async (head, edits, tail) => {
      const bytes = Buffer.concat([head, tail]);
      for (const [at, byte] of edits) if (at < bytes.length) bytes[at] = byte;
      await read("any", bytes, true);
    }),
    { numRuns: 1000 },
  );
});

test("tables say what their columns are, also when they change", async () => {
  const csv = await read("a.csv", '\ufeffEventID;Channel;Message\r\n4625;Security;"a ""q""\r\nb"\r\n');
  expect(csv).toMatchObject([{ format: "csv", columns: { names: ["EventID", "Channel", "Message"], delimiter: ";", dialect: "quoted" }, lines: [{ text: '4625;Security;"a ""q""\r\nb"', record: 1 }] }]);
  const iis = await read("u_ex.log", "#Software: Microsoft IIS\r\n#Fields: date time\r\n2024-01-01 00:00:00\r\n#Fields: date time cs-method\r\n2024-01-01 00:00:01 GET\r\n");
  expect(batches(iis).map((item) => [item.columns?.names, item.lines.map((line) => line.record)])).toEqual([[["date", "time"], [1]], [["date", "time", "cs-method"], [2]]]);
  const zeek = await read("conn.log", "#separator \\x09\n#set_separator\t,\n#path\tconn\n#fields\tts\tuid\n#types\ttime\tstring\n1.5\tC1\n#close\t2024\n");
  expect(zeek).toMatchObject([{ format: "csv", columns: { names: ["ts", "uid"], dialect: "zeek", log: "conn" }, lines: [{ text: "1.5\tC1" }] }]);
});

test("a file that is not there is told, not thrown", async () => {
  const path = join(folder, "none");
  const items: Read[] = [];
  for await (const item of readFile({ path, sizeBytes: 0, named: true })) items.push(item);
  expect(items).toEqual([{ type: "failure", path, reason: "no such file or folder" }]);
});
