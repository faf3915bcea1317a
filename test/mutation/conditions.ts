// The conditions by which a statement asks for the rows of one tenant, found in the syntax tree of its file.
import { nameOf, nodes, type Node } from "../../scripts/ast.ts";

/** One change of one file. `text` is the whole file; `marked` leaves the condition in, with the mark alone. */
export type Mutant = { readonly key: string; readonly file: string; readonly line: number; readonly was: string; readonly text: string; readonly marked: string };

/** A change of a text, by its offsets. */
export type Edit = { readonly from: number; readonly to: number; readonly line: number; readonly now: string; readonly marked: string };

/** The database's test double looks for this mark in the statement that it runs: test/mutation/twins.ts. */
const markOf = (number: number): string => `/* mutant ${number} */`;

const SQL_IMPORT = 'import { sql as mutantSql } from "kysely";\n';

/** Every condition of a file, each as an edit that takes it out. `first` is the number of the first mark. */
export function conditionsOf(source: string, first: number): readonly Edit[] {
  const bytes = Buffer.from(source);
  const textOf = (from: number, to: number): string => bytes.subarray(from, to).toString();
  const found: Parameters<Add>[] = [];
  const add: Add = (...one) => void found.push(one);
  for (const node of nodes(source)) {
    if (node.type === "CallExpression") ofCall(node, textOf, add);
    if (node.type === "TaggedTemplateExpression" && nameOf(node["tag"]) === "sql") ofTemplate(node, textOf, add);
  }
  // Numbered in the order of the text: in a chain of calls the last one is found first.
  return found.toSorted(([one], [other]) => one - other).map(([from, to, words], i) => {
    const [now, marked] = words(markOf(first + i), textOf(from, to));
    return { from, to, line: textOf(0, from).split("\n").length, now, marked };
  });
}

type Add = (from: number, to: number, words: (mark: string, was: string) => readonly [string, string]) => void;

const COLUMN = /(^|\.)(tenant_id|for_tenant)$/;
const BUILDERS: Readonly<Record<string, string>> = { where: "where", whereRef: "where", on: "on", onRef: "on" };

/** `.where("tenant_id", "=", …)` and its like; `of("a.tenant_id", "=", …)` within an expression. */
function ofCall(node: Node, textOf: (from: number, to: number) => string, add: Add): void {
  const given = node["arguments"] as readonly { readonly expression: Node }[];
  const [column, operator, value] = given.map(({ expression }) => expression);
  if (given.length !== 3 || column?.type !== "StringLiteral" || operator === undefined || value === undefined) return;
  const [, end] = spanOf(node);
  const isOfTenant = COLUMN.test(String(column["value"])) || (/(^|\.)id$/.test(String(column["value"])) && textOf(...spanOf(value)) === "db.tenant");
  // Rows of no tenant are the platform's.
  if (!isOfTenant || value.type === "NullLiteral") return;
  const callee = node["callee"] as Node;
  const builder = BUILDERS[nameOf(callee)];
  if (callee.type === "MemberExpression" && builder !== undefined) {
    const [from] = spanOf(callee["property"]);
    add(from, end, (mark, was) => [`${builder}(mutantSql\`true ${mark}\`)`, `${was}.${builder}(mutantSql\`true ${mark}\`)`]);
  }
  if (callee.type === "Identifier") add(spanOf(node)[0], end, (mark, was) => [`mutantSql\`true ${mark}\``, `${nameOf(callee)}.and([${was}, mutantSql\`true ${mark}\`])`]);
}

const BEFORE_VALUE = /(?:[\w"]+\.)?(?:tenant_id|for_tenant) = (any\()?$/;
const BEFORE_ID = /(?:\btenant\.)?\bid = $/;
const BETWEEN_COLUMNS = /\b(?:\w+\.)?tenant_id = (?:\w+\.)?(?:tenant_id|tenant)\b(?!\.)/g;

/** `tenant_id = ${…}`, and `a.tenant_id = b.tenant_id`, in a statement as text. */
function ofTemplate(node: Node, textOf: (from: number, to: number) => string, add: Add): void {
  const { quasis, expressions } = node["template"] as { readonly quasis: readonly Node[]; readonly expressions: readonly Node[] };
  for (const [i, quasi] of quasis.entries()) {
    const [start, end] = spanOf(quasi);
    const raw = textOf(start, end);
    for (const found of raw.matchAll(BETWEEN_COLUMNS)) {
      const from = start + Buffer.byteLength(raw.slice(0, found.index));
      add(from, from + Buffer.byteLength(found[0]), (mark, was) => [`true ${mark}`, `${was} ${mark}`]);
    }
    const value = expressions[i];
    const next = quasis[i + 1];
    if (value === undefined || next === undefined) continue;
    const found = BEFORE_VALUE.exec(raw) ?? (textOf(...spanOf(value)) === "db.tenant" ? BEFORE_ID.exec(raw) : null);
    if (found === null) continue;
    // The value's type, and the parenthesis that the condition opened, go with it.
    const behind = /^(::\w+(\[\])?)?/.exec(textOf(...spanOf(next)))![0].length + (found[1] === undefined ? 0 : 1);
    add(start + Buffer.byteLength(raw.slice(0, found.index)), spanOf(next)[0] + behind, (mark, was) => [`true ${mark}`, `${was} ${mark}`]);
  }
}

/** Where a node stands, in bytes from 0. */
function spanOf(node: unknown): [number, number] {
  const { start, end } = (node as { readonly span: { readonly start: number; readonly end: number } }).span;
  return [start - 1, end - 1];
}

/** Lines that look as if they asked for a tenant, and of which no condition was found: a form that this file does not know. */
export function unknownIn(source: string, edits: readonly Edit[]): readonly string[] {
  const bytes = Buffer.from(source);
  const rest = edits.toSorted((one, other) => other.from - one.from).reduce((text, { from, to }) => Buffer.concat([text.subarray(0, from), text.subarray(to)]), bytes).toString();
  return rest.split("\n").filter((line) => /(?:where|and|on) \(?(?:\w+\.)?tenant_id (?:=|in)|(?:where|on|Ref)\(\s*"(?:\w+\.)?tenant_id", (?!"is", null|tenant === null|scope === null|"is not")/.test(line));
}

/** The file with some of its edits made. */
export function edited(source: string, edits: readonly Edit[], how: "now" | "marked"): string {
  const bytes = edits.toSorted((one, other) => other.from - one.from).reduce((text, edit) => Buffer.concat([text.subarray(0, edit.from), Buffer.from(edit[how]), text.subarray(edit.to)]), Buffer.from(source));
  return `${SQL_IMPORT}${bytes.toString()}`;
}

/** The declaration at the top of the file in which an offset stands. */
export function declarationAt(source: string, at: number): string {
  let name = "the file";
  for (const node of nodes(source)) {
    if (node.type !== "FunctionDeclaration" && node.type !== "VariableDeclarator") continue;
    const [from, to] = spanOf(node.type === "FunctionDeclaration" ? node : { span: node["span"] });
    if (from <= at && at < to) return nameOf(node["identifier"] ?? node["id"]);
    name = "the file";
  }
  return name;
}
