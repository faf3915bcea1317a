import type { NewInvitation } from "../contract/people.ts";
import { Role } from "../contract/roles.ts";
import { EXIT, oneOf, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

const USAGE = `usage: vigie person invite ADDRESS --name NAME --role ROLE… [--tenant TENANT] [--language fr]

Invites somebody: prints a token that lets them in once, within seven days. Nobody sees it again; hand it to them alone.

  --name NAME        as people call them
  --role ROLE        what they will be; may be given several times; vigie roles shows what each may do
  --tenant TENANT    the organisation that they belong to; none means the provider
  --language LANG    en or fr; default: en
  --json             the whole answer
${PLATFORM_USAGE}`;

const OPTIONS = { ...PLATFORM_OPTIONS, name: { type: "string" }, role: { type: "string", multiple: true }, tenant: { type: "string" }, language: { type: "string" }, json: { type: "boolean" } } as const;

/** `vigie person invite`. */
export const personInvite: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [email, ...more] = positionals;
  if (email === undefined || more.length > 0) throw new UsageError("name one address");
  const { name, tenant } = values;
  if (name === undefined) throw new UsageError("say who it is: --name NAME");
  const roles = (values.role ?? []).map((role) => oneOf("role", role, Role.options));
  if (roles.length === 0) throw new UsageError("give a role: --role ROLE");
  const language = oneOf("language", values.language ?? "en", ["en", "fr"]);
  const path = tenant === undefined ? pathOf("invitations") : pathOf("tenants", tenant, "invitations");
  const answer = await sendChange<NewInvitation>(platformOf(values), path, { email, name, language, roles });
  const { invitation, token } = answer;
  terminal.out.write(values.json === true ? `${JSON.stringify(answer)}\n` : `${plain(invitation.email)} may come in as ${roles.join(", ")} until ${invitation.expiresAt}, with this token:\n${token}\n`);
  return EXIT.done;
}
