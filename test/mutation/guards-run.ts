// Takes decisions away that let people in or keep them out, and looks whether tests fail.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Judged, requirePassing } from "./conditions-run.ts";
import { type GuardMutant, type RefusalMutant, SIDES, without } from "./guards.ts";
import { firstFailed, type Tree } from "./tree.ts";

/** One decision after the other, on two trees. */
export async function judgeGuards(trees: readonly [Tree, Tree], mutants: readonly GuardMutant[]): Promise<readonly Judged[]> {
  const waiting = [...mutants.entries()];
  const judged: Judged[] = [];
  if (waiting.length === 0) return judged;
  await requirePassing(trees, [...new Set(mutants.flatMap(({ tests }) => tests))]);
  await Promise.all(trees.map(async (tree) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) judged[next[0]] = await ofGuard(tree, next[1]);
  }));
  return judged;
}

async function ofGuard(tree: Tree, { file, line, what, text, tests }: GuardMutant): Promise<Judged> {
  for (const test of tests) {
    const { tests: ran } = await tree.with(new Map([[file, text]]), () => tree.run([test, "--bail=1"]));
    const failed = firstFailed(ran);
    if (failed !== undefined) return { file, line, what, killedBy: `${failed.file} > ${failed.test}` };
  }
  return { file, line, what, killedBy: undefined };
}

/**
 * All refusals at once: each row of the test of sides asks for one thing that is refused, and has the words of the refusal in
 * its name. Those that no row names, one after the other.
 */
export async function judgeRefusals(trees: readonly [Tree, Tree], mutants: readonly RefusalMutant[]): Promise<readonly Judged[]> {
  const [tree] = trees;
  if (mutants.length === 0) return [];
  await requirePassing([tree], [SIDES]);
  const files = new Map<string, string>();
  for (const [file, of] of Map.groupBy(mutants, (one) => one.file)) files.set(file, without(await readFile(join(tree.folder, file)), of));
  const { tests } = await tree.with(files, () => tree.run([SIDES]));
  const failed = tests.filter((one) => firstFailed([one]) !== undefined);
  const judged = mutants.map(({ file, line, what, thrown }): Judged => {
    const by = failed.find(({ test }) => {
      const [, words] = test.split(" is refused: ");
      return words !== undefined && thrown.includes(words) && mutants.filter((one) => one.thrown.includes(words)).length === 1;
    });
    return { file, line, what, killedBy: by === undefined ? undefined : `${by.file} > ${by.test}` };
  });
  const alone = (await judgeGuards(trees, mutants.filter((_, i) => judged[i]!.killedBy === undefined))).values();
  return judged.map((one) => (one.killedBy === undefined ? alone.next().value! : one));
}
