import type { z } from "zod";
import type { RequestList, RequestRow } from "../contract/requests.ts";
import { EXIT, oneOf, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, cut, escaped, plain } from "./terminal-text.ts";

const VIEWS = ["to-do", "checking", "done", "open", "all"] as const;

const USAGE = `usage: vigie request list TENANT [--view ${VIEWS.join("|")}] [--team TEAM] [--incident ID] [--limit N] [--json]

What operational teams are asked to do, what is due first at the top.

  --view VIEW    default: open
  --team TEAM    id of a team
  --incident ID  id of an incident
  --limit N      at most so many; default: 50
  --json         one line of JSON each
${PLATFORM_USAGE}`;

/** `vigie request list`. */
export const requestList: Command = { usage: USAGE, run };

const OPTIONS = { ...PLATFORM_OPTIONS, view: { type: "string" }, team: { type: "string" }, incident: { type: "string" }, limit: { type: "string" }, json: { type: "boolean" } } as const;
const MOST = 200;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [tenant, more] = positionals;
  if (tenant === undefined || more !== undefined) throw new UsageError("name one organisation");
  const limit = Number(values.limit ?? 50);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST) throw new UsageError(`--limit ${values.limit ?? ""}: give a number from 1 to ${MOST}`);
  const { team, incident } = values;
  const query = new URLSearchParams({ limit: String(limit), view: oneOf("view", values.view ?? "open", VIEWS), ...(team === undefined ? {} : { team }), ...(incident === undefined ? {} : { incident }) });
  const { requests, counts, next } = await getAnswer<z.infer<typeof RequestList>>(platformOf(values), `${pathOf("tenants", tenant, "requests")}?${query.toString()}`);
  if (values.json !== true) terminal.out.write(`${counts.toDo} to do, ${counts.checking} being checked, ${counts.done} ended\n${requests.length === 0 ? "" : `${HEADER}\n`}`);
  for (const one of requests) terminal.out.write(`${values.json === true ? escaped(JSON.stringify(one)) : row(one)}\n`);
  if (next !== null) terminal.err.write("there are more: raise --limit\n");
  return EXIT.done;
}

const HEADER = [column("REQUEST", 12), column("DUE", 24), column("STATE", 26), column("TEAM", 20), "WHAT"].join("  ");

const row = ({ ref, due, stateWords, team, title }: z.infer<typeof RequestRow>): string => [column(ref, 12), column(plain(due?.words ?? ""), 24), column(plain(stateWords), 26), column(plain(team.name ?? ""), 20), cut(title, 80)].join("  ");
