// `vigie asset unseen` and `vigie asset unknown`: the inventory against the logs.
import type { z } from "zod";
import type { Coverage, UnknownHostList, UnseenAssetList } from "../contract/cmdb-coverage.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, number, plain } from "./terminal-text.ts";

const OF_DAYS = `  --days N         look at so many days; default: 30
  --recent-days N  what logs did not name for so long is quiet; default: 7
  --limit N        at most so many; default: 200
  --json           the whole answer`;

/** `vigie asset unseen`. */
export const assetUnseen: Command = {
  usage: `usage: vigie asset unseen TENANT [--days N] [--recent-days N] [--limit N] [--json]

Assets in service that logs never named, or not lately, the most critical first.

${OF_DAYS}
${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { get, json } = questionOf(args);
    const found = await get<z.infer<typeof UnseenAssetList>>("unseen-assets");
    if (json) return show(terminal, JSON.stringify(found));
    const { assets, seen, never, quiet } = await get<z.infer<typeof Coverage>>("");
    show(terminal, `${number(assets)} assets in service: ${number(seen)} log, ${number(quiet)} of them not lately; ${number(never)} were never seen${found.complete ? "" : " (the event store ran out of time: there may be fewer)"}`);
    for (const { name, kind, criticality, state, team, id } of found.assets) show(terminal, [state.padEnd(5), String(criticality), column(name, 36), column(kind, 16), column(team ?? "", 20), id].join("  "));
    return EXIT.done;
  },
};

/** `vigie asset unknown`. */
export const assetUnknown: Command = {
  usage: `usage: vigie asset unknown TENANT [--days N] [--recent-days N] [--limit N] [--json]

Hosts that logs name and no asset is called by, the one with the most events first.

${OF_DAYS}
${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { get, json } = questionOf(args);
    const found = await get<z.infer<typeof UnknownHostList>>("unknown-hosts");
    if (json) return show(terminal, JSON.stringify(found));
    if (found.hosts.length === 0) show(terminal, "every host that logs name is known");
    for (const { host, events, isRecent, sources } of found.hosts) show(terminal, [number(events).padStart(12), column(host, 40), isRecent ? "      " : "quiet ", sources.map(({ source }) => source).join(", ")].join("  "));
    return EXIT.done;
  },
};

const OPTIONS = { ...PLATFORM_OPTIONS, days: { type: "string" }, "recent-days": { type: "string" }, limit: { type: "string" }, json: { type: "boolean" } } as const;

function questionOf(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [tenant, more] = positionals;
  if (tenant === undefined || more !== undefined) throw new UsageError("name one organisation");
  const platform = platformOf(values);
  const days = Object.entries({ days: values.days, recentDays: values["recent-days"] });
  const get = <Answer>(list: "" | "unseen-assets" | "unknown-hosts"): Promise<Answer> => {
    const asked = [...days, ...(list === "" ? [] : [["limit", values.limit] as const])].flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
    return getAnswer<Answer>(platform, `${pathOf("tenants", tenant, "asset-coverage", ...(list === "" ? [] : [list]))}?${asked.join("&")}`);
  };
  return { get, json: values.json === true };
}

function show(terminal: Terminal, line: string): number {
  terminal.out.write(`${plain(line)}\n`);
  return EXIT.done;
}
