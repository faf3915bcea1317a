import type { NewKey } from "../contract/people.ts";
import { Permission } from "../contract/roles.ts";
import { EXIT, oneOf, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";

const USAGE = `usage: vigie key create NAME --scope PERMISSION… [--tenant TENANT] [--for 90d]

Makes a key for a program and prints it. Nobody sees it again.

  --scope PERMISSION   what it may do, such as event:search; may be given several times; vigie roles lists all
  --tenant TENANT      the one organisation that it sees; none means all
  --for TIME           how long it counts, such as 12h, 90d or 52w; none means for good
  --json               the whole answer
${PLATFORM_USAGE}`;

const OPTIONS = { ...PLATFORM_OPTIONS, scope: { type: "string", multiple: true }, tenant: { type: "string" }, for: { type: "string" }, json: { type: "boolean" } } as const;

/** `vigie key create`. */
export const keyCreate: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new UsageError("name the program that the key is for");
  const scopes = (values.scope ?? []).map((scope) => oneOf("scope", scope, Permission.options));
  if (scopes.length === 0) throw new UsageError("say what it may do: --scope PERMISSION");
  const answer = await sendChange<NewKey>(platformOf(values), pathOf("keys"), { name, scopes, tenant: values.tenant ?? null, expiresAt: values.for === undefined ? null : endOf(values.for, Date.now()) });
  terminal.out.write(values.json === true ? `${JSON.stringify(answer)}\n` : `${answer.text}\n`);
  return EXIT.done;
}

const UNITS_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function endOf(text: string, nowMs: number): string {
  const [, count = "", unit = ""] = /^(\d{1,4})([hdw])$/.exec(text) ?? [];
  const ms = UNITS_MS[unit];
  if (ms === undefined || Number(count) === 0) throw new UsageError(`--for ${text}: write 12h, 90d or 52w`);
  return new Date(nowMs + Number(count) * ms).toISOString();
}
