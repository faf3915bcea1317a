// Checks of style that the linter has no rule for. What they cannot see: a name that comes from a comment or a
// text, and a clock or a pattern reached through another name (`const D = Date`).
import { globSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { nameOf, nodes, type Node } from "./ast.ts";
import { report } from "./report.ts";

const PROJECT = join(import.meta.dirname, "..");

type Rule = {
  /** Files the rule holds in: under one of these folders and under none of those. */
  readonly in: readonly string[];
  readonly notIn?: readonly string[];
  readonly bad: (node: Node) => boolean;
  readonly say: string;
};

const isNew = (node: Node, name: string): boolean =>
  (node.type === "NewExpression" || node.type === "CallExpression") && nameOf(node["callee"]) === name;

// Where noUncheckedIndexedAccess adds an `undefined` that a line before has ruled out: an index, a lookup, a local name.
const LOOKUPS = new Set(["at", "get", "pop", "shift", "codePointAt"]);

function mayBeProven(node: unknown): boolean {
  const { type, property, callee } = node as Node;
  if (type === "MemberExpression") return (property as Node).type === "Computed";
  return type === "Identifier" || (type === "CallExpression" && LOOKUPS.has(nameOf(callee)));
}

// PostgreSQL reserves them: `as some` is a syntax error that shows when the query runs.
const RESERVED_AFTER_AS = /\bas (?:all|any|some|both|end|limit|offset|order|group|user|when|table|window)\b(?! [a-z])/;

const isReservedInSql = ({ type, raw, cooked }: Node): boolean => type === "TemplateElement" && [raw, cooked].some((text) => typeof text === "string" && /\bselect\b|\)\s*as\b/.test(text) && RESERVED_AFTER_AS.test(text));

// What people read or hear of an element.
const TOLD = new Set(["aria-label", "title", "placeholder", "label", "alt", "description", "aria-description"]);
// A name that is the same in every language.
const NAMES = new Set(["Vigie"]);

const isWord = (text: unknown): boolean => typeof text === "string" && /\p{L}{2,}/u.test(text) && !NAMES.has(text.trim());

function isUntranslated({ type, value, name }: Node): boolean {
  if (type === "JSXText") return isWord(value) && !/^(?:TLP|PAP):$/.test(String(value).trim());
  return type === "JSXAttribute" && TOLD.has(String((name as Node | undefined)?.["value"])) && (value as Node | null)?.type === "StringLiteral" && isWord((value as Node)["value"]);
}

const RULES: readonly Rule[] = [
  {
    in: ["web/src/"],
    bad: isUntranslated,
    say: "a text in a component has no translation: put it into web/src/locales/{en,fr} and ask for it by t()",
  },
  {
    in: ["web/src/"],
    notIn: ["web/src/theme.ts", "web/src/pages/sign-in/second-factor.tsx"],
    bad: ({ type, value }) => type === "StringLiteral" && typeof value === "string" && /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(value),
    say: "a colour has a name: write var(--v-…), or add a token to web/src/theme.ts",
  },
  {
    in: ["src/", "bench/"],
    bad: isReservedInSql,
    say: "SQL reserves the name behind `as`; name it after what the rows are",
  },
  {
    in: ["src/"],
    notIn: ["src/main.ts", "src/cli/", "src/sources/", "src/roles/"],
    bad: (node) => isNew(node, "Date") && !(node["arguments"] as readonly unknown[] | null)?.length,
    say: "take the time as a parameter; src/main.ts, src/cli/, src/roles/ and src/sources/ know the clock",
  },
  {
    in: ["src/parsers/", "src/normalise/", "src/sources/"],
    bad: (node) => isNew(node, "RegExp"),
    say: "write the pattern as a literal that a reviewer can see is linear; a pattern from data goes through re2js",
  },
  {
    in: ["src/", "bench/", "scripts/"],
    bad: (node) => node.type === "TsNonNullExpression" && !mayBeProven(node["expression"]),
    say: "`!` is for a local name, an index or a `get` that was checked just before; here test for undefined, or make the type say it",
  },
];

