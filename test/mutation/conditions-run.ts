// Takes the conditions on the tenant out of all statements, and looks which tests notice which of them.
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { conditionsOf, declarationAt, type Edit, edited, unknownIn } from "./conditions.ts";
import { firstFailed, type Tree } from "./tree.ts";

/** One condition that was taken out, and the test that noticed; none: it survived. */
export type Judged = { readonly file: string; readonly line: number; readonly what: string; readonly killedBy: string | undefined };

type Condition = { readonly file: string; readonly line: number; readonly what: string; readonly edit: Edit };
type Changed = { readonly conditions: readonly Condition[]; readonly without: ReadonlyMap<string, string>; readonly marked: ReadonlyMap<string, string> };

/** Files in which SQL stands, of PostgreSQL. */
export async function filesWithSql(folder: string): Promise<readonly string[]> {
  const all = (await readdir(join(folder, "src"), { recursive: true })).map((name) => `src/${name}`);
  return all.filter((name) => /(?:^|\/|-)repo\.ts$|^src\/store\/(?!tables|.*test)[a-z-]+\.ts$/.test(name)).toSorted();
}

/** All conditions of these files. Throws where a line looks like one and is none that is known here. */
export async function changed(folder: string, files: readonly string[]): Promise<Changed> {
  const conditions: Condition[] = [];
  const without = new Map<string, string>();
  const marked = new Map<string, string>();
  for (const file of files) {
    const source = await readFile(join(folder, file), "utf8");
    const edits = conditionsOf(source, conditions.length);
    const [unknown] = unknownIn(source, edits);
    if (unknown !== undefined) throw new Error(`${file}: this asks for a tenant in a form that test/mutation/conditions.ts does not know: ${unknown.trim()}`);
    if (edits.length === 0) continue;
    conditions.push(...edits.map((edit) => ({ file, line: edit.line, what: declarationAt(source, edit.from), edit })));
    without.set(file, edited(source, edits, "now"));
    marked.set(file, edited(source, edits, "marked"));
  }
  return { conditions, without, marked };
}

/**
 * Which conditions tests notice. All are taken out at once: what hides the rows of twins is the policy, so no answer changes,
 * and a mark in each statement tells which mutant it was that looked at them. Of a statement that does so with its condition
 * in place, because it has to look at the rows of all, this tells nothing: it counts as not noticed.
 */
export async function judge([one, other]: readonly [Tree, Tree], { conditions, without, marked }: Changed, tests: readonly string[]): Promise<readonly Judged[]> {
  const [noticed, before] = await Promise.all([seenBy(one, without, tests), seenBy(other, marked, tests)]);
  return conditions.map(({ file, line, what }, mark) => ({ file, line, what, killedBy: before.has(mark) ? undefined : noticed.get(mark)?.[0] }));
}

/** Where statements run over rows of two tenants by themselves, each in a test of the name that is given here. */
export const STATEMENTS = "test/isolation/statements.test.ts";

/**
 * Of the conditions that nothing noticed: whether the test of their statement fails without them. One of each function is
 * taken out at once, for each test is of one function; then the second of those that have another one.
 */
export async function judgeAlone(tree: Tree, { conditions }: Changed, judged: readonly Judged[]): Promise<readonly Judged[]> {
  const all = [...judged];
  const left = all.flatMap((one, i) => (one.killedBy === undefined ? [i] : []));
  if (left.length > 0) await requirePassing([tree], [STATEMENTS]);
  const ofFunctions = [...Map.groupBy(left, (i) => nameOf(all[i]!)).values()];
  for (let round = 0; ofFunctions.some((of) => of.length > round); round++) {
    const out = ofFunctions.flatMap((of) => of[round] ?? []);
    const files = new Map<string, string>();
    for (const [file, of] of Map.groupBy(out, (i) => all[i]!.file)) files.set(file, edited(await readFile(join(tree.folder, file), "utf8"), of.map((i) => conditions[i]!.edit), "now"));
    const { tests } = await tree.with(files, () => tree.run([STATEMENTS]));
    const failed = new Set(tests.filter((one) => firstFailed([one]) !== undefined).map(({ test }) => test));
    for (const i of out) if (failed.has(nameOf(all[i]!))) all[i] = { ...all[i]!, killedBy: `${STATEMENTS} > ${nameOf(all[i]!)}` };
  }
  return all;
}

const nameOf = ({ file, what }: Pick<Judged, "file" | "what">): string => `${file} ${what}`;

/** Throws if a test fails already: it would notice everything. */
export async function requirePassing(trees: readonly Tree[], tests: readonly string[]): Promise<void> {
  await Promise.all(trees.map(async (tree, place) => {
    const mine = tests.filter((_, i) => i % trees.length === place);
    if (mine.length === 0) return;
    const { tests: ran, output } = await tree.run(mine);
    if (ran.length === 0) throw new Error(`No test ran:\n${output}`);
    const failed = ran.find(({ ok }) => !ok);
    if (failed !== undefined) throw new Error(`Nothing was taken away yet, and this fails: ${failed.file} > ${failed.test}: ${failed.why}`);
  }));
}

/** Mark → the tests in which its statement looked at a twin. */
async function seenBy(tree: Tree, files: ReadonlyMap<string, string>, tests: readonly string[]): Promise<ReadonlyMap<number, readonly string[]>> {
  const log = join(tree.folder, "twins.log");
  await rm(log, { force: true });
  const { tests: ran, output } = await tree.with(files, () => tree.run([...tests], { VIGIE_TWINS: "yes", VIGIE_TWINS_LOG: log }));
  if (ran.length === 0) throw new Error(`No test ran:\n${output}`);
  const seen = new Map<number, string[]>();
  for (const line of (await readFile(log, "utf8").catch(() => "")).split("\n").filter((text) => text !== "")) {
    const { file, test, marks } = JSON.parse(line) as { readonly file: string; readonly test: string; readonly marks: readonly string[] };
    for (const mark of marks.filter((text) => text !== "none")) seen.set(Number(mark), [...(seen.get(Number(mark)) ?? []), `${file.slice(tree.folder.length + 1)} > ${test}`]);
  }
  return seen;
}
