import type { Person } from "../contract/people.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { findPerson } from "./person-people.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

const USAGE = `usage: vigie person disable ADDRESS --reason TEXT
       vigie person disable ADDRESS --undo --reason TEXT

Lets somebody in no more, and ends their sessions at once. ADDRESS may be a person's id too.

  --undo           let them in again
  --reason TEXT    for those who ask later; it stands in the journal
${PLATFORM_USAGE}`;

/** `vigie person disable`. */
export const personDisable: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, undo: { type: "boolean" }, reason: { type: "string" } });
  const [wanted, ...more] = positionals;
  if (wanted === undefined || more.length > 0) throw new UsageError("name one person");
  if (values.reason === undefined) throw new UsageError("say why: --reason TEXT");
  const platform = platformOf(values);
  const { id } = await findPerson(platform, wanted);
  const person = await sendChange<Person>(platform, pathOf("people", id, "disabled"), { disabled: values.undo !== true, reason: values.reason });
  terminal.out.write(person.disabledAt === null ? `${plain(person.email)} may sign in again\n` : `${plain(person.email)} is disabled, and their sessions ended\n`);
  return EXIT.done;
}
