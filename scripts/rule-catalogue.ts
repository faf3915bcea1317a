import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { loadAll } from "js-yaml";

type Document = {
  readonly title?: string;
  readonly level?: string;
  readonly tags?: readonly string[];
  readonly logsource?: Readonly<Record<string, string>>;
  readonly correlation?: { readonly type?: string };
};

const HEAD = `# The rules we ship

Made by \`npm run gen\` from \`content/rules/\`; do not edit. One row a rule; a correlation says its type instead of a log source.
`;

/** docs/rules.md: every document of every rule file under \`content/rules\` of \`root\`, by area. */
export function ruleCatalogue(root: string): string {
  const files = globSync("content/rules/**/*.yml", { cwd: root, exclude: ["**/*.events.yml"] }).toSorted();
  const areas = Map.groupBy(files, dirname);
  const sections = [...areas].map(([folder, paths]) => `## ${basename(folder)}\n\n${table(root, paths)}`);
  return [HEAD, ...sections].join("\n");
}

function table(root: string, paths: readonly string[]): string {
  const rows = paths.flatMap((path) => loadAll(readFileSync(join(root, path), "utf8")).map((rule) => row(path, rule as Document)));
  return ["| rule | level | log source | ATT&CK |", "|---|---|---|---|", ...rows, ""].join("\n");
}

function row(path: string, rule: Document): string {
  const techniques = rule.tags?.filter((tag) => /^attack\.t\d/.test(tag)).map((tag) => tag.slice("attack.".length).toUpperCase()) ?? [];
  const cells = [`[${rule.title ?? basename(path)}](../${path})`, rule.level ?? "", source(rule), techniques.join(", ")];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function source({ logsource, correlation }: Document): string {
  if (correlation !== undefined) return `correlation: ${correlation.type ?? ""}`;
  return ["product", "category", "service"].flatMap((key) => logsource?.[key] ?? []).join(", ");
}
