// What lets people in and keeps them out, one decision after the other taken away.
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { nameOf, nodes, type Node } from "../../scripts/ast.ts";

/** A change of one file, and the tests that have to notice it. */
export type GuardMutant = { readonly file: string; readonly line: number; readonly what: string; readonly text: string; readonly tests: readonly string[] };

/** A refusal, with where it stands in the file, and all of it, in whose words a test knows it. */
export type RefusalMutant = GuardMutant & { readonly from: number; readonly to: number; readonly thrown: string };

const GUARD = ["src/api/authenticate.test.ts"];
const SESSIONS = [...GUARD, "src/api/sign-in.test.ts", "src/api/changes.test.ts", "src/identity/keys.test.ts", "src/api/guarded-people.test.ts"];
const ROUTES = [...GUARD, "test/isolation/isolation.test.ts"];
const SETTINGS = ["src/api/own-people.test.ts", "src/api/settings.test.ts"];
const TEAMS = ["src/api/requests.test.ts", "test/isolation/statements.test.ts"];

/** File → function → the tests that hold it. */
const GUARDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "src/api/authenticate.ts": { byKey: SESSIONS, bySession: SESSIONS, requireToken: ROUTES, refusalOf: ROUTES },
  "src/api/server.ts": { createApi: [...SESSIONS, "src/api/journal.test.ts", "test/isolation/below.test.ts"] },
  "src/api/request-asker.ts": { askerIn: TEAMS },
  "src/identity/permissions.ts": { permissionsIn: ROUTES },
  "src/identity/session.ts": { findSession: SESSIONS },
  "src/identity/session-repo.ts": { sessionByHash: SESSIONS },
  "src/identity/keys.ts": { findKey: SESSIONS },
  "src/identity/key-repo.ts": { keyByHash: SESSIONS },
  "src/identity/own-people.ts": { deciderOf: SETTINGS },
  "src/tenants/settings/sides.ts": { requireOtherSide: SETTINGS },
  "src/requests/repo.ts": { visibleRequests: TEAMS },
};

/** What belongs to one side, or to a person: a row for each refusal, none of which needs another one. */
export const SIDES = "test/isolation/sides.test.ts";

/** Tests of each folder for what it refuses somebody who has the permission; what was found first is asked first. */
const REFUSALS: Readonly<Record<string, readonly string[]>> = {
  "src/api/": [SIDES, ...SESSIONS],
  "src/identity/": [SIDES, "src/api/passkeys.test.ts", "src/api/own-people.test.ts", "src/api/sign-in.test.ts"],
  "src/tenants/": SETTINGS,
  "src/alerts/": ["src/api/exceptions.test.ts"],
  "src/incidents/": [SIDES, "src/api/incidents.test.ts"],
  "src/escalations/": [SIDES, "src/api/escalations.test.ts"],
  "src/requests/": [SIDES, "src/api/requests.test.ts", "src/api/connectors.test.ts"],
  "src/playbooks/": [SIDES, "src/api/playbooks.test.ts", "src/playbooks/run/machine.test.ts"],
  "src/views/": ["src/api/saved-views.test.ts"],
  "src/notify/": [SIDES, "src/api/notifications.test.ts"],
};

