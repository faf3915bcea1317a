import type { z } from "zod";
import type { AssetList } from "../contract/cmdb.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, cut } from "./terminal-text.ts";

const USAGE = `usage: vigie asset list TENANT [TEXT] [--tag TAG] [--team TEAM] [--address IP|RANGE] [--stale] [--limit N] [--json]

Assets in the order of their names.

  TEXT            in a name, serial number, OS, place or external id
  --kind KIND     server, workstation, network_device, …
  --criticality N 1 low to 4 critical
  --environment E production, preproduction, test, …
  --stale         only those that no imported source names any more
  --limit N       at most so many; default: 100
  --json          all that is known, one a line
${PLATFORM_USAGE}`;

/** `vigie asset list`. */
export const assetList: Command = { usage: USAGE, run };

const OPTIONS = {
  ...PLATFORM_OPTIONS, kind: { type: "string" }, criticality: { type: "string" }, environment: { type: "string" }, team: { type: "string" }, tag: { type: "string" }, address: { type: "string" },
  stale: { type: "boolean" }, limit: { type: "string" }, json: { type: "boolean" },
} as const;

const PAGE = 500;
const DEFAULT_LIMIT = 100;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [tenant, text, more] = positionals;
  if (tenant === undefined || more !== undefined) throw new UsageError("name the organisation, then what to look for");
  const { url, key, json, stale, limit: limitText = String(DEFAULT_LIMIT), ...filters } = values;
  const limit = Number(limitText);
  if (!Number.isSafeInteger(limit) || limit < 1) throw new UsageError(`--limit ${limitText}: give a number from 1`);
  const platform = platformOf({ url, key });
  const asked = new URLSearchParams({ ...filters, ...(text === undefined ? {} : { text }), ...(stale === true ? { stale: "true" } : {}) });
  let left = limit;
  for (let after: string | null = ""; after !== null && left > 0;) {
    asked.set("limit", String(Math.min(left, PAGE)));
    if (after !== "") asked.set("after", after);
    const page: z.infer<typeof AssetList> = await getAnswer(platform, `${pathOf("tenants", tenant, "assets")}?${asked.toString()}`);
    if (json !== true && after === "") terminal.out.write(`${page.assets.length === 0 ? "no assets" : HEADER}\n`);
    for (const asset of page.assets) terminal.out.write(`${json === true ? JSON.stringify(asset) : row(asset)}\n`);
    left -= page.assets.length;
    after = page.next;
  }
  return EXIT.done;
}

const HEADER = [column("NAME", 32), column("KIND", 16), "CRIT", column("ENVIRONMENT", 14), column("ADDRESS", 24), column("TEAM", 20), "ID"].join("  ");

const row = ({ name, kind, criticality, environment, addresses, team, staleSince, id }: z.infer<typeof AssetList>["assets"][number]): string =>
  [column(staleSince === null ? name : `${name} (stale)`, 32), column(kind, 16), String(criticality).padEnd(4), column(environment ?? "", 14), column(addresses[0]?.ip ?? "", 24), column(team ?? "", 20), cut(id, 64)].join("  ");