/** Word in a name → the project's word for it (the glossary in ARCHITECTURE.md). */
const WORDS: Readonly<Record<string, string>> = {
  finding: "detection",
  findings: "detections",
  customer: "tenant",
  customers: "tenants",
  organisation: "tenant",
  organization: "tenant",
  utils: "what the functions are about",
  helper: "what it does",
  helpers: "what the functions are about",
  manager: "what it does",
  impl: "the same name without it",
};
const DECLARES: ReadonlySet<string> = new Set(["FunctionDeclaration", "ClassDeclaration", "TsTypeAliasDeclaration", "TsInterfaceDeclaration", "VariableDeclarator"]);
/** `parseHTTPFindings2` → parse, http, findings. */
const wordsOf = (name: string): string[] => name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)?.map((word) => word.toLowerCase()) ?? [];

// In front of people a tenant is called so (design, section 1).
const SHOWN: ReadonlySet<string> = new Set(["organisation"]);
const NONE: ReadonlySet<string> = new Set();

function badWord(name: string, shown: ReadonlySet<string> = NONE): string | undefined {
  const word = wordsOf(name).find((part) => Object.hasOwn(WORDS, part) && !shown.has(part));
  if (word !== undefined) return `${name}: say ${WORDS[word]!} instead of ${word}`;
  return /^(?:Case|Signal|I[A-Z][a-z]{2}\w*)$/.test(name) ? `${name}: an alert, a detection and an incident have their own names, and a type has no I before it` : undefined;
}

function* namesIn(node: Node): Generator<string> {
  if (DECLARES.has(node.type)) yield nameOf(node["identifier"] ?? node["id"]);
}

/** Problems of one source file. */
export function checkSource(path: string, text: string): string[] {
  const problems: string[] = [];
  const rules = RULES.filter((rule) => rule.in.some((folder) => path.startsWith(folder)) && !rule.notIn?.some((folder) => path.startsWith(folder)));
  const shown = path.startsWith("web/") ? SHOWN : NONE;
  const fileWord = badWord(basename(path).replace(/[.]tsx?$/, ""), shown);
  if (fileWord !== undefined) problems.push(`${path}: ${fileWord}`);
  for (const node of nodes(text, { tsx: path.endsWith(".tsx") })) {
    for (const rule of rules) if (rule.bad(node)) problems.push(`${path}:${node.line}: ${rule.say}`);
    for (const name of namesIn(node)) {
      const word = badWord(name, shown);
      if (word !== undefined) problems.push(`${path}:${node.line}: ${word}`);
    }
  }
  return problems;
}

/** Places that only this machine has: where the checkout lies, what lies beside it, a registry that is not the public one. */
export function machineWords(root: string, registry: string | undefined): string[] {
  const host = registry === undefined ? "" : new URL(registry).host;
  return [root, resolve(root, "../shared"), ...(host === "" || host === "registry.npmjs.org" ? [] : [host])];
}

/** Problems of one text of whatever kind: what it says must be true on every machine. */
export function checkPlaces(path: string, text: string, places: readonly string[]): string[] {
  const found = places.filter((place) => new RegExp(`(?<![\\w.-])${RegExp.escape(place)}(?![\\w-])`).test(text));
  const problems = found.map((place) => `${path}: names ${place}, which only this machine has; write it from the project's root`);
  if (basename(path) === "package-lock.json" && text.includes(`"resolved"`)) {
    problems.push(`${path}: names a registry ("resolved"); .npmrc leaves it out, so run \`npm install\` in the project's root`);
  }
  return problems;
}

function main(): void {
  const places = machineWords(PROJECT, process.env["npm_config_registry"]);
  const read = (path: string): string => readFileSync(join(PROJECT, path), "utf8");
  const sources = globSync(["{src,bench,scripts}/**/*.ts", "web/src/**/*.{ts,tsx}"], { cwd: PROJECT, exclude: ["**/*.test.ts"] });
  const texts = globSync(["*.*", ".*rc*", "bin/*", ".ci/*", "{src,bench,scripts,test,docs,changes,content}/**/*.{ts,md,json,yml,mjs,txt}", "web/*.*", "web/src/**/*.*"], { cwd: PROJECT });
  if (sources.length === 0) throw new Error("no source file found");
  report([...sources.flatMap((path) => checkSource(path, read(path))), ...texts.flatMap((path) => checkPlaces(path, read(path), places))]);
}

if (import.meta.main) main();
