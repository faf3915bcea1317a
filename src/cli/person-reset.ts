import type { Person } from "../contract/people.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { findPerson } from "./person-people.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

const USAGE = `usage: vigie person reset ADDRESS --reason TEXT

Takes somebody's authenticator app, passkeys and link to an identity provider away, and ends their sessions: for those who
lost them and their recovery codes. They set up a second factor at their next sign-in. Make sure that it is really they who
ask: whoever knows their password sets up the next one. ADDRESS may be a person's id too.

  --reason TEXT    for those who ask later; it stands in the journal
${PLATFORM_USAGE}`;

/** `vigie person reset`. */
export const personReset: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, reason: { type: "string" } });
  const [wanted, ...more] = positionals;
  if (wanted === undefined || more.length > 0) throw new UsageError("name one person");
  if (values.reason === undefined) throw new UsageError("say why: --reason TEXT");
  const platform = platformOf(values);
  const { id } = await findPerson(platform, wanted);
  const { email } = await sendChange<Person>(platform, pathOf("people", id, "second-factor", "reset"), { reason: values.reason });
  terminal.out.write(`${plain(email)} sets up a second factor at the next sign-in\n`);
  return EXIT.done;
}
