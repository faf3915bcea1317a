import type { z } from "zod";
import type { IncidentList, IncidentRow } from "../contract/incidents.ts";
import { EXIT, oneOf, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, cut, escaped, plain } from "./terminal-text.ts";

const VIEWS = ["open", "mine", "unowned", "waits-on-client", "waits-on-provider", "waits-on-team", "closed", "all"] as const;
const ORDERS = ["worst", "due", "newest"] as const;

const USAGE = `usage: vigie incident list [TENANT] [--view VIEW] [--order ORDER] [--text TEXT] [--limit N] [--json]

Incidents of an organisation, or of all, the most severe first.

  --view VIEW    ${VIEWS.join(", ")}; default: open
  --order ORDER  ${ORDERS.join(", ")}; default: worst
  --text TEXT    in the title, or the reference itself
  --limit N      at most so many; default: 50
  --json         one line of JSON each
${PLATFORM_USAGE}`;

/** `vigie incident list`. */
export const incidentList: Command = { usage: USAGE, run };

const OPTIONS = { ...PLATFORM_OPTIONS, view: { type: "string" }, order: { type: "string" }, text: { type: "string" }, limit: { type: "string" }, json: { type: "boolean" } } as const;
const MOST = 200;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals: [tenant, more] } = parseOptions(args, OPTIONS);
  if (more !== undefined) throw new UsageError("name one organisation, or none for all");
  const limit = Number(values.limit ?? 50);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST) throw new UsageError(`--limit ${values.limit ?? ""}: give a number from 1 to ${MOST}`);
  const query = new URLSearchParams({ limit: String(limit), view: oneOf("view", values.view ?? "open", VIEWS), order: oneOf("order", values.order ?? "worst", ORDERS), ...(values.text === undefined ? {} : { text: values.text }) });
  const path = tenant === undefined ? pathOf("incidents") : pathOf("tenants", tenant, "incidents");
  const { incidents, counts, next } = await getAnswer<z.infer<typeof IncidentList>>(platformOf(values), `${path}?${query.toString()}`);
  if (values.json !== true) terminal.out.write(`${counts.open} open, ${counts.unowned} unowned, ${counts.waitsOnClient} wait on the client, ${counts.waitsOnTeam} on a team, ${counts.closed}${counts.isClosedBounded ? "+" : ""} closed\n${incidents.length === 0 ? "" : `${HEADER}\n`}`);
  for (const one of incidents) terminal.out.write(`${values.json === true ? escaped(JSON.stringify(one)) : row(one)}\n`);
  if (next !== null) terminal.err.write("there are more: raise --limit\n");
  return EXIT.done;
}

const HEADER = [column("INCIDENT", 14), column("SEVERITY", 10), column("STAGE", 11), column("DUE", 16), column("TURN", 24), "WHAT"].join("  ");

const row = ({ ref, severity, stage, due, turn, title }: z.infer<typeof IncidentRow>): string =>
  [column(ref, 14), column(plain(severity), 10), column(stage, 11), column((due?.at ?? "").slice(0, 16).replace("T", " "), 16), column(plain(turn?.who ?? ""), 24), cut(title, 80)].join("  ");
