// How detections leave the program: the contract of each format, options, exit codes.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withTree } from "../../scripts/tree.ts";
import { detectionsOf, evil, good, placesOf, ROOT, RULES, VIGIE, vigie } from "./vigie.ts";

const inFolder = (files: Readonly<Record<string, string>>, use: (folder: string) => void | Promise<void>): Promise<void> => withTree({ "rules.yml": RULES, ...files }, use);

const THREE = `${good()}\n${evil(1)}\n${evil(2)}\n${evil(63)}\n`;

describe("jsonl", () => {
  test("is the contract of docs/scan.md, to the byte", () =>
    inFolder({ "in/a.jsonl": THREE }, async (folder) => {
      const ran = vigie(folder, ["scan", "--rules", "rules.yml", "--format", "jsonl", "in"]);
      await expect(ran.out).toMatchFileSnapshot("golden/detections.jsonl");
      expect(ran.status).toBe(0);
    }));

  test("names shipped rules from the root of the rules", () => {
    const paths = new Set(detectionsOf(vigie(ROOT, ["scan", "--format", "jsonl", "content/samples"])).map(({ rule }) => rule.path));
    expect(paths).toContain("windows/lsass_dump_comsvcs.yml");
    expect([...paths].filter((path) => path.startsWith("/"))).toEqual([]);
  });

  test("names other rules as the person did", () =>
    inFolder({ "in/a.jsonl": THREE, "my/rules/evil.yml": RULES }, (folder) => {
      const [first] = detectionsOf(vigie(folder, ["scan", "--rules", "my/../my", "--format", "jsonl", "in"]));
      expect(first!.rule.path).toBe("my/rules/evil.yml");
    }));
});

describe("csv", () => {
  test("has a header, also without detections", () =>
    inFolder({ "in/a.jsonl": good() }, (folder) => {
      const { out } = vigie(folder, ["scan", "--rules", "rules.yml", "--format", "csv", "in"]);
      expect(out).toBe("time,level,host,title,rule,status,author,references,tags,path,record,fields,correlation\r\n");
    }));

  test("lets no value become a formula, and no value end its cell", () =>
    inFolder({ "in/a.jsonl": evil(0, `=cmd|'/c calc'!A1,"x"`) }, (folder) => {
      const { out } = vigie(folder, ["scan", "--rules", "rules.yml", "--format", "csv", "in"]);
      expect(out.split("\r\n")[1]).toContain(`,"'=cmd|'/c calc'!A1,""x""",`);
    }));
});

test("csv has nothing that a terminal or a spreadsheet obeys, and keeps the fields to the byte", () =>
  withTree({}, (folder) => {
    // An escape sequence that is taken out must not uncover a formula.
    const second = "\u001b[31m=2+2;\u200b+3";
    const image = "a;=cmd|'/c calc'!A1;\u001b]0;x\u0007\u009b2J\u202egpj.exe\\evil.exe";
    const host = "\t=1+1; @SUM(1)\u202e\u001b[31m\r\n-2";
    writeFileSync(join(folder, "rules.yml"), RULES);
    writeFileSync(join(folder, "=1.jsonl"), [evil(0, host).replace(JSON.stringify("C:\\evil.exe"), JSON.stringify(image)), evil(1, second)].join("\n"));
    const { out } = vigie(folder, ["scan", "--rules", "rules.yml", "--format", "csv", "=1.jsonl"]);
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e\u200b]/);
    const [, line, next] = out.split("\r\n");
    expect(next).toContain(",'=2+2;' +3,");
    expect(line).toContain(",' =1+1;' @SUM(1) -2,");
    expect(line).toContain(",'=1.jsonl,1,");
    expect(out).not.toMatch(/;\s*[=+\-@]/);
    const cell = /,"(\{.*\})",$/.exec(line!)![1]!.replaceAll('""', '"');
    expect(JSON.parse(cell)).toEqual({ Image: image });
  }));

