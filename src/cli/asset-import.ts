import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import type { AssetChangeList } from "../contract/cmdb.ts";
import type { AssetImport } from "../contract/cmdb-import.ts";
import { DomainError } from "../core/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { askApi } from "./hunt-client.ts";
import { getAnswer, pathOf, type Platform, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { number, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie asset import TENANT FILE --source NAME --map MAP.yml [--dry-run] [--rows N] [--json]

Imports a file of assets, CSV or JSON. The map says which column is what: docs/cmdb.md. An asset that the file names no more
becomes stale; nothing is deleted.

  --source NAME    what the file comes from, the same each time: it is compared with what came from there before
  --kind KIND      itsm, csv or logs: how much the source counts; default: csv
  --dry-run        only say what would change
  --allow-shrink   even if many assets of the source are not in the file
  --rows N         show so many rows of what changed; default: 20
  --json           the whole answer, then the rows, one a line
${PLATFORM_USAGE}

Exit code: 0 done, 1 some rows were refused, 2 the command, the map or the file was wrong.`;

/** `vigie asset import`. */
export const assetImport: Command = { usage: USAGE, run };

const OPTIONS = { ...PLATFORM_OPTIONS, source: { type: "string" }, map: { type: "string" }, kind: { type: "string" }, "dry-run": { type: "boolean" }, "allow-shrink": { type: "boolean" }, rows: { type: "string" }, json: { type: "boolean" } } as const;
const MOST_ROWS = 1000;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [tenant, path, more] = positionals;
  const { source, map, kind = "csv", rows: rowsText = "20" } = values;
  if (tenant === undefined || path === undefined || more !== undefined) throw new UsageError("name the organisation, then the file");
  if (source === undefined || map === undefined) throw new UsageError("say where the file comes from (--source NAME) and how it is read (--map MAP.yml)");
  const limit = Number(rowsText);
  if (!Number.isSafeInteger(limit) || limit < 0 || limit > MOST_ROWS) throw new UsageError(`--rows ${rowsText}: give a number from 0 to ${MOST_ROWS}`);
  const platform = platformOf(values);
  const file = (await readable(path)).toString("base64");
  const asked = { source, sourceKind: kind, fileName: basename(path), file, mapping: mappingOf(map, await readable(map)), dryRun: values["dry-run"] === true, allowShrink: values["allow-shrink"] === true };
  const done = await askApi<z.infer<typeof AssetImport>>({ ...platform, tenant }, "asset-imports", asked);
  const changes = limit === 0 ? [] : await rowsOf(platform, tenant, done.id, limit);
  terminal.out.write(values.json === true ? `${[done, ...changes].map((one) => JSON.stringify(one)).join("\n")}\n` : textOf(done, changes));
  return done.counts.refused > 0 ? EXIT.incomplete : EXIT.done;
}

const rowsOf = async (platform: Platform, tenant: string, id: string, limit: number) => (await getAnswer<z.infer<typeof AssetChangeList>>(platform, `${pathOf("tenants", tenant, "asset-imports", id, "rows")}?limit=${limit}`)).changes;

const readable = (path: string): Promise<Buffer> =>
  readFile(path).catch((error: Error) => {
    throw new DomainError("invalid", `${path} cannot be read: ${error.message}`, { cause: error });
  });

function mappingOf(path: string, text: Buffer): unknown {
  try {
    return parse(text.toString());
  } catch (error) {
    throw new DomainError("invalid", `${path} is no YAML or JSON: ${error instanceof Error ? error.message : ""}`, { cause: error });
  }
}

function textOf({ state, reading, counts, refusal }: z.infer<typeof AssetImport>, changes: z.infer<typeof AssetChangeList>["changes"]): string {
  const { rows, added, changed, revived, unchanged, duplicates, refused, stale, withheld, conflicts, unknownTeams, unknownServices, unknownZones } = counts;
  const would = state === "planned" ? "would be " : "";
  const unknown = ([["teams", unknownTeams], ["services", unknownServices], ["zones", unknownZones]] as const).filter(([, names]) => names.length > 0);
  return [
    `${number(rows)} rows, read as ${reading.format}, ${reading.encoding}${reading.delimiter === null ? "" : `, between ${JSON.stringify(reading.delimiter)}`}`,
    `  ${would}added ${number(added)}, changed ${number(changed)}, back ${number(revived)}, unchanged ${number(unchanged)}, said twice ${number(duplicates)}, refused ${number(refused)}`,
    `  ${would}stale ${number(stale)}; values that a source of higher precedence gave otherwise ${number(withheld)}; addresses that two assets have ${number(conflicts)}`,
    ...(reading.unusedColumns.length === 0 ? [] : [`  columns not used: ${reading.unusedColumns.join(", ")}`]),
    ...unknown.map(([what, names]) => `  ${what} not registered: ${names.slice(0, 10).join(", ")}${names.length > 10 ? ` and ${names.length - 10} more` : ""}`),
    ...(refusal === null ? [] : [`  the import itself would be refused: ${refusal}`]),
    ...changes.map(({ kind, line, name, details }) => `  ${kind.padEnd(8)} ${line === null ? "" : `line ${line} `}${name}: ${JSON.stringify(details).slice(0, 300)}`),
  ].map((line) => `${plain(line)}\n`).join("");
}
