import type { Person } from "../contract/people.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { peopleOf, rolesText } from "./person-people.ts";
import { PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie person list [TENANT] [--json]

Shows people and their roles: all, or those of an organisation.

  --json         one person a line
${PLATFORM_USAGE}`;

/** `vigie person list`. */
export const personList: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, json: { type: "boolean" } });
  const [tenant, ...more] = positionals;
  if (more.length > 0) throw new UsageError("name one organisation, or none for all people");
  const people: Person[] = [];
  for await (const person of peopleOf(platformOf(values), tenant)) people.push(person);
  terminal.out.write(values.json === true ? people.map((person) => `${JSON.stringify(person)}\n`).join("") : tableOf(people));
  return EXIT.done;
}

const EMAIL = 32;
const NAME = 24;

function tableOf(people: readonly Person[]): string {
  if (people.length === 0) return "nobody: vigie person invite lets somebody in\n";
  return [`${column("ADDRESS", EMAIL)}  ${column("NAME", NAME)}  ROLES\n`, ...people.map(rowOf)].join("");
}

function rowOf(person: Person): string {
  const notes = [...(person.disabledAt === null ? [] : [`disabled since ${person.disabledAt}`]), ...(person.hasSecondFactor ? [] : ["has no second factor yet"])];
  const email = plain(person.email);
  // An address is what other commands take: it is never cut.
  return `${email.length > EMAIL ? email : column(email, EMAIL)}  ${column(person.name, NAME)}  ${rolesText(person) || "none"}\n${notes.map((note) => `  ! ${note}\n`).join("")}`;
}
