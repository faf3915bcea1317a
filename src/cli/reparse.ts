import type { ReparseStep } from "../contract/quarantine.ts";
import { DomainError } from "../core/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, stepsOf } from "./platform-client.ts";
import { createProgress } from "./progress.ts";
import { amount, cut, number, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie reparse TENANT [--dry-run] [--source NAME] [--reason TEXT] [--shape TEXT] [--since TIME] [--until TIME] [--json]

Reads the quarantined lines of an organisation again: those that can be read now, because a parser was mended or a
source is called by its right technology, become events under the time when they first arrived. May be repeated.

  --dry-run      only tell how many would be read, by kind
  --source NAME  lines of one source
  --reason TEXT  lines that are there for this reason, as --dry-run tells it
  --shape TEXT   lines of this shape, as --dry-run tells it
  --since TIME   lines that arrived from then on: 2026-03-01 or 2026-03-01T10:15:00Z
  --until TIME   lines that arrived before
  --json         one JSON object a line: progress, then the result
${PLATFORM_USAGE}`;

const OPTIONS = {
  ...PLATFORM_OPTIONS,
  "dry-run": { type: "boolean" }, source: { type: "string" }, reason: { type: "string" }, shape: { type: "string" }, since: { type: "string" }, until: { type: "string" }, json: { type: "boolean" },
} as const;

/** `vigie reparse`. */
export const reparse: Command = { usage: USAGE, run };

type Result = Extract<ReparseStep, { type: "result" }>;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [tenant, ...more] = positionals;
  if (tenant === undefined || more.length > 0) throw new UsageError("name one organisation");
  const { source, reason, shape } = values;
  const asked = { dryRun: values["dry-run"] === true, source, reason, shape, since: timeOption("since", values.since), until: timeOption("until", values.until) };
  let result: Result | undefined;
  let at = { looked: 0, readable: 0 };
  const progress = createProgress(terminal.err, [], () => `${amount(at.looked, "line")} looked at, ${number(at.readable)} can be read`);
  try {
    for await (const step of stepsOf<ReparseStep>(platformOf(values), pathOf("tenants", tenant, "quarantine", "reparse"), asked)) {
      if (values.json === true) terminal.out.write(`${JSON.stringify(step)}\n`);
      if (step.type === "result") result = step;
      else {
        at = step;
        progress.update(0, 0);
      }
    }
  } finally {
    progress.clear();
  }
  if (result === undefined) throw new DomainError("invalid", "The answer broke off before its end: ask again.");
  if (values.json !== true) terminal.out.write(textOf(result, terminal.out.columns ?? 120));
  return EXIT.done;
}

function timeOption(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new UsageError(`--${name} ${text}: write 2026-03-01 or 2026-03-01T10:15:00Z`);
  return new Date(ms).toISOString();
}

function textOf({ dryRun, looked, readable, handedIn, tooNew, groups }: Result, width: number): string {
  const rows = groups.flatMap((group) => [
    `${number(group.readable).padStart(9)} of ${number(group.looked)} can be read: ${plain(group.source)}: ${plain(group.reason)}\n`,
    `          ${cut(group.shape, Math.max(20, width - 10))}\n`,
  ]);
  const late = tooNew === 0 ? "" : `${amount(tooNew, "line")} are being stored just now: ask again for them\n`;
  const end = dryRun ? `${number(readable)} of ${amount(looked, "line")} would become events\n` : `${number(handedIn)} of ${amount(looked, "line")} became events, ${number(looked - handedIn)} stay\n`;
  return `${rows.join("")}${late}${end}`;
}
