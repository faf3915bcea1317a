import { readFile, stat } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";
import type { PackImportReport } from "../contract/rule-packs.ts";
import { DomainError } from "../core/index.ts";
import { readFolder } from "../rulesets/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { number, plainLines } from "./terminal-text.ts";

const USAGE = `usage: vigie rules import [--name NAME] [--json] [--url URL] [--key KEY] DIR|ZIP

Imports rules into a running vigie as the next version of a pack: a folder, or an archive such as a release of SigmaHQ.
Tells which documents cannot be used and why, as \`vigie rules check\` does; the others are imported.
A tenant works with a pack once it is enabled for it.

  --name NAME   name of the pack; none means that of the folder or archive
  --json        the whole report
  --url URL     where vigie is; default: VIGIE_URL, else http://127.0.0.1:8080
  --key KEY     default: VIGIE_KEY

Exit code: 0 all can be used, 1 some were refused, 2 the command was wrong.`;

const OPTIONS = { name: { type: "string" }, json: { type: "boolean" }, url: { type: "string" }, key: { type: "string" } } as const;

/** `vigie rules import`. */
export const rulesImport: Command = { usage: USAGE, run };

type Target = { readonly url: string; readonly key: string; readonly pack: string };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError("name one folder or one archive");
  const key = values.key ?? process.env["VIGIE_KEY"] ?? "";
  if (key === "") throw new UsageError("give the key: --key KEY or VIGIE_KEY");
  const report = await importRules({ url: values.url ?? process.env["VIGIE_URL"] ?? "http://127.0.0.1:8080", key, pack: values.name ?? nameOf(path) }, path);
  terminal.out.write(values.json === true ? `${JSON.stringify(report, undefined, 2)}\n` : plainLines(textOf(report)));
  return report.refused.length === 0 ? EXIT.done : EXIT.incomplete;
}

/** `sigma_core++.zip` → `sigma-core`. */
function nameOf(path: string): string {
  const base = basename(resolve(path));
  const words = base.slice(0, base.length - extname(base).length || undefined).toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 63);
}

async function importRules(target: Target, path: string): Promise<PackImportReport> {
  const found = await stat(path).catch((error: Error) => {
    throw new DomainError("invalid", `${path} cannot be read: ${error.message}`, { cause: error });
  });
  if (!found.isDirectory()) return post(target, "archives", basename(path), "application/zip", await readFile(path));
  const { files, unread, others } = await readFolder(path);
  const report = await post(target, "versions", basename(resolve(path)), "application/json", JSON.stringify({ files }));
  return { ...report, others: report.others + others, refused: [...unread.map((one) => ({ ...one, title: one.title ?? null, id: one.id ?? null })), ...report.refused] };
}

async function post({ url, key, pack }: Target, kind: "archives" | "versions", source: string, type: string, body: string | Buffer<ArrayBuffer>): Promise<PackImportReport> {
  const address = new URL(`/v1/rule-packs/${encodeURIComponent(pack)}/${kind}?source=${encodeURIComponent(source.slice(0, 200))}`, url);
  const response = await fetch(address, { method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": type }, body }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new DomainError("invalid", `${address.origin} does not answer (${cause}): is vigie running, and is --url right?`, { cause: error });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as PackImportReport;
  const detail = (answer as { readonly detail?: unknown } | undefined)?.detail;
  throw new DomainError("invalid", typeof detail === "string" ? detail : `${address.origin} answered ${response.status}`);
}

function textOf({ created, version, refused, others, difference }: PackImportReport): string {
  const { added, changed, removed } = difference;
  const changes = `${number(added.length)} files added, ${number(changed.length)} changed, ${number(removed.length)} removed`;
  return [
    ...refused.map(({ path, line, column, title, reason, hint }) => `${path}:${line}:${column}: refused: ${reason}${title === null ? "" : ` ("${title}")`}\n    ${hint}\n`),
    `${number(version.rules)} rules, ${number(version.correlations)} correlations and ${number(version.filters)} filters loaded, `,
    `${number(refused.length)} refused, ${number(others)} other files left out\n`,
    created ? `imported as ${version.pack}, version ${version.version}: ${changes}\n` : `${version.pack} has these files already, as version ${version.version}\n`,
  ].join("");
}
