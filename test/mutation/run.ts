// `npm run test:mutation`: takes away, in a copy of the tree, what keeps organisations apart and lets people in, and shows
// that tests fail. `-- --only PATH` looks at the files under a path; `-- --learn` looks anew which tests notice what.
import { glob, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { changed, filesWithSql, judge, type Judged } from "./conditions-run.ts";
import { guardMutants, type GuardMutant } from "./guards.ts";
import { copyTree, type Tree } from "./tree.ts";

/** Which tests are enough, by file with SQL. */
const KILLERS = join(import.meta.dirname, "killers.json");
type Killers = Readonly<Record<string, readonly string[]>>;

async function main(args: readonly string[]): Promise<void> {
  const only = args.includes("--only") ? (args[args.indexOf("--only") + 1] ?? "") : "";
  const trees = await Promise.all([copyTree(), copyTree()]);
  try {
    const started = performance.now();
    const isWanted = (file: string): boolean => file.startsWith(only);
    const conditions = await ofConditions(trees, isWanted, args.includes("--learn"));
    const guards = await ofGuards(trees, isWanted);
    const policies = only === "" ? await ofPolicies(trees[0]) : [];
    const routes = only === "" || "src/api".startsWith(only) ? await ofRoutes(trees[0]) : [];
    const all = { "condition on the tenant": conditions, "decision of the guard": guards, "policy of a table": policies, "permission of the routes of a file": routes };
    for (const [kind, judged] of Object.entries(all)) for (const { file, line, what } of judged.filter(({ killedBy }) => killedBy === undefined)) console.log(`survived  ${kind}: ${file}:${line} ${what}`);
    console.table(Object.fromEntries(Object.entries(all).map(([kind, judged]) => [kind, { mutants: judged.length, killed: judged.filter(({ killedBy }) => killedBy !== undefined).length, survivors: judged.filter(({ killedBy }) => killedBy === undefined).length }])));
    console.log(`${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
    if (Object.values(all).flat().some(({ killedBy }) => killedBy === undefined)) process.exitCode = 1;
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
  // A statement that is new: which test notices it is not known yet.
  const isLeft = judged.some(({ killedBy }) => killedBy === undefined);
  if (isLeft && !isLearning) {
    const further = await judge(trees, change, every.filter((test) => !enough.includes(test)));
    judged = judged.map((one, i) => (one.killedBy === undefined ? further[i]! : one));
  }
  if (isLeft || isLearning) await remember(judged, known);
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
    if (/test\/(?:postgres|people|collection|alerts|requests|playbooks)\.ts"|\/postgres\.ts"/.test(await readFile(join(folder, name), "utf8"))) found.push(name);
  }
  return found.toSorted();
}

/** One decision after the other, on two trees. */
async function ofGuards(trees: readonly [Tree, Tree], isWanted: (file: string) => boolean): Promise<readonly Judged[]> {
  const waiting = [...(await guardMutants(trees[0].folder, isWanted)).entries()];
  const judged: Judged[] = [];
  if (waiting.length === 0) return judged;
  // A test that fails anyway would kill everything.
  const before = (await trees[0].run([...new Set(waiting.flatMap(([, { tests }]) => tests))])).tests.find(({ ok }) => !ok);
  if (before !== undefined) throw new Error(`Nothing was taken away yet, and this fails: ${before.file} > ${before.test}: ${before.why}`);
  await Promise.all(trees.map(async (tree) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) judged[next[0]] = await ofGuard(tree, next[1]);
  }));
  return judged;
}

async function ofGuard(tree: Tree, { file, line, what, text, tests }: GuardMutant): Promise<Judged> {
  for (const test of tests) {
    const { tests: ran } = await tree.with(new Map([[file, text]]), () => tree.run([test, "--bail=1"]));
    const failed = ran.find(({ ok }) => !ok);
    if (failed !== undefined) return { file, line, what, killedBy: `${failed.file} > ${failed.test}` };
  }
  return { file, line, what, killedBy: undefined };
}

/** The policy of each table, by the test that takes one after the other away. */
async function ofPolicies(tree: Tree): Promise<readonly Judged[]> {
  const { tests, output } = await tree.run(["--config", "test/mutation/vitest.config.ts"]);
  if (tests.length < 2) throw new Error(`The policies could not be taken away:\n${output}`);
  return tests.map(({ file, test, ok }) => ({ file, line: 0, what: test, killedBy: ok ? "test/isolation/below.test.ts" : undefined }));
}

/** What the routes of one file after the other ask for, left out: any caller may call them then. */
async function ofRoutes(tree: Tree): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for await (const name of glob("src/api/*.ts", { cwd: tree.folder })) {
    const source = await readFile(join(tree.folder, name), "utf8");
    if (name.endsWith(".test.ts") || name === "src/api/routes.ts" || !/\babout\(/.test(source)) continue;
    const text = source.replace(/^import \{([^}]*)\babout\b([^}]*)\} from "\.\/routes\.ts";$/m, 'import {$1about as described$2} from "./routes.ts";\nconst about = (tag: string, summary: string, _needed: unknown) => described(tag, summary, "own");');
    if (text === source) throw new Error(`${name} describes routes by about(), and does not import it as test/mutation/run.ts knows it.`);
    const { tests } = await tree.with(new Map([[name, text]]), () => tree.run(["test/isolation/below.test.ts", "-t", "each route asks"]));
    const failed = tests.find(({ ok }) => !ok);
    judged.push({ file: name, line: 1, what: "its routes ask for nothing", killedBy: failed === undefined ? undefined : failed.test });
  }
  return judged;
}

await main(process.argv.slice(2));
