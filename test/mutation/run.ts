// `npm run test:mutation`: takes away, in a copy of the tree, what keeps organisations apart and lets people in, and shows
// that tests fail. `-- --only PATH` looks at the files under a path; `-- --learn` looks anew which tests notice what.
import { glob, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { changed, filesWithSql, judge, judgeAlone, type Judged, STATEMENTS } from "./conditions-run.ts";
import { guardMutants, refusalMutants } from "./guards.ts";
import { judgeGuards, judgeRefusals } from "./guards-run.ts";
import { judgePermissions } from "./permissions-run.ts";
import { copyTree, type Tree } from "./tree.ts";

/** Which tests are enough, by file with SQL. */
const KILLERS = join(import.meta.dirname, "killers.json");
type Killers = Readonly<Record<string, readonly string[]>>;

async function main(args: readonly string[]): Promise<void> {
  const only = args.includes("--only") ? (args[args.indexOf("--only") + 1] ?? "") : "";
  const started = performance.now();
  const trees = await Promise.all([copyTree(), copyTree()]);
  const counts: Record<string, { readonly mutants: number; readonly killed: number; readonly survivors: number }> = {};
  const tell = (kind: string, judged: readonly Judged[]): void => {
    const survivors = judged.filter(({ killedBy }) => killedBy === undefined);
    for (const { file, line, what } of survivors) console.log(`survived  ${kind}: ${file}${line === 0 ? "" : `:${line}`} ${what}`);
    counts[kind] = { mutants: judged.length, killed: judged.length - survivors.length, survivors: survivors.length };
    console.log(`${((performance.now() - started) / 60_000).toFixed(1)} minutes  ${kind}: ${judged.length} taken away, ${survivors.length} not noticed`);
    if (survivors.length > 0) process.exitCode = 1;
  };
  try {
    const isWanted = (file: string): boolean => file.startsWith(only);
    // What is short comes first.
    if (only === "" || "src/api".startsWith(only) || "src/identity".startsWith(only)) {
      const { routes, roles } = await judgePermissions(trees);
      tell("permission of a route", routes);
      tell("permission of a role", roles);
    }
    if (only === "") tell("policy of a table", await ofPolicies(trees[0]));
    tell("refusal of a verb", await judgeRefusals(trees, await refusalMutants(trees[0].folder, isWanted)));
    tell("decision of the guard", await judgeGuards(trees, await guardMutants(trees[0].folder, isWanted)));
    tell("condition on the tenant", await ofConditions(trees, isWanted, args.includes("--learn")));
    console.table(counts);
  } finally {
    for (const tree of trees) await tree.remove();
  }
}

/** The condition on the tenant of each statement, with row-level security out of the way. */
async function ofConditions(trees: readonly [Tree, Tree], isWanted: (file: string) => boolean, isLearning: boolean): Promise<readonly Judged[]> {
  const [{ folder }] = trees;
  const files = (await filesWithSql(folder)).filter(isWanted);
  const change = await changed(folder, files);
  if (change.conditions.length === 0) return [];
  const known = JSON.parse(await readFile(KILLERS, "utf8").catch(() => "{}")) as Killers;
  const enough = [...new Set(files.flatMap((file) => known[file] ?? []))];
  const every = await testsOfState(folder);
  let judged = await judge(trees, change, isLearning || enough.length === 0 ? every : enough);
  if (isLearning) await remember(judged, known);
  judged = await judgeAlone(trees[0], change, judged);
  // A statement that is new: which test notices it is not known yet.
  if (!isLearning && judged.some(({ killedBy }) => killedBy === undefined)) {
    const further = await judge(trees, change, every.filter((test) => !enough.includes(test)));
    judged = judged.map((one, i) => (one.killedBy === undefined ? further[i]! : one));
    await remember(judged, known);
  }
  return judged;
}

async function remember(judged: readonly Judged[], known: Killers): Promise<void> {
  const learnt: Record<string, readonly string[]> = { ...known };
  for (const [file, of] of Map.groupBy(judged, (one) => one.file)) learnt[file] = [...new Set(of.flatMap(({ killedBy }) => (killedBy === undefined ? [] : [killedBy.split(" > ")[0]!])))].toSorted();
  await writeFile(KILLERS, `${JSON.stringify(Object.fromEntries(Object.entries(learnt).toSorted(([one], [other]) => (one < other ? -1 : 1))), undefined, 2)}\n`);
}

/** Test files that have a database. */
async function testsOfState(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const name of glob("{src,test}/**/*.test.ts", { cwd: folder })) {
    if (name !== STATEMENTS && /test\/(?:postgres|people|collection|alerts|requests|playbooks)\.ts"|\/postgres\.ts"/.test(await readFile(join(folder, name), "utf8"))) found.push(name);
  }
  return found.toSorted();
}

/** The policy of each table, by the test that takes one after the other away. */
async function ofPolicies(tree: Tree): Promise<readonly Judged[]> {
  const { tests, output } = await tree.run(["--config", "test/mutation/vitest.config.ts"]);
  if (tests.length < 2) throw new Error(`The policies could not be taken away:\n${output}`);
  return tests.map(({ file, test, ok }) => ({ file, line: 0, what: test, killedBy: ok ? "test/isolation/below.test.ts" : undefined }));
}

await main(process.argv.slice(2));
