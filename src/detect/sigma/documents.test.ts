// What docs/sigma.md and README.md say of the engine is true: they are checked against the code and the tests.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { withTree } from "../../../scripts/tree.ts";
import { loadRules, MODIFIER_NAMES } from "./index.ts";

const ROOT = join(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const SIGMA = read("docs/sigma.md");

/** The cells of a table's rows below a heading; a bar within a cell is written `\|`. */
const rows = (heading: string): readonly (readonly string[])[] =>
  (SIGMA.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "").split("\n")
    .filter((line) => line.startsWith("| ")).slice(1)
    .map((line) => line.slice(2, -2).split(" | "));

test("docs/sigma.md has one row for each modifier, and no other", () => {
  const named = rows("Modifiers").map(([name]) => name!.replaceAll("`", ""));
  expect(named.toSorted()).toEqual(MODIFIER_NAMES.toSorted());
});

/** Whether a chain of modifiers fits any value. */
const isTaken = (chain: string): boolean => ["a", 5, true, "10.0.0.0/8"].some((value) => {
  const rule = { title: "T", logsource: { product: "x" }, detection: { sel: { [`F|${chain}`]: value }, condition: "sel" } };
  return loadRules([{ path: "r.yml", text: JSON.stringify(rule) }]).refused.length === 0;
});

test("every chain that docs/sigma.md shows is one that the engine takes", () => {
  const chains = [...SIGMA.matchAll(/`([a-z0-9]+(?:\|[a-z0-9]+)+)`/g)].map((match) => match[1]!).filter((chain) => !chain.startsWith("field|"));
  expect(chains.length).toBeGreaterThan(10);
  expect(chains.filter((chain) => !isTaken(chain))).toEqual([]);
});

test("every example of a rule in docs/sigma.md loads", () => {
  const examples = [...SIGMA.matchAll(/```yaml\n([^]*?)```/g)].map((match) => match[1]!).filter((text) => text.includes("title:"));
  expect(examples).toHaveLength(1);
  const narrowed = "title: Archive\nname: proc_creation_win_susp_archive\nlogsource: {category: process_creation, product: windows}\ndetection: {s: {Image: a}, condition: s}\n";
  expect(loadRules([narrowed, ...examples].map((text, i) => ({ path: `${i}.yml`, text }))).refused).toEqual([]);
});

test("every decision of docs/sigma.md names tests that exist", () => {
  const tests = globSync("{src/detect,test/reference/semantics}/**/*.ts", { cwd: ROOT }).filter((path) => /\.test\.ts$|semantics/.test(path)).map(read).join("\n");
  const decisions = rows("Where the specification is silent");
  expect(decisions.length).toBeGreaterThan(40);
  for (const [question, decision, names = "", ...rest] of decisions) {
    const named = [...names.matchAll(/"([^"]+)"/g)].map((match) => match[1]!);
    expect([question, rest, named.length > 0, decision === ""]).toEqual([question, [], true, false]);
    expect(named.filter((name) => !tests.includes(`"${name}"`))).toEqual([]);
  }
});

test("the example of README.md prints what it says", async () => {
  const [, example = "", output = ""] = /```ts\n([^]*?)```\n\nprints\n\n```\n([^]*?)```/.exec(read("src/detect/sigma/README.md")) ?? [];
  const door = pathToFileURL(join(import.meta.dirname, "index.ts")).href;
  await withTree({ "example.mts": example.replace('"./index.ts"', JSON.stringify(door)) }, (folder) => {
    const { stdout, stderr } = spawnSync(process.execPath, ["--no-warnings", join(folder, "example.mts")], { encoding: "utf8", env: { NO_COLOR: "1" } });
    expect(stderr).toBe("");
    expect(stdout).toBe(output);
  });
});
