import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { timeMs } from "../core/index.ts";
import { correlationDetectionOf, createCorrelator, LEVELS, reaches, type Correlator, type Detection, type Level } from "../detect/index.ts";
import { readPack, type Pack } from "../packs/index.ts";
import { listFiles } from "../sources/index.ts";
import { EXIT, oneOf, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { formatter, FORMATS, type Formatter } from "./scan-format.ts";
import { planTasks } from "./scan-plan.ts";
import { createProgress } from "./scan-progress.ts";
import type { ScanSetup } from "./scan-setup.ts";
import { Summary } from "./scan-summary.ts";
import type { TaskOutput } from "./scan-task.ts";
import { runTasks } from "./scan-workers.ts";

const USAGE = `usage: vigie scan [options] PATH…      PATH is a file, a folder or - for standard input

  --rules PATH       rules to use instead of the shipped ones: a file or folder; may be given again
  --vars FILE        values of placeholders, a YAML line each: "Administrators: [adm_one, adm_two]"
  --deprecated       use rules that their authors withdrew, too
  --format FORMAT    table (default), jsonl or csv
  --min-level LEVEL  ${LEVELS.join(", ")}
  --since TIME       leave out events before this time (ISO 8601, UTC unless it says otherwise)
  --until TIME       leave out events after it
  --workers N        processes to share the work among (default: as many as pay off)
  --rejects FILE     write what could not be read there, one JSON object a line

Detections go to standard output, the summary to standard error.
Exit code: 0 done, 1 something could not be read, 2 the command was wrong.`;

const OPTIONS = {
  rules: { type: "string", multiple: true },
  vars: { type: "string" },
  deprecated: { type: "boolean" },
  format: { type: "string", default: "table" },
  "min-level": { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
  workers: { type: "string" },
  rejects: { type: "string" },
} as const;

export const scan: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (positionals.length === 0) throw new UsageError("name at least one file or folder to scan");
  const setup: ScanSetup = {
    rules: values.rules ?? [],
    variables: values.vars,
    deprecated: values.deprecated ?? false,
    minLevel: values["min-level"] === undefined ? "informational" : oneOf("min-level", values["min-level"], LEVELS),
    sinceMs: time("since", values.since),
    untilMs: time("until", values.until),
  };
  const format = formatter(oneOf("format", values.format, FORMATS), terminal.out);
  const summary = new Summary();
  const pack = await readPack(setup);
  summary.addRules(pack);
  const listing = await listFiles(positionals);
  for (const failure of listing.failures) summary.addFailure(failure);
  const { tasks, workers } = await planTasks(listing.files, values.workers === undefined ? undefined : count(values.workers), availableParallelism());
  const output = new Output(terminal, format, values.rejects, summary, pack, setup);
  const progress = createProgress(terminal.err, tasks);
  try {
    await runTasks(tasks, workers, setup, pack, async (task, part) => {
      await output.take(part);
      progress.update(task, part.bytesRead, summary);
    });
    await output.end();
  } finally {
    progress.stop();
  }
  terminal.err.write(summary.text());
  return summary.isComplete ? EXIT.done : EXIT.incomplete;
}

/** Writes what the tasks give, and lets correlations see their hits. */
class Output {
  readonly #terminal: Terminal;
  readonly #format: Formatter;
  readonly #rejects: ReturnType<typeof createWriteStream> | undefined;
  readonly #summary: Summary;
  readonly #pack: Pack;
  readonly #minLevel: Level;
  readonly #correlator: Correlator;

  constructor(terminal: Terminal, format: Formatter, rejects: string | undefined, summary: Summary, pack: Pack, setup: ScanSetup) {
    this.#terminal = terminal;
    this.#format = format;
    this.#rejects = rejects === undefined ? undefined : createWriteStream(rejects);
    this.#summary = summary;
    this.#pack = pack;
    this.#minLevel = setup.minLevel;
    // Files are read in the order of their names, not of their times: order is only known at the end.
    this.#correlator = createCorrelator(pack.rules.correlations, { latenessMs: Infinity });
  }

  async take(part: TaskOutput): Promise<void> {
    this.#summary.add(part);
    for (const rejected of part.rejected) this.#rejects?.write(`${JSON.stringify(rejected)}\n`);
    await this.#write(part.detections);
    for (const hit of part.hits) await this.#writeCorrelated(this.#correlator.add(hit));
  }

  async end(): Promise<void> {
    await this.#writeCorrelated(this.#correlator.flush());
    this.#summary.addCorrelations(this.#correlator.stats());
    await this.#writeText(this.#format.end());
    if (this.#rejects === undefined) return;
    this.#rejects.end();
    await once(this.#rejects, "finish");
  }

  async #writeCorrelated(found: ReturnType<Correlator["flush"]>): Promise<void> {
    if (found.length === 0) return;
    const { rules, correlations } = this.#pack.rules;
    const heads = new Map([...rules, ...correlations].map(({ key, head }) => [key, head]));
    const detections = found
      .filter(({ rule }) => reaches(heads.get(rule)!.level, this.#minLevel))
      .map((one) => correlationDetectionOf(heads.get(one.rule)!, one, (rule) => heads.get(rule)?.title ?? rule));
    this.#summary.addDetections(detections);
    await this.#write(detections);
  }

  async #write(detections: readonly Detection[]): Promise<void> {
    if (detections.length > 0) await this.#writeText(detections.map((detection) => this.#format.line(detection)).join(""));
  }

  async #writeText(text: string): Promise<void> {
    if (text !== "" && !this.#terminal.out.write(text)) await once(this.#terminal.out, "drain");
  }
}

function time(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = timeMs(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00Z` : value);
  if (ms === undefined) throw new UsageError(`--${name} ${value}: write a time such as 2026-11-24 or 2026-11-24T20:00:00Z`);
  return ms;
}

function count(value: string): number {
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value);
  throw new UsageError(`--workers ${value}: write a number from 1 to 999`);
}