describe("table", () => {
  test("is sorted by time and says what a correlation counted", () =>
    inFolder({ "in/a.jsonl": `${evil(63)}\n${evil(2)}\n`, "in/b.jsonl": evil(1) }, async (folder) => {
      await expect(vigie(folder, ["scan", "--rules", "rules.yml", "in"]).out).toMatchFileSnapshot("golden/table.txt");
    }));

  test("lets nothing in a log reach the terminal", () =>
    inFolder({ "in/a.jsonl": evil(0, "\u001b]0;owned\u0007\u001b[31mred\u009b2J\u202egpj.exe\r\n\u200b") }, (folder) => {
      const { out } = vigie(folder, ["scan", "--rules", "rules.yml", "in"]);
      // oxlint-disable-next-line no-control-regex -- what must not be there
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u200b]/);
      expect(out).toContain("gpj.exe");
    }));

  test("beyond 5,000 detections says so, and prints them as they come", () =>
    inFolder({ "in/a.jsonl": Array.from({ length: 5002 }, (_, i) => evil(5001 - (i % 3000))).join("\n") }, (folder) => {
      const lines = vigie(folder, ["scan", "--rules", "rules.yml", "in"]).out.trimEnd().split("\n");
      expect(lines[0]).toBe("More than 5,000 detections: they are in the order of the files, not of time.");
      expect(lines.filter((line) => line.includes("Evil program"))).toHaveLength(5002);
    }));
});

describe("chooses", () => {
  const places = (folder: string, ...options: string[]): string[] => placesOf(vigie(folder, ["scan", "--rules", "rules.yml", "--format", "jsonl", ...options, "in"]));

  test("by time", () =>
    inFolder({ "in/a.jsonl": THREE }, (folder) => {
      expect(places(folder, "--since", "2026-01-02T03:00:02Z", "--until", "2026-01-02T03:01:00Z")).toEqual(["in/a.jsonl:3"]);
      expect(places(folder, "--until", "2026-01-01")).toEqual([]);
      // A date is all of its day, on both ends.
      expect(places(folder, "--since", "2026-01-02", "--until", "2026-01-02")).toEqual(places(folder));
    }));

  test.each(["2027", "20270101", "yesterday", "2026-13-01"])("refuses %s as a time: it would be taken for another", (value) =>
    inFolder({ "in/a.jsonl": THREE }, (folder) => {
      expect(vigie(folder, ["scan", "--rules", "rules.yml", "--since", value, "in"]).status).toBe(2);
    }));

  test("by level, and correlates all the same", () =>
    inFolder({ "in/a.jsonl": THREE }, (folder) => {
      const told = detectionsOf(vigie(folder, ["scan", "--rules", "rules.yml", "--format", "jsonl", "--min-level", "critical", "in"]));
      expect(told.map(({ rule }) => rule.title)).toEqual(["Evil again and again"]);
    }));
});

