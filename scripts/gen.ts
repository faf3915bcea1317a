// `npm run gen` writes every file that is made from others; `-- --check` writes nothing and names those that are stale.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configurationReference } from "./configuration-reference.ts";
import { report } from "./report.ts";
import { ruleCatalogue } from "./rule-catalogue.ts";

const PROJECT = join(import.meta.dirname, "..");

/** File → what makes its text. */
const GENERATED: Readonly<Record<string, (root: string) => string>> = {
  "docs/configuration.md": configurationReference,
  "docs/rules.md": ruleCatalogue,
};

/** The generated files under `root` whose text is not what `npm run gen` would write. */
export function stale(root: string): string[] {
  const current = (path: string): string => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "");
  return Object.entries(GENERATED).filter(([path, make]) => current(path) !== make(root)).map(([path]) => path);
}

function main(args: readonly string[]): void {
  const paths = stale(PROJECT);
  if (args.includes("--check")) {
    report(paths.map((path) => `${path}: not what its sources make; run \`npm run gen\` and commit it`));
    return;
  }
  for (const path of paths) {
    writeFileSync(join(PROJECT, path), GENERATED[path]!(PROJECT));
    console.log(`wrote ${path}`);
  }
}

if (import.meta.main) main(process.argv.slice(2));
