import { readPack } from "../packs/index.ts";
import { EXIT, parseOptions, type Command, type Terminal } from "./command.ts";

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
    terminal.out.write(values.json === true ? `${JSON.stringify({ id, title, level, status, author, tags, path, source })}\n` : `${(level ?? "").padEnd(13)}  ${source.padEnd(34)}  ${title}  (${path})\n`);
  }
  return EXIT.done;
}
