import type { z } from "zod";
import type { AlertList } from "../contract/alerts.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, cut, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie alert list [TENANT] [--stage open|mine|unowned|closed|all] [--sort worst|due|newest] [--json]

The queue, the worst first: of one organisation, or without a name of all of them.

  --stage STAGE  default: open
  --sort ORDER   default: worst
  --level LEVEL  one or several, separated by commas
  --verdict V    true_positive, benign_positive, false_positive, none
  --rule KEY     of this rule
  --entity NAME  of this host, user or address
  --technique T  of ATT&CK, as T1003
  --text TEXT    in the title, the entity or the rule
  --limit N      at most so many; default: 50
  --json         one line of JSON each
${PLATFORM_USAGE}`;

/** `vigie alert list`. */
export const alertList: Command = { usage: USAGE, run };

const OPTIONS = {
  ...PLATFORM_OPTIONS, stage: { type: "string" }, sort: { type: "string" }, level: { type: "string" }, verdict: { type: "string" }, rule: { type: "string" }, entity: { type: "string" }, technique: { type: "string" }, text: { type: "string" }, limit: { type: "string" }, json: { type: "boolean" },
} as const;
const PAGE = 200;
const DEFAULT_LIMIT = 50;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [tenant, more] = positionals;
  if (more !== undefined) throw new UsageError("name one organisation, or none for all of them");
  const { url, key, json, limit: limitText = String(DEFAULT_LIMIT), ...filters } = values;
  const limit = Number(limitText);
  if (!Number.isSafeInteger(limit) || limit < 1) throw new UsageError(`--limit ${limitText}: give a number from 1`);
  const platform = platformOf({ url, key });
  const path = tenant === undefined ? pathOf("alerts") : pathOf("tenants", tenant, "alerts");
  const asked = new URLSearchParams(filters);
  let left = limit;
  for (let cursor: string | null = ""; cursor !== null && left > 0;) {
    asked.set("limit", String(Math.min(left, PAGE)));
    if (cursor !== "") asked.set("cursor", cursor);
    const page: z.infer<typeof AlertList> = await getAnswer(platform, `${path}?${asked.toString()}`);
    if (json !== true && cursor === "") terminal.out.write(`${page.alerts.length === 0 ? "no alerts" : `${countsOf(page.counts)}\n${HEADER}`}\n`);
    for (const alert of page.alerts) terminal.out.write(`${json === true ? JSON.stringify(alert) : row(alert)}\n`);
    left -= page.alerts.length;
    cursor = page.next;
  }
  return EXIT.done;
}

const MOST_COUNTED = 10_000;

const countsOf = (counts: z.infer<typeof AlertList>["counts"]): string =>
  Object.entries(counts).map(([stage, n]) => `${stage} ${n > MOST_COUNTED ? `${MOST_COUNTED.toLocaleString("en")}+` : n.toLocaleString("en")}`).join(" · ");

const HEADER = ["SCORE", column("LEVEL", 13), column("ALERT", 14), column("TURN", 24), column("ENTITY", 20), column("STATE", 14), "WHAT"].join("  ");

const row = ({ score, level, ref, turn, entity, status, verdict, owner, title }: z.infer<typeof AlertList>["alerts"][number]): string =>
  [String(score).padStart(5), column(level, 13), column(ref, 14), column(plain(turn?.text ?? ""), 24), column(entity.name, 20), column(verdict ?? (owner === null ? status : owner.who), 14), cut(title, 80)].join("  ");
