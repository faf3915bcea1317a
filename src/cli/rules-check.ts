import { isRouted, silenced } from "../detect/index.ts";
import { readPack, type Pack } from "../packs/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { amount, number, plainLines } from "./terminal-text.ts";

const USAGE = `usage: vigie rules check [--json] [--vars FILE] [--deprecated] PATH…

Tells which rules can be used and, for every document that cannot, where it stands, what is wrong and what to do.
Warns of rules that can be used and will tell nobody anything.
Exit code: 0 all can be used, 1 some were refused, 2 the command was wrong.`;

const OPTIONS = { json: { type: "boolean" }, vars: { type: "string" }, deprecated: { type: "boolean" } } as const;

export const rulesCheck: Command = { usage: USAGE, run };

/** A rule that is used as it stands, and what its author may not have meant. */
type Warning = { readonly path: string; readonly line: number; readonly column: number; readonly title: string; readonly id: string | null; readonly reason: string; readonly hint: string };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (positionals.length === 0) throw new UsageError("name at least one file or folder of rules");
  const pack = await readPack({ rules: positionals, variables: values.vars, deprecated: values.deprecated ?? false });
  const { rules, correlations, filters, refused } = pack.rules;
  const warnings = warningsOf(pack);
  const loaded = { rules: rules.length, correlations: correlations.length, filters: filters.length };
  if (values.json === true) {
    const told = refused.map(({ path, line, column, title, id, reason, hint }) => ({ path, line, column, title: title ?? null, id: id ?? null, reason, hint }));
    terminal.out.write(`${JSON.stringify({ loaded, refused: told, warnings }, undefined, 2)}\n`);
  } else {
    const lines = [
      ...refused.map(({ path, line, column, title, reason, hint }) => `${path}:${line}:${column}: refused: ${reason}${title === undefined ? "" : ` ("${title}")`}\n    ${hint}\n`),
      ...warnings.map(({ path, line, column, title, reason, hint }) => `${path}:${line}:${column}: warning: ${reason} ("${title}")\n    ${hint}\n`),
      `${amount(loaded.rules, "rule")}, ${amount(loaded.correlations, "correlation")} and ${amount(loaded.filters, "filter")} loaded, ${number(refused.length)} refused, ${amount(warnings.length, "warning")}\n`,
    ];
    terminal.out.write(plainLines(lines.join("")));
  }
  return refused.length === 0 ? EXIT.done : EXIT.incomplete;
}

function warningsOf({ rules: { rules, correlations }, logsources }: Pack): Warning[] {
  const silent = silenced(correlations);
  const unrouted = rules
    .filter(({ logsource }) => !isRouted(logsource, logsources))
    .map(({ head, logsource: { product, category, service } }) => {
      const source = [product, category, service].filter((part) => part !== undefined).join("/");
      return warning(head, `no log that Vigie reads is ${source}: it will not fire`, "Compare its log source with content/logsources, or add a route there.");
    });
  const quiet = [...rules, ...correlations]
    .filter(({ key, head }) => silent.has(key) && head.level !== undefined && head.level !== "informational")
    .map(({ head }) => warning(head, `it has level ${head.level ?? ""}, but is only counted by a correlation and raises nothing itself`, 'Set "generate: true" in the correlation, or the level to informational.'));
  return [...unrouted, ...quiet].toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

const warning = ({ path, line, column, title, id }: Pack["rules"]["rules"][number]["head"], reason: string, hint: string): Warning => ({ path, line, column, title, id: id ?? null, reason, hint });
