import type { z } from "zod";
import type { IndicatorLists, Indicators } from "../contract/indicators.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { SCOPE_USAGE, scopeOf } from "./indicator.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { number, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie indicator list (TENANT | --provider) [LIST] [--withdrawn] [--limit N] [--json]

The lists of indicators that are matched, or what one of them holds.

${SCOPE_USAGE}
  LIST           id of a list: shows its indicators
  --withdrawn    lists that were withdrawn, too
  --limit N      show so many; default: 100
  --json         one line of JSON each
${PLATFORM_USAGE}`;

/** `vigie indicator list`. */
export const indicatorList: Command = { usage: USAGE, run };

const OPTIONS = { ...PLATFORM_OPTIONS, provider: { type: "boolean" }, withdrawn: { type: "boolean" }, limit: { type: "string" }, json: { type: "boolean" } } as const;
const MOST = 500;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const { parts, rest: [list, more] } = scopeOf(positionals, values.provider === true);
  if (more !== undefined) throw new UsageError("name one list at most");
  const limit = Number(values.limit ?? 100);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST) throw new UsageError(`--limit ${values.limit ?? ""}: give a number from 1 to ${MOST}`);
  const platform = platformOf(values);
  const write = (all: readonly object[], lines: readonly string[], next: string | null): void => {
    terminal.out.write(values.json === true ? all.map((one) => `${JSON.stringify(one)}\n`).join("") : lines.map((line) => `${plain(line)}\n`).join(""));
    if (next !== null) terminal.err.write("there are more: raise --limit\n");
  };
  if (list !== undefined) {
    const { indicators, next } = await getAnswer<z.infer<typeof Indicators>>(platform, `${pathOf(...parts, list, "indicators")}?limit=${limit}`);
    write(indicators, indicators.map(({ type, value, tlp, confidence, validUntil, goneAt, withdrawnAt }) => [type.padEnd(11), value, `TLP:${tlp}`, `${confidence} %`, validUntil === null ? "" : `until ${validUntil}`, withdrawnAt !== null ? "withdrawn" : goneAt !== null ? "gone" : ""].filter((text) => text !== "").join("  ")), next);
    return EXIT.done;
  }
  const { lists, next } = await getAnswer<z.infer<typeof IndicatorLists>>(platform, `${pathOf(...parts)}?limit=${limit}&withdrawn=${values.withdrawn === true}`);
  write(lists, lists.map(({ id, scope, name, source, tlp, importedAt, withdrawnAt, counts }) => `${id}  ${name} (${scope}), from ${source}, TLP:${tlp}, ${number(counts.added + counts.changed + counts.unchanged)} indicators, imported ${importedAt}${withdrawnAt === null ? "" : `, withdrawn ${withdrawnAt}`}`), next);
  return EXIT.done;
}
