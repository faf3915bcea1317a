// The commands for those who write rules.
import { expect, describe, test } from "vitest";
import { withTree } from "../../scripts/tree.ts";
import { evil, good, ROOT, RULES, vigie } from "./vigie.ts";

const BAD = `title: Bad condition
id: 00000000-0000-4000-8000-000000000003
logsource: {product: windows, category: process_creation}
detection:
  a: {Image: x}
  condition: a and b
`;
const ELSEWHERE = `title: Nowhere to be found
logsource: {product: windows, category: no_such_thing}
detection: {a: {Image: x}, condition: a}
level: low
`;
const TREE = {
  "rules/bad.yml": BAD,
  "rules/elsewhere.yml": ELSEWHERE,
  "rules/evil.yml": RULES.replace("  generate: true\n", ""),
  "rules/evil.events.yml": `match:
  - about: three times
    fires: 1
    events: [${[evil(1), evil(2), evil(3)].join(", ")}]
no_match:
  - about: twice
    events: [${[evil(1), evil(2)].join(", ")}]
`,
};

describe("rules check", () => {
  test("tells people what is wrong, where, and what to do", () =>
    withTree(TREE, async (folder) => {
      const ran = vigie(folder, ["rules", "check", "rules"]);
      expect(ran.status).toBe(1);
      await expect(ran.out).toMatchFileSnapshot("golden/rules-check.txt");
    }));

  test("tells programs the same", () =>
    withTree(TREE, async (folder) => {
      const ran = vigie(folder, ["rules", "check", "--json", "rules"]);
      expect(ran.status).toBe(1);
      await expect(ran.out).toMatchFileSnapshot("golden/rules-check.json");
    }));

  test("finds nothing to say of the shipped rules", () => {
    expect(vigie(ROOT, ["rules", "check", "content/rules"])).toMatchObject({ status: 0, out: expect.stringMatching(/^\d+ rules, \d+ correlations and 0 filters loaded, 0 refused, 0 warnings\n$/) as string });
  });

  test("needs a path", () => expect(vigie(ROOT, ["rules", "check"])).toMatchObject({ status: 2, err: expect.stringContaining("name at least one file or folder of rules") as string }));
});

test("a warning says where the document of the rule begins, also behind its mark", () =>
  withTree({ "two.yml": `${ELSEWHERE}---   {title: Nowhere either, logsource: {product: windws}, detection: {a: {Image: x}, condition: a}, level: low}\n` }, (folder) => {
    const ran = vigie(folder, ["rules", "check", "--json", "two.yml"]);
    expect(ran.status).toBe(0);
    const { warnings } = JSON.parse(ran.out) as { warnings: readonly { line: number; column: number; reason: string }[] };
    expect(warnings.map(({ line, column }) => `${line}:${column}`)).toEqual(["1:1", "5:7"]);
    expect(warnings[1]!.reason).toBe("no log that Vigie reads is windws: it will not fire");
  }));

describe("rules test", () => {
  test("is content with a rule that does what its events say", () =>
    withTree(TREE, (folder) => {
      expect(vigie(folder, ["rules", "test", "rules/evil.yml"])).toEqual({ status: 0, out: "1 rule file, 2 cases, 0 problems\n", err: "" });
    }));

  test.each<[what: string, files: Readonly<Record<string, string>>, told: string]>([
    ["a rule that misses what it must match", { "a.events.yml": `match: [{about: it, event: ${good()}}]\nno_match: [{about: other, event: ${good()}}]` }, 'a.yml: "it" must match and does not\n    program is false: Image ends with \\evil.exe is false'],
    ["a rule that matches what it must not",  { "a.events.yml": `match: [{about: it, event: ${evil()}}]\nno_match: [{about: other, event: ${evil()}}]` }, 'a.yml: "other" must not match and does'],
    ["a rule without events",                 {}, 'a.yml: no events beside it; write a.events.yml with "match" and "no_match"'],
    ["events of one kind only",               { "a.events.yml": `match: [{about: it, event: ${evil()}}]` }, 'a.events.yml: give at least one event under "match" and one under "no_match"'],
    ["a case without an event",               { "a.events.yml": "match: [{about: it}]\nno_match: [{about: other}]" }, "a.events.yml: case 1 needs one of event, events, line or lines"],
    ["events that are no YAML",               { "a.events.yml": "match: [" }, "a.events.yml: "],
  ])("tells of %s", (_, files, told) =>
    withTree({ "a.yml": RULES.split("---\n")[0]!, ...files }, (folder) => {
      const ran = vigie(folder, ["rules", "test", "a.yml"]);
      expect(ran.status).toBe(1);
      expect(ran.out).toContain(told);
    }));
});

