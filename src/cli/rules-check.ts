import { isRouted, type RuleSet } from "../detect/index.ts";
import { readPack } from "../packs/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";

const USAGE = `usage: vigie rules check [--json] [--vars FILE] [--deprecated] PATH…

Tells which rules can be used and, for every document that cannot, where it stands, what is wrong and what to do.
Exit code: 0 all can be used, 1 some were refused, 2 the command was wrong.`;

const OPTIONS = { json: { type: "boolean" }, vars: { type: "string" }, deprecated: { type: "boolean" } } as const;

export const rulesCheck: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (positionals.length === 0) throw new UsageError("name at least one file or folder of rules");
  const { rules, logsources } = await readPack({ rules: positionals, variables: values.vars, deprecated: values.deprecated ?? false });
  const idle = rules.rules.filter((rule) => !isRouted(rule.logsource, logsources)).map(({ head, logsource }) => ({ path: head.path, title: head.title, id: head.id, logsource }));
  const loaded = { rules: rules.rules.length, correlations: rules.correlations.length, filters: rules.filters.length };
  if (values.json === true) terminal.out.write(`${JSON.stringify({ loaded, refused: rules.refused, withoutSource: idle }, undefined, 2)}\n`);
  else {
    terminal.out.write(refusals(rules));
    for (const { path, title, logsource } of idle) {
      terminal.out.write(`${path}: "${title}" is loaded, but no log that Vigie reads is ${Object.values(logsource).join("/")}: it will not fire\n`);
    }
    terminal.out.write(`${loaded.rules} rules, ${loaded.correlations} correlations and ${loaded.filters} filters loaded, ${rules.refused.length} refused\n`);
  }
  return rules.refused.length === 0 ? EXIT.done : EXIT.incomplete;
}

const refusals = ({ refused }: RuleSet): string =>
  refused.map(({ path, line, column, reason, hint }) => `${path}:${line}:${column}: ${reason}\n    ${hint}\n`).join("");
