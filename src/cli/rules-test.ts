import { readFurther, readPack } from "../packs/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { readCases } from "./rules-test-cases.ts";
import { createRuleTest } from "./rules-test-run.ts";
import { amount, plainLines } from "./terminal-text.ts";

const USAGE = `usage: vigie rules test [--vars FILE] PATH…

Puts each rule file to the events beside it: <rule>.events.yml lists what must match and what must not.
Exit code: 0 all as it should be, 1 something is not or a rule has no events, 2 the command was wrong.`;

export const rulesTest: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { vars: { type: "string" } });
  if (positionals.length === 0) throw new UsageError("name at least one file or folder of rules");
  const pack = await readPack({ rules: positionals, variables: values.vars });
  const problems = pack.rules.refused.map(({ path, line, reason, hint }) => `${path}:${line}: ${reason}. ${hint}`);
  const paths = [...new Set([...pack.rules.rules, ...pack.rules.correlations].map(({ head }) => head.path))].toSorted();
  const testFile = createRuleTest(pack, await readFurther());
  let tested = 0;
  for (const path of paths) {
    const read = await readCases(path);
    if (typeof read === "string") problems.push(read);
    else {
      tested += read.length;
      problems.push(...testFile(path, read));
    }
  }
  for (const problem of problems) terminal.out.write(`${plainLines(problem)}\n`);
  terminal.out.write(`${amount(paths.length, "rule file")}, ${amount(tested, "case")}, ${amount(problems.length, "problem")}\n`);
  return problems.length === 0 ? EXIT.done : EXIT.incomplete;
}
