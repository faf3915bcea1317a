// Checks who imports whom by the rules of .dependency-cruiser.mjs. What it cannot see: `new Worker(url)` and
// other ways to reach a file without an import.
import { globSync } from "node:fs";
import { join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import { report } from "./report.ts";

const PROJECT = join(import.meta.dirname, "..");
const FOLDERS = ["src", "web", "bench", "scripts", "test"];

/** Problems of the tree under `root`, one text each. That the tool read nothing, or too little, is a problem too. */
export async function checkDirection(root: string): Promise<string[]> {
  const files = globSync(FOLDERS.map((folder) => `${folder}/**/*.{ts,tsx}`), { cwd: root });
  if (files.length === 0) return [`${root}: no TypeScript file in ${FOLDERS.join(", ")}`];
  const options = await extractOptions(join(PROJECT, ".dependency-cruiser.mjs"));
  const { output } = await cruise(files, { ...options, baseDir: root, validate: true }, options.enhancedResolveOptions);
  if (typeof output === "string") throw new Error("dependency-cruiser gave a report where its result was asked for");
  return [...unread(output, files), ...violations(output)];
}

function unread({ modules }: ICruiseResult, files: readonly string[]): string[] {
  const read = new Set(modules.map((module) => module.source));
  const missed = files.filter((file) => !read.has(file));
  if (missed.length > 0) return [`${missed.join(", ")}: not read, so not checked`];
  if (modules.some((module) => module.dependencies.length > 0)) return [];
  return [`${files.length} files: not one import was read; is the parser installed (@swc/core)?`];
}

function violations({ summary }: ICruiseResult): string[] {
  const why = new Map(summary.ruleSetUsed?.forbidden?.map((rule) => [rule.name, rule.comment]));
  return summary.violations.map(({ from, to, rule, cycle }) => {
    const way = [from, ...(cycle?.map((step) => step.name) ?? (to === from ? [] : [to]))].join(" → ");
    return `${way}: ${why.get(rule.name) ?? ""} (${rule.name})`;
  });
}

if (import.meta.main) report(await checkDirection(PROJECT));