describe("rules explain", () => {
  const long = evil().replace("evil.exe", `${"x".repeat(5000)}.dll`);

  test.each<[what: string, name: string, event: string]>([
    ["a match",                     "match",         evil()],
    ["a miss, and a long value",    "miss",          long],
    ["an event of another source",  "other-source",  '{"EventID":4624,"Channel":"Security","Hostname":"ws1"}'],
  ])("%s", (_, name, event) =>
    withTree({ "evil.yml": RULES.split("---\n")[0]!, "event.json": event }, async (folder) => {
      const ran = vigie(folder, ["rules", "explain", "evil.yml", "event.json"]);
      expect(ran.status).toBe(0);
      await expect(ran.out).toMatchFileSnapshot(`golden/explain-${name}.txt`);
    }));

  test("shows a long value around what matched", () =>
    withTree({ "a.yml": RULES.split("---\n")[0]!.replace("endswith", "contains"), "event.json": `${evil().replace("evil", `${"x".repeat(5000)}\\\\evil.exe${"y".repeat(5000)}`)}\n` }, (folder) => {
      const { out } = vigie(folder, ["rules", "explain", "a.yml", "event.json"]);
      expect(out).toMatch(/it is …x{40}\\evil\.exey+… \(100\d\d characters\)/);
    }));

  test("a correlation: what its rules match, and when it fires", () =>
    withTree({ "evil.yml": RULES, "events.json": [good(), evil(1), evil(2), evil(3)].join("\n") }, async (folder) => {
      await expect(vigie(folder, ["rules", "explain", "Evil again and again", "events.json", "--rules", "evil.yml"]).out).toMatchFileSnapshot("golden/explain-correlation.txt");
    }));

  test("as JSON", () =>
    withTree({ "evil.yml": RULES.split("---\n")[0]!, "event.json": evil() }, (folder) => {
      const { out } = vigie(folder, ["rules", "explain", "--json", "evil.yml", "event.json"]);
      expect(JSON.parse(out)).toEqual({
        rule: { id: "00000000-0000-4000-8000-000000000001", title: "Evil program" },
        source: { path: "event.json", record: 1 },
        matches: true,
        applies: true,
        selections: [{ name: "program", holds: true, items: [{ field: "Image", asks: "ends with \\evil.exe", value: "C:\\evil.exe", holds: true }] }],
      });
    }));

  test.each<[what: string, args: readonly string[], sentence: string]>([
    ["a rule that is not there",  ["No such rule", "event.json"],  'No rule has the id, title or path "No such rule"'],
    ["a rule that is refused",    ["bad.yml", "event.json"],       "bad.yml:"],
    ["a file that is not there",  ["evil.yml", "none.json"],       "none.json: no such file or folder"],
    ["a file without events",     ["evil.yml", "empty.json"],      "empty.json holds no event that can be read: is no log but empty"],
    ["a rule alone",              ["evil.yml"],                    "name one rule and one file with events"],
  ])("refuses %s", (_, args, sentence) =>
    withTree({ "evil.yml": RULES, "bad.yml": BAD, "event.json": evil(), "empty.json": "" }, (folder) => {
      const ran = vigie(folder, ["rules", "explain", ...args]);
      expect(ran.status).toBe(2);
      expect(ran.err).toContain(sentence);
    }));
});

describe("rules list", () => {
  test("shows level, log source, title and file", () =>
    withTree(TREE, (folder) => {
      expect(vigie(folder, ["rules", "list", "rules"])).toEqual({
        status: 0,
        out: [
          "low            windows/no_such_thing             Nowhere to be found  (rules/elsewhere.yml)",
          "high           windows/process_creation          Evil program  (rules/evil.yml)",
          "critical       correlation/event_count           Evil again and again  (rules/evil.yml)",
          "",
        ].join("\n"),
        err: "1 refused; vigie rules check tells why\n",
      });
    }));

  test("shows the shipped rules without a path", () => {
    const { out } = vigie(ROOT, ["rules", "list", "--json"]);
    const rows = out.trimEnd().split("\n").map((line) => JSON.parse(line) as { path: string; level: string });
    expect(rows.length).toBeGreaterThan(70);
    expect(rows.every(({ path }) => !path.startsWith("/"))).toBe(true);
  });
});

test.each<[what: string, args: readonly string[], sentence: string]>([
  ["rules alone",               ["rules"],                    'vigie: "rules" needs a word behind it: check, test, explain, list, active, import\n'],
  ["rules with an option only", ["rules", "--json"],          'vigie: "rules" needs a word behind it: check, test, explain, list, active, import\n'],
  ["a slip in a command",       ["scna", "in"],               'vigie: there is no command "scna"; did you mean "scan"?\n'],
  ["a slip behind rules",       ["rules", "chekc", "in"],     'vigie: there is no command "rules chekc"; did you mean "rules check"?\n'],
  ["a word like no other",      ["rules", "compile"],         'vigie: there is no command "rules compile"\n'],
  ["an escape sequence",        ["\u001b[31mred", "in"],      'vigie: there is no command "red"\n'],
  ["an empty path of rules",    ["rules", "check", ""],       "vigie: a path is empty: write one, or leave it out\n"],
  ["an empty option",           ["scan", "--rules", "", "in"], "vigie: --rules is followed by an empty text: write a value, or leave the option out\n"],
])("answers %s with what to write", (_, args, sentence) => {
  const ran = vigie(ROOT, args);
  expect(ran).toMatchObject({ status: 2, out: "" });
  expect(ran.err.startsWith(sentence)).toBe(true);
});

test.each([["--version", /^\d+\.\d+\.\d+\n$/], ["--help", /vigie scan PATH…/], ["help", /vigie rules explain/]])("vigie %s", (word, told) => {
  expect(vigie(ROOT, [word])).toMatchObject({ status: 0, out: expect.stringMatching(told) as string });
});

test.each([[["scan"]], [["rules", "check"]], [["rules", "test"]], [["rules", "explain"]], [["rules", "list"]]])("%s --help", (command) => {
  expect(vigie(ROOT, [...command, "--help"])).toMatchObject({ status: 0, err: "", out: expect.stringContaining(`usage: vigie ${command.join(" ")}`) as string });
});
