import { expect, test } from "vitest";
import { checkPlaces, checkSource, machineWords } from "./check-style.ts";

test.each([
  // what                                   path                          text                                             want
  ["a clock in detection",                  "src/detect/sigma/a.ts",      "// é\n\nexport const a = () => new Date();",     "src/detect/sigma/a.ts:3: take the time"],
  ["a pattern from data in a parser",       "src/parsers/cef.ts",         "const a = (b: string) => new RegExp(b);",        "write the pattern as a literal"],
  ["the same without new",                  "src/parsers/cef.ts",         "const a = (b: string) => RegExp(b);",            "write the pattern as a literal"],
  ["`!` on a property",                     "src/core/a.ts",              "export const a = (b: { c?: number }) => b.c!;",  "`!` is for a local name"],
  ["`!` on a call",                         "bench/a.ts",                 "export const a = () => find()!;",                "`!` is for a local name"],
  ["a synonym in a function",               "src/cli/a.ts",               "export function listFindings() {}",              "say detections instead of findings"],
  ["a synonym in a type",                   "src/cli/a.ts",               "type HTTPCustomer = 1;",                         "say tenant instead of customer"],
  ["a class that manages",                  "src/cli/a.ts",               "class RuleManager {}",                           "say what it does instead of manager"],
  ["a type with an I",                      "src/cli/a.ts",               "interface IRule { a: 1 }",                       "a type has no I"],
  ["a reserved name in SQL",                "src/a/repo.ts",              "const a = sql`select count(*) from (select from b limit ${c}) as some`;", "SQL reserves the name"],
  ["a file of helpers",                     "src/cli/test-helpers.ts",    "",                                               "src/cli/test-helpers.ts: test-helpers: say"],
])("refuses %s", (_, path, text, want) => {
  expect(checkSource(path, text).join("\n")).toContain(want);
});

test.each([
  ["a time that was given",       "src/core/time.ts",         "export const a = (ms: number) => new Date(ms);"],
  ["the clock in a command",      "src/cli/scan.ts",          "export const a = () => new Date();"],
  ["`!` on an index",             "src/core/a.ts",            "export const a = (b: number[]) => b[0]! + b.at(-1)!;"],
  ["`!` on a local name",         "src/core/a.ts",            "export const a = (b?: number) => b! + 1;"],
  ["`!` on a get",                "src/core/a.ts",            "export const a = (b: Map<string, number>) => b.get('a')!;"],
  ["a pattern as a literal",      "src/parsers/cef.ts",       "export const a = /a+/;"],
  ["a name like a reserved one",  "src/a/repo.ts",            "const a = sql`select 1 as something, 2 as user_id from (select 3) as counted`;"],
  ["a word inside a word",        "src/cli/a.ts",             "const implicit = 1, casesensitive = 2, If = 3, IPv4 = 4;"],
])("allows %s", (_, path, text) => {
  expect(checkSource(path, text)).toEqual([]);
});

const PLACES = machineWords("/srv/checkouts/vigie", "http://packages.lan:4873/");

test.each([
  ["the checkout",                  "README.md",          "see /srv/checkouts/vigie/docs",        "names /srv/checkouts/vigie,"],
  ["what lies beside the checkout", "a.ts",               `"/srv/checkouts/shared/x"`,            "names /srv/checkouts/shared,"],
  ["a private registry",            ".npmrc",             "registry=http://packages.lan:4873/",   "names packages.lan:4873,"],
  ["a registry in the lock file",   "package-lock.json",  `{"resolved": "https://x"}`,            "names a registry"],
])("refuses a text that names %s", (_, path, text, want) => {
  expect(checkPlaces(path, text, PLACES).join("\n")).toContain(want);
});

test("a place is compared whole, and the public registry is no secret", () => {
  expect(checkPlaces("a.md", "/srv/checkouts/vigie-2 and x/srv/checkouts/vigie", PLACES)).toEqual([]);
  expect(machineWords("/a/b", "https://registry.npmjs.org/")).toEqual(["/a/b", "/a/shared"]);
});

test.each([
  ["<p>Hello there</p>", 1],
  ["<p>{t(\"hello\")}</p>", 0],
  ["<img alt=\"A picture\" />", 1],
  ["<img alt=\"\" className=\"wide\" />", 0],
  ["<p>Vigie</p>", 0],
  ["<p style={{ color: \"#ff0000\" }} />", 1],
])("%s in the web app", (text, problems) => expect(checkSource("web/src/components/x.tsx", `const A = () => ${text};`)).toHaveLength(problems));
