import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ruleText, uuid } from "../../../test/rule-text.ts";
import { zip } from "../../../test/zip.ts";
import { DomainError } from "../../core/index.ts";
import { readArchive, readList } from "./archive.ts";
import { chooseFiles } from "./choose-files.ts";

const RULE = Buffer.from(ruleText({ id: uuid(1) }));
const paths = async (members: Readonly<Record<string, Buffer>>) => (await readArchive(zip(members))).files.map(({ path }) => path);

describe("chooses rule files", () => {
  test.each([
    ["all of a plain folder", ["b.yml", "a/c.YAML", "a/readme.md"], ["b.yml", "a/c.YAML"]],
    ["none with events", ["b.yml", "b.events.yml"], ["b.yml"]],
    ["below rules folders, as a release has them", ["rules/a.yml", "rules-emerging-threats/b.yml", "tests/c.yml", "version.yml"], ["rules/a.yml", "rules-emerging-threats/b.yml"]],
    ["below the one top folder of a repository", ["sigma-master/rules/a.yml", "sigma-master/deprecated/b.yml", "sigma-master/tests/c.yml"], ["rules/a.yml"]],
    ["below the one top folder, though there is a file of its own", ["mine/a.yml", "mine/b/c.yml"], ["mine/a.yml", "mine/b/c.yml"]],
    ["from a Windows archiver", ["rules\\a.yml", "other\\b.yml"], ["rules/a.yml"]],
    ["of a listing with dots", ["./a.yml"], ["a.yml"]],
    ["nothing of nothing", [], []],
  ])("%s", (_, names, want) => {
    expect(chooseFiles(names).map(({ path }) => path)).toEqual(want);
  });
});

test("reads the texts of an archive, and counts the files that are no rules", async () => {
  const unpacked = await readArchive(zip({ "top/rules/a.yml": RULE, "top/LICENSE": Buffer.from("x"), "top/rules/folder/": Buffer.alloc(0) }));
  expect(unpacked).toEqual({ files: [{ path: "rules/a.yml", text: RULE.toString() }], unread: [], others: 1 });
});

describe("refuses an archive", () => {
  const bomb = (declared: number) => {
    const bytes = zip({ "a.yml": Buffer.alloc(8 * 1024 * 1024, "a") });
    const at = bytes.lastIndexOf("PK\x01\x02", undefined, "latin1");
    bytes.writeUInt32LE(declared, at + 24);
    return bytes;
  };
  const many = (n: number, size: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`${i}.yml`, Buffer.alloc(size)]));
  const encrypted = () => {
    const bytes = zip({ "a.yml": RULE, "b.yml": RULE });
    bytes.writeUInt16LE(1, bytes.indexOf("PK\x01\x02", 0, "latin1") + 8);
    return bytes;
  };
  test.each([
    ["that is none", Buffer.from("no archive"), /cannot be read: /],
    ["that is empty bytes", Buffer.alloc(0), /cannot be read: /],
    ["cut in the middle", zip({ "a.yml": RULE }).subarray(0, 120), /cannot be read: /],
    ["that climbs out of its folder", zip({ "../../etc/cron.d/a.yml": RULE }), /invalid relative path/],
    ["with an absolute path", zip({ "/etc/a.yml": RULE }), /absolute path/],
    ["with a drive", zip({ "C:\\a.yml": RULE }), /absolute path/],
    ["whose file says that it is huge", bomb(0x7fffffff), /would have 2147483647 bytes/],
    ["whose file has more than it says", bomb(100), /cannot be read: too many bytes/],
    ["whose files are huge together", zip(many(9, 30 * 1024 * 1024)), /would have 283115520 bytes/],
    ["whose bytes are no packed ones", Buffer.from(zip({ "a.yml": RULE }).map((byte, i) => (i > 40 && i < 80 ? 0xff : byte))), /cannot be read: /],
  ])("%s", async (_, bytes, message) => {
    await expect(readArchive(bytes)).rejects.toThrow(message);
    await expect(readArchive(bytes)).rejects.toBeInstanceOf(DomainError);
  });

  test("with two files of one name", async () => {
    const once = zip({ "a.yml": RULE, "b.yml": RULE });
    const twice = Buffer.from(once.toString("latin1").replaceAll("b.yml", "a.yml"), "latin1");
    await expect(readArchive(twice)).rejects.toThrow("two files of one name");
  });

  test("not for one file that is encrypted, but says so", async () => {
    const { files, unread } = await readArchive(encrypted());
    expect(files.map(({ path }) => path)).toEqual(["b.yml"]);
    expect(unread).toMatchObject([{ path: "a.yml", reason: "the file is encrypted" }]);
  });

  test("but names of objects' own properties are names", async () => {
    expect(await paths({ "__proto__.yml": RULE, "constructor/toString.yml": RULE })).toEqual(["__proto__.yml", "constructor/toString.yml"]);
  });

  test("many entries over one content count each", async () => {
    // Overlapping entries, as in D. Fifield's zip bomb: small in the archive, each large when unpacked.
    const content = Buffer.alloc(16 * 1024 * 1024);
    expect(deflateRawSync(content).length).toBeLessThan(20_000);
    const one = zip({ "0.yml": content });
    const index = one.subarray(one.indexOf("PK\x01\x02", 0, "latin1"), one.indexOf("PK\x05\x06", 0, "latin1"));
    const entries = Array.from({ length: 40 }, (_, i) => Buffer.from(index.toString("latin1").replace("0.yml", `${String.fromCharCode(97 + (i % 26))}.${i > 25 ? "yaml" : "yml"}`).slice(0, index.length), "latin1"));
    const tail = Buffer.from(one.subarray(one.indexOf("PK\x05\x06", 0, "latin1")));
    const kept = entries.slice(0, 20);
    tail.writeUInt16LE(kept.length, 8);
    tail.writeUInt16LE(kept.length, 10);
    tail.writeUInt32LE(Buffer.concat(kept).length, 12);
    const bytes = Buffer.concat([one.subarray(0, one.indexOf("PK\x01\x02", 0, "latin1")), ...kept, tail]);
    await expect(readArchive(bytes)).rejects.toThrow("at most 268435456 are taken");
  });
});

test("whatever the bytes, it is read or refused", async () => {
  const good = zip({ "rules/a.yml": RULE, "b.txt": Buffer.from("x") });
  const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(damage, async (changes) => {
      const bytes = Buffer.from(good);
      for (const [at, value] of changes) bytes[at] = value;
      await readArchive(bytes).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
      });
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["../a.yml", /invalid relative path/],
  ["/a.yml", /absolute path/],
])("a list of files with %s is refused", (path, message) => {
  expect(() => readList([{ path, text: "" }])).toThrow(message);
});

test("a list with two files of one name is refused", () => {
  expect(() => readList([{ path: "a.yml", text: "" }, { path: "./a.yml", text: "" }])).toThrow("two files of one name");
});
