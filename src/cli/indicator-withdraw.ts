import type { z } from "zod";
import type { IndicatorList } from "../contract/indicators.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { SCOPE_USAGE, scopeOf } from "./indicator.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

const USAGE = `usage: vigie indicator withdraw (TENANT | --provider) LIST --reason TEXT [--value VALUE]

Matches a list no more, or one indicator of it; an import does not bring it back.

${SCOPE_USAGE}
  LIST           id of the list
  --reason TEXT  for those who ask later
  --value VALUE  this indicator alone, as the list shows it
${PLATFORM_USAGE}`;

/** `vigie indicator withdraw`. */
export const indicatorWithdraw: Command = { usage: USAGE, run };

const OPTIONS = { ...PLATFORM_OPTIONS, provider: { type: "boolean" }, reason: { type: "string" }, value: { type: "string" } } as const;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const { parts, rest: [list, more] } = scopeOf(positionals, values.provider === true);
  if (list === undefined || more !== undefined) throw new UsageError("name one list by its id");
  const { reason, value } = values;
  if (reason === undefined) throw new UsageError("say why: --reason TEXT");
  const done = await sendChange<z.infer<typeof IndicatorList>>(platformOf(values), pathOf(...parts, list, "withdraw"), { reason, ...(value === undefined ? {} : { value }) });
  terminal.out.write(`${plain(value === undefined ? `the list ${done.name} is not matched any more` : `${value} of the list ${done.name} is not matched any more`)}\n`);
  return EXIT.done;
}
