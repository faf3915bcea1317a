import type { z } from "zod";
import type { EscalationList } from "../contract/escalations.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, cut, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie escalation list TENANT [--state open|ended|all] [--limit N] [--json]

What the client is asked, the newest first: whose turn it is, and until when.

  --state STATE  default: open
  --limit N      at most so many; default: 50
  --json         one line of JSON each
${PLATFORM_USAGE}`;

/** `vigie escalation list`. */
export const escalationList: Command = { usage: USAGE, run };

const OPTIONS = { ...PLATFORM_OPTIONS, state: { type: "string" }, limit: { type: "string" }, json: { type: "boolean" } } as const;
const MOST = 200;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [tenant, more] = positionals;
  if (tenant === undefined || more !== undefined) throw new UsageError("name one organisation");
  const limit = Number(values.limit ?? 50);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST) throw new UsageError(`--limit ${values.limit ?? ""}: give a number from 1 to ${MOST}`);
  const query = new URLSearchParams({ limit: String(limit), state: values.state ?? "open" });
  const { escalations, next } = await getAnswer<z.infer<typeof EscalationList>>(platformOf(values), `${pathOf("tenants", tenant, "escalations")}?${query.toString()}`);
  if (values.json !== true) terminal.out.write(`${escalations.length === 0 ? "no escalations" : HEADER}\n`);
  for (const one of escalations) terminal.out.write(`${values.json === true ? JSON.stringify(one) : row(one)}\n`);
  if (next !== null) terminal.err.write("there are more: raise --limit\n");
  return EXIT.done;
}

const HEADER = [column("ABOUT", 16), column("SEVERITY", 10), column("STATE", 12), column("WAITS ON", 9), column("UNTIL", 16), "TITLE"].join("  ");

const row = ({ subject, severity, state, waitsOn, due, title }: z.infer<typeof EscalationList>["escalations"][number]): string =>
  [column(subject.ref, 16), column(severity, 10), column(state, 12), column(waitsOn ?? "", 9), column(plain(dueText(due)), 16), cut(title, 80)].join("  ");

/** When something is due, as lists have it. */
export const dueText = (due: { readonly dueAt: string | null; readonly state: string } | null): string => (due === null ? "" : due.state === "paused" ? "paused" : (due.dueAt ?? "").slice(0, 16).replace("T", " "));
