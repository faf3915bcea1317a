import { readPack } from "../packs/index.ts";
import { EXIT, parseOptions, type Command, type Terminal } from "./command.ts";
import { column, number, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie rules list [--json] [--rules PATH]… [--vars FILE]

Lists the rules that a scan with the same options uses: level, log source, title, file.`;

const OPTIONS = { json: { type: "boolean" }, rules: { type: "string", multiple: true }, vars: { type: "string" } } as const;

export const rulesList: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const { rules } = await readPack({ rules: [...(values.rules ?? []), ...positionals], variables: values.vars });
  const rows = [
    ...rules.rules.map(({ head, logsource }) => ({ head, source: [logsource.product, logsource.category, logsource.service].filter((part) => part !== undefined).join("/") })),
    ...rules.correlations.map(({ head, type }) => ({ head, source: `correlation/${type}` })),
  ].toSorted((a, b) => (a.head.path < b.head.path ? -1 : a.head.path > b.head.path ? 1 : a.head.line - b.head.line));
  for (const { head, source } of rows) {
    const { id, title, level, status, author, tags, path } = head;
    terminal.out.write(values.json === true ? `${JSON.stringify({ id: id ?? null, title, level: level ?? null, status: status ?? null, author: author ?? null, tags, path, source })}\n` : `${(level ?? "").padEnd(13)}  ${column(source, 32)}  ${plain(`${title}  (${path})`)}\n`);
  }
  if (rules.refused.length > 0) terminal.err.write(`${number(rules.refused.length)} refused; vigie rules check tells why\n`);
  return EXIT.done;
}
