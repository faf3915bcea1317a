import { resolve } from "node:path";
import { readPlaybooks, SHIPPED_PLAYBOOKS } from "../playbooks/index.ts";
import { EXIT, type Command, parseOptions, UsageError } from "./command.ts";
import { plain } from "./terminal-text.ts";

/** `vigie playbooks check`. */
export const playbooksCheck: Command = {
  usage: `usage: vigie playbooks check [DIR]

Checks the playbooks in DIR, or those that are shipped: their form, that every branch is reached, that queries can be read and
that both languages are there. Tells file and line of all that is wrong, and what to write instead.`,
  run: async (args, terminal) => {
    const { positionals } = parseOptions(args, {});
    if (positionals.length > 1) throw new UsageError("name one folder, or none for the shipped playbooks");
    const { playbooks, problems } = await readPlaybooks(positionals[0] === undefined ? SHIPPED_PLAYBOOKS : resolve(positionals[0]));
    for (const { file, line, message } of problems) terminal.err.write(`${plain(`${file}:${line}: ${message}`)}\n`);
    terminal.out.write(`${playbooks.length} playbooks can be used, ${problems.length} problems\n`);
    return problems.length === 0 && playbooks.length > 0 ? EXIT.done : EXIT.incomplete;
  },
};
