import type { Person } from "../contract/people.ts";
import { Role } from "../contract/roles.ts";
import { EXIT, oneOf, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { findPerson, rolesText } from "./person-people.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

const USAGE = `usage: vigie person role ADDRESS --give ROLE [--tenant TENANT]
       vigie person role ADDRESS --take ROLE [--tenant TENANT]

Gives somebody a further role, or takes one from them. ADDRESS may be a person's id too.

  --tenant TENANT    the organisation that the role is in; none means a role of the provider
${PLATFORM_USAGE}`;

/** `vigie person role`. */
export const personRole: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, give: { type: "string" }, take: { type: "string" }, tenant: { type: "string" } });
  const [wanted, ...more] = positionals;
  const { give, take, tenant } = values;
  if (wanted === undefined || more.length > 0) throw new UsageError("name one person");
  if ((give === undefined) === (take === undefined)) throw new UsageError("say --give ROLE or --take ROLE");
  const role = oneOf(give === undefined ? "take" : "give", give ?? take ?? "", Role.options);
  const platform = platformOf(values);
  const { id } = await findPerson(platform, wanted, tenant);
  const at = ["people", id, "roles", ...(give === undefined ? ["withdraw"] : [])];
  const person = await sendChange<Person>(platform, tenant === undefined ? pathOf(...at) : pathOf("tenants", tenant, ...at), { role });
  terminal.out.write(`${plain(person.email)} has now: ${rolesText(person) || "no role"}\n`);
  return EXIT.done;
}