describe("refuses with exit code 2 and a sentence", () => {
  test.each<[what: string, args: readonly string[], sentence: string]>([
    ["no path",                    ["scan"],                                              "name at least one file or folder to scan"],
    ["an unknown option",          ["scan", "--colour", "in"],                            "Unknown option '--colour'"],
    ["an unknown format",          ["scan", "--format", "xml", "in"],                     "--format xml: use one of table, jsonl, csv"],
    ["an unknown level",           ["scan", "--min-level", "hot", "in"],                  "--min-level hot: use one of"],
    ["a time that is none",        ["scan", "--since", "yesterday", "in"],                "--since yesterday: write a time such as"],
    ["an empty span of time",      ["scan", "--since", "2026-02-01", "--until", "2026-01-01", "in"], "--since is later than --until"],
    ["no worker",                  ["scan", "--workers", "0", "in"],                      "--workers 0: write a number from 1 to 999"],
    ["standard input twice",       ["scan", "-", "-"],                                    "standard input (-) can be read only once"],
    ["rules that are not there",   ["scan", "--rules", "none", "in"],                     "No rule could be loaded: none:1: no such file or folder"],
    ["a folder without rules",     ["scan", "--rules", "in", "in"],                       "No rule could be loaded: there is no rule in the paths that --rules names"],
    ["only rules that are refused", ["scan", "--rules", "bad.yml", "in"],                 "No rule could be loaded: bad.yml:1: the document has no"],
    ["variables that are not there", ["scan", "--vars", "none", "in"],                    "none cannot be read as variables"],
    ["rejects with no place",      ["scan", "--rules", "rules.yml", "--rejects", "none/x", "in"], "--rejects none/x cannot be written: no such file or folder"],
    ["an unknown command",         ["scam"],                                              'there is no command "scam"'],
  ])("%s", (_, args, sentence) =>
    inFolder({ "in/a.jsonl": THREE, "bad.yml": "a: b\n" }, (folder) => {
      const ran = vigie(folder, args);
      expect(ran).toMatchObject({ status: 2, out: "" });
      expect(ran.err).toContain(sentence);
    }));
});

test("rules that are refused are told in the summary, and a path of rules that is not there makes the scan incomplete", () =>
  inFolder({ "in/a.jsonl": THREE, "bad.yml": "title: Bad\nlogsource: {product: windows}\ndetection: {a: {Image|no: x}, condition: a}\n" }, (folder) => {
    const refused = vigie(folder, ["scan", "--rules", "rules.yml", "--rules", "bad.yml", "in"]);
    expect(refused).toMatchObject({ status: 0, err: expect.stringMatching(/1 rule, 1 correlation loaded, 1 refused; vigie rules check tells where and what to do\n {12}1 × /) as string });
    expect(vigie(folder, ["scan", "--rules", "rules.yml", "--rules", "none", "in"])).toMatchObject({ status: 1, err: expect.stringContaining("not read    none: no such file or folder") as string });
  }));

test("a reader that has seen enough ends the scan quietly", () =>
  inFolder({ "in/a.jsonl": `${evil()}\n`.repeat(20_000) }, (folder) => {
    const { stdout, stderr } = spawnSync("sh", ["-c", `{ "${VIGIE}" scan --rules rules.yml --format jsonl in; echo $? > status; } | head -1`], { cwd: folder, encoding: "utf8" });
    expect(stdout.split("\n")).toHaveLength(2);
    expect(stderr).not.toContain("EPIPE");
    expect(readFileSync(join(folder, "status"), "utf8")).toBe("0\n");
  }));

test.skipIf(!existsSync("/dev/full"))("a full disk is a failure, not a result", () =>
  inFolder({ "in/a.jsonl": THREE }, (folder) => {
    for (const format of ["jsonl", "csv", "table"]) {
      const { status, stderr } = spawnSync("sh", ["-c", `"${VIGIE}" scan --rules rules.yml --format ${format} in > /dev/full`], { cwd: folder, encoding: "utf8" });
      expect(status).toBe(3);
      expect(stderr).toMatch(/vigie: the output cannot be written \(ENOSPC.*\); do not use what was written so far\n/);
    }
  }));

test("ends at once when interrupted, workers too", () =>
  inFolder({}, async (folder) => {
    mkdirSync(join(folder, "in"));
    for (const name of ["a.jsonl", "b.jsonl"]) writeFileSync(join(folder, "in", name), `${good()}\n`.repeat(200_000));
    const child = spawn(VIGIE, ["scan", "--rules", "rules.yml", "--format", "jsonl", "--workers", "2", "in"], { cwd: folder, stdio: "ignore" });
    setTimeout(() => child.kill("SIGINT"), 700);
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    // On a fast machine it may be done before.
    expect(signal ?? code).toSatisfy((end) => end === "SIGINT" || end === 0);
  }));
