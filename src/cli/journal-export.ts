import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { pathOf, platformOf, PLATFORM_OPTIONS, PLATFORM_USAGE, streamOf } from "./platform-client.ts";

const USAGE = `usage: vigie journal export [TENANT] > FILE

Writes the journal of a tenant with its hash chain, one entry a line; without TENANT the platform's own. Keep exports where
the platform's people cannot reach them: vigie journal verify compares.

${PLATFORM_USAGE}`;

export const journalExport: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, PLATFORM_OPTIONS);
  const [tenant] = positionals;
  if (positionals.length > 1) throw new UsageError("name one tenant, or none for the platform's own journal");
  const body = await streamOf(platformOf(values), tenant === undefined ? pathOf("journal", "export") : pathOf("tenants", tenant, "journal", "export"));
  await pipeline(Readable.fromWeb(body), terminal.out, { end: false });
  return EXIT.done;
}
