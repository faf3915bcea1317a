// A copy of the project that may be changed, and its tests.
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDatabase } from "./database.ts";

const ROOT = join(import.meta.dirname, "../..");
const COPIED = ["src", "test", "content", "scripts", "docs", "bin", "bench", "package.json", "tsconfig.json", "vitest.config.ts"];

export type Tree = {
  readonly folder: string;
  /** Runs vitest with these arguments; which tests passed and failed. */
  readonly run: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ran>;
  /** Puts texts in the place of files while `work` goes on. */
  readonly with: <T>(files: ReadonlyMap<string, string>, work: () => Promise<T>) => Promise<T>;
  readonly remove: () => Promise<void>;
};

/** The first test that failed for what it looked at. One that took too long proves nothing on a machine that is busy. */
export const firstFailed = (tests: readonly RanTest[]): RanTest | undefined => tests.find(({ ok, why }) => !ok && !why.includes("timed out"));

export type RanTest = { readonly file: string; readonly test: string; readonly ok: boolean; readonly ms: number; readonly why: string };
export type Ran = { readonly tests: readonly RanTest[]; readonly output: string };

/** Copies the tree as it stands, with what is not committed, and starts a database for its tests. */
export async function copyTree(): Promise<Tree> {
  const folder = await mkdtemp(join(tmpdir(), "vigie-mutation-"));
  for (const name of COPIED) await cp(join(ROOT, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const database = await startDatabase();
  let runs = 0;
  const tree: Tree = {
    folder,
    async run(args, env = {}) {
      const report = join(folder, `report-${++runs}.json`);
      // One test file after the other: what readers see depends on the transactions of the whole server.
      const output = await outputOf(folder, ["run", "--maxWorkers=1", "--reporter=json", `--outputFile=${report}`, ...args], { ...database.environment, ...env });
      return { tests: await testsIn(report, folder), output };
    },
    async with(files, work) {
      const kept = new Map<string, string>();
      for (const [name, text] of files) {
        kept.set(name, await readFile(join(folder, name), "utf8"));
        await writeFile(join(folder, name), text);
      }
      try {
        return await work();
      } finally {
        for (const [name, text] of kept) await writeFile(join(folder, name), text);
      }
    },
    async remove() {
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await mkdir(join(folder, "data"), { recursive: true });
  return tree;
}

const MOST_MS = 60 * 60_000;

function outputOf(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const vitest = join(cwd, "node_modules/vitest/vitest.mjs");
  const child = spawn(process.execPath, [vitest, ...args], { cwd, env: { ...process.env, VIGIE_SHARED: process.env["VIGIE_SHARED"] ?? join(ROOT, "../shared"), ...env }, stdio: ["ignore", "pipe", "pipe"], timeout: MOST_MS });
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  child.stderr.on("data", (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(Buffer.concat(parts).toString()));
  });
}

type Report = { readonly testResults: readonly { readonly name: string; readonly message?: string; readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly duration?: number; readonly failureMessages?: readonly string[] }[] }[] };

async function testsIn(report: string, folder: string): Promise<readonly RanTest[]> {
  const text = await readFile(report, "utf8").catch(() => undefined);
  if (text === undefined) return [];
  return (JSON.parse(text) as Report).testResults.flatMap(({ name, message, assertionResults }) => {
    const file = name.slice(folder.length + 1);
    const tests = assertionResults.filter(({ status }) => status === "passed" || status === "failed").map(({ fullName, status, duration, failureMessages }) => ({ file, test: fullName, ok: status === "passed", ms: duration ?? 0, why: failureMessages?.[0] ?? "" }));
    // A file that could not even begin.
    return tests.length === 0 && message !== undefined && message !== "" ? [{ file, test: "", ok: false, ms: 0, why: message }] : tests;
  });
}