const REFUSED = /^throw new (?:DomainError|HttpRefusal)\("(?:forbidden|unauthenticated)"/;

/** Every "you may not" of the domain, left out: new ones are found by themselves. */
export async function refusalMutants(folder: string, only: (file: string) => boolean): Promise<readonly RefusalMutant[]> {
  const all: RefusalMutant[] = [];
  for await (const file of glob("src/**/*.ts", { cwd: folder })) {
    if (file.endsWith(".test.ts") || !only(file)) continue;
    const source = await readFile(join(folder, file), "utf8");
    if (!source.includes("throw new")) continue;
    const bytes = Buffer.from(source);
    for (const node of nodes(source)) {
      if (node.type !== "ThrowStatement") continue;
      const [start, end] = spanOf(node);
      const thrown = bytes.subarray(start, end).toString();
      if (!REFUSED.test(thrown)) continue;
      const tests = Object.entries(REFUSALS).find(([under]) => file.startsWith(under))?.[1];
      if (tests === undefined) throw new Error(`${file} refuses something; say in test/mutation/guards.ts which tests hold it.`);
      all.push({ file, line: node.line, what: `without: ${short(thrown)}`, text: without(bytes, [{ from: start, to: end }]), tests, from: start, to: end, thrown });
    }
  }
  return all.toSorted((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : one.line - other.line));
}

/** A file without some of its statements. */
export function without(source: Uint8Array, parts: readonly { readonly from: number; readonly to: number }[]): string {
  return parts.toSorted((one, other) => other.from - one.from).reduce((bytes, { from, to }) => Buffer.concat([bytes.subarray(0, from), Buffer.from(";"), bytes.subarray(to)]), Buffer.from(source)).toString();
}

/** Every decision of the guards under `folder`. Throws where a function is not there, or decides nothing: then this list is old. */
export async function guardMutants(folder: string, only: (file: string) => boolean): Promise<readonly GuardMutant[]> {
  const all: GuardMutant[] = [];
  for (const [file, functions] of Object.entries(GUARDS).filter(([name]) => only(name))) {
    const source = await readFile(join(folder, file), "utf8");
    for (const [name, tests] of Object.entries(functions)) {
      const found = mutantsIn(source, name);
      if (found.length === 0) throw new Error(`${file}: there is no ${name} that decides anything; test/mutation/guards.ts names it.`);
      all.push(...found.map(({ line, what, text }) => ({ file, line, what: `${name}: ${what}`, text, tests })));
    }
  }
  return all;
}

type Found = { readonly line: number; readonly what: string; readonly text: string };

function mutantsIn(source: string, name: string): readonly Found[] {
  const bytes = Buffer.from(source);
  const within = [...nodes(source)].find((node) => (node.type === "FunctionDeclaration" && nameOf(node["identifier"]) === name) || (node.type === "VariableDeclarator" && nameOf(node["id"]) === name));
  if (within === undefined) return [];
  const [from, to] = spanOf(within);
  const textOf = (node: unknown): string => bytes.subarray(...spanOf(node)).toString();
  const mutants: Found[] = [];
  const put = (node: Node, now: string, what: string): void => {
    const [start, end] = spanOf(node);
    mutants.push({ line: node.line, what, text: Buffer.concat([bytes.subarray(0, start), Buffer.from(now), bytes.subarray(end)]).toString() });
  };
  for (const node of nodes(source)) {
    const span = node["span"] as { readonly start: number; readonly end: number } | undefined;
    if (span === undefined || span.start - 1 < from || span.end - 1 > to) continue;
    if (node.type === "IfStatement" && (node["alternate"] ?? undefined) === undefined && leaves(textOf(node["consequent"]))) put(node, "{}", `without: ${short(textOf(node))}`);
    if (node.type === "BinaryExpression" && (node["operator"] === "&&" || node["operator"] === "||")) {
      if (decides(textOf(node["left"]))) put(node, `(${textOf(node["right"])})`, `without: ${short(textOf(node["left"]))}`);
      if (decides(textOf(node["right"]))) put(node, `(${textOf(node["left"])})`, `without: ${short(textOf(node["right"]))}`);
    }
    if (node.type === "ConditionalExpression" && (node["consequent"] as Node).type !== "StringLiteral") {
      for (const branch of [node["consequent"], node["alternate"]].filter((one) => textOf(one) !== "undefined")) put(node, `(${textOf(branch)})`, `always: ${short(textOf(branch))}`);
    }
    if (node.type === "CallExpression" && nameOf(node["callee"]) === "where") {
      const { object } = node["callee"] as { readonly object: unknown };
      const condition = textOf(node).slice(textOf(object).length);
      // Conditions on the tenant are taken away elsewhere: test/mutation/conditions.ts.
      if (!/^\s*\.where\("[\w.]*tenant_id"/.test(condition)) put(node, textOf(object), `without: ${short(condition)}`);
    }
    // What is asked before a route is entered.
    if (node.type === "ExpressionStatement" && /^guarded\.addHook\("on(?:Request|Route)"/.test(textOf(node))) put(node, ";", `without: ${short(textOf(node))}`);
  }
  return mutants;
}

// A plain Error is for a bug that no request can cause.
const leaves = (text: string): boolean => /\b(?:return|throw)\b/.test(text) && !text.includes("throw new Error(");
// Without these the next line fails for want of what they look for; how often a row is touched lets nobody in; and what is written
// down of a refusal is only of those who are known, for nothing else is refused so.
const decides = (text: string): boolean => !/^(?:typeof )?[\w.]+ [!=]== (?:undefined|"string")$|_MS$|^guard\.isKnown\(request\)$/.test(text);
const short = (text: string): string => text.replaceAll(/\s+/g, " ").slice(0, 90);

function spanOf(node: unknown): [number, number] {
  const { start, end } = (node as { readonly span: { readonly start: number; readonly end: number } }).span;
  return [start - 1, end - 1];
}
