import type { z } from "zod";
import type { Waiting } from "../contract/waiting.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, cut, escaped } from "./terminal-text.ts";

const USAGE = `usage: vigie waiting TENANT [--json]

What waits for the client, for the provider and for the client's teams, in the order in which it is due.

  --json         all that is known
${PLATFORM_USAGE}`;

/** `vigie waiting`. */
export const waiting: Command = { usage: USAGE, run };

type Lists = z.infer<typeof Waiting>;

const PARTS = [["client", "the client"], ["provider", "the provider"], ["teams", "the client's teams"]] as const;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, json: { type: "boolean" } });
  const [tenant, more] = positionals;
  if (tenant === undefined || more !== undefined) throw new UsageError("name one organisation");
  const lists = await getAnswer<Lists>(platformOf(values), pathOf("tenants", tenant, "waiting"));
  terminal.out.write(values.json === true ? `${escaped(JSON.stringify(lists))}\n` : PARTS.flatMap(([part, name]) => [`${lists[part].count} for ${name}`, ...lists[part].items.map(row)]).map((line) => `${line}\n`).join(""));
  return EXIT.done;
}

const row = ({ verb, subject, title, dueAt, isLate, team }: Lists["client"]["items"][number]): string =>
  `  ${[column(verb, 8), column(subject.ref, 16), column(dueAt === null ? "" : `${dueAt.slice(0, 16).replace("T", " ")}${isLate ? " late" : ""}`, 21), cut(team === null ? title : `${team}: ${title}`, 80)].join("  ")}`;
