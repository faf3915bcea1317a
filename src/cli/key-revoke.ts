import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendRemoval } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

const USAGE = `usage: vigie key revoke ID

Takes a key back: it opens nothing any more. vigie key list shows the ids.

${PLATFORM_USAGE}`;

/** `vigie key revoke`. */
export const keyRevoke: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, PLATFORM_OPTIONS);
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new UsageError("name one key by its id");
  await sendRemoval(platformOf(values), pathOf("keys", id));
  terminal.out.write(`the key ${plain(id)} opens nothing any more\n`);
  return EXIT.done;
}
