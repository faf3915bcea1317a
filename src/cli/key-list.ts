import type { Schemas } from "../contract/client-types.ts";
import { PERMISSIONS } from "../contract/roles.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { askPlatform, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie key list [--json]

Shows the keys that count: who made them, when they were used last, and when they end.

  --json         the whole answer
${PLATFORM_USAGE}`;

/** `vigie key list`. */
export const keyList: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, json: { type: "boolean" } });
  if (positionals.length > 0) throw new UsageError("this takes no name: it lists all keys");
  const answer = await askPlatform(platformOf(values), (client) => client.get("/v1/keys"));
  terminal.out.write(values.json === true ? `${JSON.stringify(answer)}\n` : [HEADER, ...answer.keys.map(rowOf)].join(""));
  return EXIT.done;
}

const ID = 16;
const NAME = 24;
const TENANT = 16;
const TIME = 24;
const HEADER = `${column("ID", ID)}  ${column("NAME", NAME)}  ${column("ORGANISATION", TENANT)}  ${column("USED", TIME)}  ${column("ENDS", TIME)}  SCOPES\n`;

function rowOf({ id, name, tenant, usedAt, expiresAt, scopes }: Schemas["ApiKey"]): string {
  const told = scopes.length === PERMISSIONS.length ? "all" : scopes.join(", ");
  return `${column(id, ID)}  ${column(plain(name), NAME)}  ${column(plain(tenant ?? "all"), TENANT)}  ${column(usedAt ?? "never", TIME)}  ${column(expiresAt ?? "never", TIME)}  ${told}\n`;
}
