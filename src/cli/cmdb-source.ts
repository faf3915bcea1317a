// Where an inventory is read from: seen, tried, read and held from the command line.
import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { parse } from "yaml";
import type { z } from "zod";
import type { AssetChangeList } from "../contract/cmdb.ts";
import type { CmdbRead, CmdbSource, CmdbSourceList } from "../contract/cmdb-sources.ts";
import { DomainError } from "../core/index.ts";
import { EXIT, parseOptions, UsageError, type Command } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

type Source = z.infer<typeof CmdbSource>;
type Read = z.infer<typeof CmdbRead>;
type Changes = z.infer<typeof AssetChangeList>;

/** `vigie cmdb-source list`. */
export const cmdbSourceList: Command = {
  usage: `usage: vigie cmdb-source list TENANT [--json]\n\nThe sources of an inventory, with how old what each says is, and what is wrong.\n\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, json: { type: "boolean" } });
    const [tenant, more] = positionals;
    if (tenant === undefined || more !== undefined) throw new UsageError("name the organisation");
    const { sources } = await getAnswer<z.infer<typeof CmdbSourceList>>(platformOf(values), pathOf("tenants", tenant, "cmdb", "sources"));
    terminal.out.write(values.json === true ? sources.map((one) => `${JSON.stringify(one)}\n`).join("") : sources.map(textOf).join(""));
    return sources.some(({ problem, freshness }) => problem !== null || freshness.isStale) ? EXIT.incomplete : EXIT.done;
  },
};

/** `vigie cmdb-source add`. */
export const cmdbSourceAdd: Command = {
  usage: `usage: vigie cmdb-source add TENANT FILE.yml

Adds a source as the file says: name, kind, url, settings, secrets. It is off until it is enabled. docs/cmdb-sources.md.

${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, PLATFORM_OPTIONS);
    const [tenant, path, more] = positionals;
    if (tenant === undefined || path === undefined || more !== undefined) throw new UsageError("name the organisation, then the file");
    const added = await sendChange<Source>(platformOf(values), pathOf("tenants", tenant, "cmdb", "sources"), await readYaml(path));
    terminal.out.write(textOf(added));
    return EXIT.done;
  },
};

async function readYaml(path: string): Promise<object> {
  try {
    return parse(await readFile(path, "utf8")) as object;
  } catch (error) {
    throw new DomainError("invalid", `${path} cannot be read: ${error instanceof Error ? error.message : ""}`, { cause: error });
  }
}

const verb = (name: "probe" | "enable", what: string): Command => ({
  usage: `usage: vigie cmdb-source ${name} TENANT SOURCE\n\n${what}\n\n${PLATFORM_USAGE}\n\nExit code: 0 nothing is missing, 1 something is.`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, PLATFORM_OPTIONS);
    const { tenant, source } = namedBy(positionals);
    const done = await sendChange<Source>(platformOf(values), pathOf("tenants", tenant, "cmdb", "sources", source, name), {});
    terminal.out.write(textOf(done));
    return done.probe?.checks.every(({ ok }) => ok) === true ? EXIT.done : EXIT.incomplete;
  },
});

/** `vigie cmdb-source probe`. */
export const cmdbSourceProbe = verb("probe", "Looks at the other side: who we are there, its clock, what it has, what may not be read. Nothing is read into the inventory.");
/** `vigie cmdb-source enable`. */
export const cmdbSourceEnable = verb("enable", "Probes a source, and lets it read by itself if nothing is missing.");

