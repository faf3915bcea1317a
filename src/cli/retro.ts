import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { RetroEventList, RetroRun } from "../contract/retro.ts";
import { DomainError } from "../core/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { askApi } from "./hunt-client.ts";
import { getAnswer, pathOf, type Platform, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { createProgress } from "./progress.ts";
import { retroText } from "./retro-format.ts";
import { number } from "./terminal-text.ts";
import { timeOption } from "./time-option.ts";

const USAGE = `usage: vigie retro TENANT RULE.yml|KEY… [--since TIME] [--until TIME] [--raise] [--limit N] [--json] [--url URL] [--key KEY]

Puts a rule to the past events of an organisation: what it would have raised, how many alerts a day are to be reckoned
with, and which events it matched. A file may hold a correlation and the rules that it counts, or name rules that the
organisation has. docs/retro-detection.md says how it works.

  vigie retro acme new-rule.yml --since 30d
  vigie retro acme 3f1c0d52-6f0e-4a53-9d4e-0d6f3c2b1a00 --since 7d --raise

  --since TIME   15m, 24h, 30d before now, or 2026-03-01, 2026-03-01T10:15:00Z; default: 30d
  --until TIME   the same; default: now
  --raise        keep what is found as detections
  --limit N      so many of the newest events are shown; default: 20
  --json         the run with its result, then one event a line
${PLATFORM_USAGE}

Interrupting the command leaves the run at work; the API cancels it.
Exit code: 0 done, 1 the run failed or was cancelled, 2 the command was wrong.`;

const OPTIONS = { ...PLATFORM_OPTIONS, since: { type: "string" }, until: { type: "string" }, raise: { type: "boolean" }, limit: { type: "string" }, json: { type: "boolean" } } as const;

/** `vigie retro`. */
export const retro: Command = { usage: USAGE, run };

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1000;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [tenant, ...rules] = positionals;
  if (tenant === undefined || rules.length === 0) throw new UsageError("name the organisation, then a rule");
  const limit = Number(values.limit ?? DEFAULT_LIMIT);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw new UsageError(`--limit ${values.limit}: give a number from 1 to ${MAX_LIMIT}`);
  const platform = platformOf(values);
  const nowMs = Date.now();
  const until = values.until === undefined ? {} : { until: timeOption("until", values.until, nowMs) };
  const asked = { rule: await ruleOf(rules), since: timeOption("since", values.since ?? "30d", nowMs), ...until, raise: values.raise === true };
  const { id } = await askApi<RetroRun>({ ...platform, tenant }, "retro-runs", asked);
  const over = await watch(platform, pathOf("tenants", tenant, "retro-runs", id), terminal);
  if (over.state !== "done") throw new DomainError("conflict", over.error ?? `The run ${over.id} was ${over.state}.`);
  const { events } = await getAnswer<RetroEventList>(platform, `${pathOf("tenants", tenant, "retro-runs", id, "events")}?limit=${limit}`);
  terminal.out.write(values.json === true ? `${[over, ...events].map((one) => JSON.stringify(one)).join("\n")}\n` : retroText(over, events, terminal.out.columns ?? 100));
  return EXIT.done;
}

/** One file of rules, or keys of rules that the tenant has. */
async function ruleOf(rules: readonly string[]): Promise<object> {
  const files = rules.filter((rule) => /\.ya?ml$/.test(rule));
  if (files.length === 0) return { keys: rules };
  const [path] = files;
  if (path === undefined || rules.length > 1) throw new UsageError("give one file, or keys of rules");
  const text = await readFile(path, "utf8").catch((error: Error) => {
    throw new DomainError("invalid", `${path} cannot be read: ${error.message}`, { cause: error });
  });
  return { text, path: basename(path) };
}

const LOOK_MS = 500;

/** Shows how far a run is until it is over. */
async function watch(platform: Platform, path: string, { err }: Terminal): Promise<RetroRun> {
  let found = await getAnswer<RetroRun>(platform, path);
  const bar = createProgress(err, [PARTS], () => (found.state === "waiting" ? "waits for its turn" : `${number(found.progress.scanned)} events, ${number(found.progress.matched)} matches`));
  try {
    while (found.state === "waiting" || found.state === "running") {
      const { scanned, total } = found.progress;
      bar.update(0, total === null || total === 0 ? 0 : Math.round((scanned / total) * PARTS));
      await wait(LOOK_MS);
      found = await getAnswer<RetroRun>(platform, path);
    }
  } finally {
    bar.clear();
  }
  return found;
}

// How many events there are is known when the run has begun; the bar goes by shares.
const PARTS = 1000;
