// `npm run gen` writes every file that is made from others; `-- --check` writes nothing and names those that are stale.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clientTypes } from "./client-types.ts";
import { connectorTable } from "./connector-table.ts";
import { configurationReference } from "./configuration-reference.ts";
import { openApi } from "./openapi.ts";
import { report } from "./report.ts";
import { technologyFigures, technologyReference } from "./technology-reference.ts";
import { ruleCatalogue } from "./rule-catalogue.ts";

const PROJECT = join(import.meta.dirname, "..");

/** File → what makes its text. */
const GENERATED: Readonly<Record<string, (root: string) => string | Promise<string>>> = {
  "content/technology-figures.json": technologyFigures,
  "docs/configuration.md": configurationReference,
  "docs/connectors/README.md": connectorTable,
  "docs/openapi.json": openApi,
  "docs/rules.md": ruleCatalogue,
  "docs/technology-list.md": technologyReference,
  "src/contract/client-types.ts": clientTypes,
};

/** The generated files under `root` whose text is not what `npm run gen` would write. */
export async function stale(root: string): Promise<string[]> {
  const current = (path: string): string => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "");
  const made = await Promise.all(Object.entries(GENERATED).map(async ([path, make]) => [path, await make(root)] as const));
  return made.filter(([path, text]) => current(path) !== text).map(([path]) => path);
}

async function main(args: readonly string[]): Promise<void> {
  const paths = await stale(PROJECT);
  if (args.includes("--check")) {
    report(paths.map((path) => `${path}: not what its sources make; run \`npm run gen\` and commit it`));
    return;
  }
  for (const path of paths) {
    writeFileSync(join(PROJECT, path), await GENERATED[path]!(PROJECT));
    console.log(`wrote ${path}`);
  }
}

if (import.meta.main) await main(process.argv.slice(2));
