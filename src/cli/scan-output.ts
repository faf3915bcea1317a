import { once } from "node:events";
import { open, type FileHandle } from "node:fs/promises";
import { DomainError } from "../core/index.ts";
import { correlationDetectionOf, createCorrelator, reaches, type CorrelationDetection, type Correlator, type Detection, type Level, type ResolvedCorrelation } from "../detect/index.ts";
import type { Pack } from "../packs/index.ts";
import { explain } from "../sources/index.ts";
import type { Terminal } from "./command.ts";
import type { Formatter } from "./format.ts";
import type { Summary } from "./scan-summary.ts";
import type { TaskOutput } from "./scan-task.ts";

export type OutputOptions = {
  readonly out: Terminal["out"];
  readonly format: Formatter;
  readonly rejects: FileHandle | undefined;
  readonly summary: Summary;
  readonly pack: Pack;
  readonly minLevel: Level;
  /** Called before anything is written, to make room for it. */
  readonly clear: () => void;
};

/** Opens the file for rejects before anything is read: a scan of hours must not end with "permission denied". */
export async function openRejects(path: string | undefined): Promise<FileHandle | undefined> {
  if (path === undefined) return undefined;
  try {
    return await open(path, "w");
  } catch (error) {
    throw new DomainError("invalid", `--rejects ${path} cannot be written: ${explain(error)}.`);
  }
}

/** Writes what the tasks give, and lets correlations see their hits. */
export class Output {
  readonly #options: OutputOptions;
  readonly #correlator: Correlator;
  readonly #correlations: ReadonlyMap<string, ResolvedCorrelation>;
  readonly #titles: ReadonlyMap<string, string>;
  /** Correlations tell at the end: where the parts of the input begin must not show in the output. */
  readonly #correlated: CorrelationDetection[] = [];

  constructor(options: OutputOptions) {
    const { rules, correlations } = options.pack.rules;
    this.#options = options;
    // Files are read in the order of their names, not of their times: order is only known at the end.
    this.#correlator = createCorrelator(correlations, { latenessMs: Infinity });
    this.#correlations = new Map(correlations.map((rule) => [rule.key, rule]));
    this.#titles = new Map([...rules, ...correlations].map(({ key, head }) => [key, head.title]));
  }

  async take(part: TaskOutput): Promise<void> {
    const { summary, rejects } = this.#options;
    summary.add(part);
    if (part.rejected.length > 0) await rejects?.appendFile(part.rejected.map((rejected) => `${JSON.stringify(rejected)}\n`).join(""));
    await this.#write(part.detections);
    for (const hit of part.hits) this.#correlated.push(...this.#correlator.add(hit));
  }

  async end(): Promise<void> {
    const { summary, rejects, format, minLevel } = this.#options;
    this.#correlated.push(...this.#correlator.flush());
    const detections = this.#correlated.flatMap((found) => {
      const rule = this.#correlations.get(found.rule);
      if (rule === undefined || !reaches(rule.head.level, minLevel)) return [];
      return [correlationDetectionOf(rule, found, (key) => this.#titles.get(key) ?? key)];
    });
    summary.addDetections(detections);
    summary.addCorrelations(this.#correlator.stats());
    await this.#write(detections);
    await this.#writeText(format.end());
    await rejects?.close();
  }

  async #write(detections: readonly Detection[]): Promise<void> {
    if (detections.length > 0) await this.#writeText(this.#options.format.add(detections));
  }

  async #writeText(text: string): Promise<void> {
    if (text === "") return;
    this.#options.clear();
    if (!this.#options.out.write(text)) await once(this.#options.out, "drain");
  }
}
