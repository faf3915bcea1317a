import { timeMs } from "../core/index.ts";
import { LEVELS } from "../detect/index.ts";
import { oneOf, parseOptions, UsageError } from "./command.ts";
import { FORMATS } from "./scan-format.ts";
import type { ScanSetup } from "./scan-setup.ts";

export const USAGE = `usage: vigie scan [options] PATH…      PATH is a file, a folder or - for standard input

  --rules PATH       rules to use instead of the shipped ones: a file or folder; may be given again
  --vars FILE        values of placeholders, a YAML line each: "Administrators: [adm_one, adm_two]"
  --deprecated       use rules that their authors withdrew, too
  --format FORMAT    ${FORMATS.join(", ")} (default: table)
  --min-level LEVEL  ${LEVELS.join(", ")}
  --since TIME       leave out events before this time (ISO 8601, UTC unless it says otherwise)
  --until TIME       leave out events after it
  --workers N        threads to share the work among (default: as many as pay off)
  --rejects FILE     write what could not be read there, one JSON object a line

Detections go to standard output, the summary to standard error. docs/scan.md tells more.
Exit code: 0 done, 1 something could not be read, 2 the command was wrong or no rule could be used, 3 Vigie itself failed.`;

const OPTIONS = {
  rules: { type: "string", multiple: true },
  vars: { type: "string" },
  deprecated: { type: "boolean" },
  format: { type: "string", default: "table" },
  "min-level": { type: "string", default: "informational" },
  since: { type: "string" },
  until: { type: "string" },
  workers: { type: "string" },
  rejects: { type: "string" },
} as const;

export type ScanOptions = {
  readonly paths: readonly string[];
  readonly setup: ScanSetup;
  readonly format: (typeof FORMATS)[number];
  readonly workers: number | undefined;
  readonly rejects: string | undefined;
};

export function readScanOptions(args: readonly string[], nowMs: number): ScanOptions {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (positionals.length === 0) throw new UsageError("name at least one file or folder to scan");
  if (positionals.filter((path) => path === "-").length > 1) throw new UsageError("standard input (-) can be read only once");
  const sinceMs = time("since", values.since);
  const untilMs = time("until", values.until);
  if (sinceMs !== undefined && untilMs !== undefined && sinceMs > untilMs) throw new UsageError("--since is later than --until: no event lies between them");
  return {
    paths: positionals,
    setup: {
      rules: values.rules ?? [], variables: values.vars, deprecated: values.deprecated ?? false, minLevel: oneOf("min-level", values["min-level"], LEVELS), sinceMs, untilMs, nowMs,
    },
    format: oneOf("format", values.format, FORMATS),
    workers: values.workers === undefined ? undefined : count(values.workers),
    rejects: values.rejects,
  };
}

const DAY_MS = 86_400_000;

/** A time of the command line: ISO 8601, or epoch seconds of ten digits and more. A date alone is all of its day. */
function time(name: "since" | "until", value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(value);
  // A year or 20261124 would be read as seconds since 1970.
  const ms = /^\d{1,9}$/.test(value) ? undefined : timeMs(isDate ? `${value}T00:00:00Z` : value);
  if (ms === undefined) throw new UsageError(`--${name} ${value}: write a time such as 2026-11-24 or 2026-11-24T20:00:00Z`);
  return isDate && name === "until" ? ms + DAY_MS - 1 : ms;
}

function count(value: string): number {
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value);
  throw new UsageError(`--workers ${value}: write a number from 1 to 999`);
}