/** `vigie cmdb-source pause`. */
export const cmdbSourcePause: Command = {
  usage: `usage: vigie cmdb-source pause TENANT SOURCE --reason TEXT\n\nHolds a source until it is enabled again. What it said stays, and is marked once it is old.\n\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, reason: { type: "string" } });
    const { tenant, source } = namedBy(positionals);
    if (values.reason === undefined) throw new UsageError("say why: --reason TEXT");
    terminal.out.write(textOf(await sendChange<Source>(platformOf(values), pathOf("tenants", tenant, "cmdb", "sources", source, "pause"), { reason: values.reason })));
    return EXIT.done;
  },
};

const POLL_MS = 1_000;

/** `vigie cmdb-source read`. */
export const cmdbSourceRead: Command = {
  usage: `usage: vigie cmdb-source read TENANT SOURCE [--changes] [--dry-run] [--allow-shrink] [--json]

Reads a source now, waits until that is done, and shows what it changed or would change.

  --changes        only what changed since, where the source can tell
  --dry-run        only say what would change; also of a source that is off
  --allow-shrink   even if many assets of the source are not there any more
  --rows N         so many rows of what changed; default: 20
  --json           the answer as it is, without the rows
${PLATFORM_USAGE}

Exit code: 0 done, 1 it was refused or failed.`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, changes: { type: "boolean" }, "dry-run": { type: "boolean" }, "allow-shrink": { type: "boolean" }, rows: { type: "string" }, json: { type: "boolean" } });
    const { tenant, source } = namedBy(positionals);
    const platform = platformOf(values);
    const reads = pathOf("tenants", tenant, "cmdb", "sources", source, "reads");
    let done = await sendChange<Read>(platform, reads, { mode: values.changes === true ? "changes" : "full", dryRun: values["dry-run"] === true, allowShrink: values["allow-shrink"] === true });
    while (done.state === "queued" || done.state === "running") {
      await wait(POLL_MS);
      done = await getAnswer<Read>(platform, `${reads}/${encodeURIComponent(done.id)}`);
    }
    if (values.json === true) terminal.out.write(`${JSON.stringify(done)}\n`);
    else terminal.out.write(readText(done, done.import === null ? [] : (await getAnswer<Changes>(platform, `${pathOf("tenants", tenant, "asset-imports", done.import, "rows")}?limit=${encodeURIComponent(values.rows ?? "20")}`)).changes));
    return done.state === "refused" || done.state === "failed" ? EXIT.incomplete : EXIT.done;
  },
};

function namedBy([tenant, source, more]: readonly string[]): { readonly tenant: string; readonly source: string } {
  if (tenant === undefined || source === undefined || more !== undefined) throw new UsageError("name the organisation, then the source");
  return { tenant, source };
}

function textOf({ name, kind, url, state, freshness, nextReadAt, problem, probe, pausedBy, pauseReason, holds }: Source): string {
  const lines = [
    `${name}  ${kind}  ${url}  ${state}${pausedBy === null ? "" : ` by ${pausedBy}: ${pauseReason ?? ""}`}`,
    `  ${freshness.words ?? "never read"}${nextReadAt === null ? "" : `; next ${nextReadAt.slice(0, 16).replace("T", " ")}`}`,
    `  ${holds.assets} assets, ${holds.staleAssets} of them stale; ${holds.others} teams, services, networks and windows, ${holds.staleOthers} stale, ${holds.unused} not used`,
    ...(problem === null ? [] : [`  ${problem.problem}: ${problem.words}`, `  ${problem.todo}`]),
    ...(probe === null ? [] : probe.checks.map((check) => `  ${check.ok ? "ok     " : "MISSING"} ${check.name}: ${check.words}`)),
  ];
  return lines.map((line) => `${plain(line)}\n`).join("");
}

function readText({ state, counts, notes, problem }: Read, changes: Changes["changes"]): string {
  const came = Object.entries(counts ?? {}).filter(([, n]) => n > 0).map(([noun, n]) => `${n} ${noun}`).join(", ");
  const lines = [`${state}${came === "" ? "" : `: ${came}`}`, ...notes.map((note) => `  ${note}`), ...(problem === null ? [] : [`  ${problem.problem}: ${problem.words}`, `  ${problem.todo}`]), ...changes.map(({ kind, name, details }) => `  ${kind.padEnd(8)} ${name}: ${JSON.stringify(details).slice(0, 300)}`)];
  return lines.map((line) => `${plain(line)}\n`).join("");
}
