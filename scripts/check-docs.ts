// Checks that what the documents name exists: the paths in links and in `code`, the npm scripts, and a line in
// docs/dependencies.md for every dependency. What it cannot see: whether what stands there is true.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { report } from "./report.ts";

const PROJECT = join(import.meta.dirname, "..");
const DOCUMENTS = ["*.md", "{docs,changes,content,bench,test,src}/**/*.md"];
const DEPENDENCIES = "docs/dependencies.md";

/** Ends that make a name without a folder a path: `package.json` is one, `example.com` is not. */
const FILE = /\w\.(?:ts|mjs|js|json|jsonl|md|ya?ml|sh|log|evtx|gz|txt)$/;
// What is no path of the project: an address, a place outside it, a path with a part to fill in, an option, a package.
const FOREIGN = /^(?:[a-z][a-z0-9+.-]*:|\.\.\/shared\/|[~/#@-]|node_modules\/)|[<>{}*…$|=\s]|\b(?:DIR|FILE|PATH|RULE|EVENT|NNNN)\b/;

type Named = { readonly path: string; readonly line: number; readonly isLink: boolean };

/** The paths that a document names, and where. */
export function pathsIn(markdown: string): Named[] {
  let isFenced = false;
  return markdown.split("\n").flatMap((text, i) => {
    if (/^\s*(?:```|~~~)/.test(text)) isFenced = !isFenced;
    return isFenced ? [] : pathsInLine(text).map((named) => ({ ...named, line: i + 1 }));
  });
}

function pathsInLine(text: string): Omit<Named, "line">[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => ({ path: match[1]!.replace(/#.*$/, ""), isLink: true }));
  const codes = [...text.matchAll(/`([^`]+)`/g)].map((match) => ({ path: match[1]!.replace(/:\d+$/, ""), isLink: false }));
  return [...links, ...codes].filter(({ path, isLink }) => path !== "" && !FOREIGN.test(path) && (isLink || isPath(path)));
}

const isPath = (code: string): boolean => FILE.test(code) || /^\.?[\w-]+(?:\/[\w.-]+)*\/[\w.-]*$/.test(code);

/** Problems of one document: a path it names that does not exist. Code names it from the root or from the document. */
export function checkDocument(root: string, document: string, markdown: string): string[] {
  const beside = dirname(document);
  const exists = ({ path, isLink }: Named): boolean =>
    (isLink ? [join(beside, path)] : [path, join(beside, path)]).some((place) => existsSync(join(root, normalize(place)))) ||
    // A name without a folder, such as `index.ts`, may be that of many files.
    (!isLink && !path.includes("/") && globSync(`{src,content,test,bench,scripts,docs}/**/${path}`, { cwd: root }).length > 0);
  // Without a file's end, a first folder that we do not have is no path of ours: `and/or`, `level/status`.
  const isOurs = ({ path, isLink }: Named): boolean => isLink || FILE.test(path) || existsSync(join(root, path.split("/")[0]!));
  return pathsIn(markdown)
    .filter((named) => isOurs(named) && !exists(named))
    .map(({ path, line }) => `${document}:${line}: there is no ${path}; name what exists, or write what will come without \`code\``);
}

type Package = { readonly [kind in "scripts" | "dependencies" | "devDependencies"]?: Readonly<Record<string, string>> };

/** Problems of one document: an npm script it names that package.json does not have. */
export function checkScripts(document: string, markdown: string, { scripts = {} }: Package): string[] {
  const named = [...markdown.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map((match) => match[1]!);
  return [...new Set(named)]
    .filter((name) => !Object.hasOwn(scripts, name))
    .map((name) => `${document}: package.json has no script ${name}`);
}

/** Dependencies without a row in docs/dependencies.md, and rows without a dependency. */
export function checkDependencies(table: string, { dependencies, devDependencies }: Package): string[] {
  const have = new Set(Object.keys({ ...dependencies, ...devDependencies }));
  // Packages of one project share a row: `react`, `react-dom`.
  const rows = new Set([...table.matchAll(/^\| ((?:`[^`]+`(?:, )?)+) \|/gm)].flatMap((match) => match[1]!.split(", ").map((name) => name.slice(1, -1))));
  return [
    ...[...have].filter((name) => !rows.has(name)).map((name) => `${DEPENDENCIES}: no row for ${name}; say why it is not code of our own, its licence and who keeps it`),
    ...[...rows].filter((name) => !have.has(name)).map((name) => `${DEPENDENCIES}: ${name} is no dependency any more; remove its row`),
  ];
}

function main(): void {
  const read = (path: string): string => readFileSync(join(PROJECT, path), "utf8");
  const manifest = JSON.parse(read("package.json")) as Package;
  const documents = globSync(DOCUMENTS, { cwd: PROJECT }).toSorted();
  if (documents.length === 0) throw new Error("no document found");
  const problems = documents.flatMap((document) => {
    const markdown = read(document);
    return [...checkDocument(PROJECT, document, markdown), ...checkScripts(document, markdown, manifest)];
  });
  report([...problems, ...checkDependencies(read(DEPENDENCIES), manifest)]);
}

if (import.meta.main) main();
