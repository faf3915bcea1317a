import { LEVELS, type CorrelatorStats, type Detection } from "../detect/index.ts";
import type { Pack } from "../packs/index.ts";
import type { Failure } from "../sources/index.ts";
import type { TaskOutput } from "./scan-task.ts";
import { amount, number, plain } from "./terminal-text.ts";

/** How many reasons, files, kinds and rules are told. */
const SHOWN = 8;

/** Counts a scan and tells it in a few lines. All that was read is accounted for: read = parsed + rejected. */
export class Summary {
  events = 0;
  detections = 0;
  #started = performance.now();
  readonly #counts = { read: 0, parsed: 0, rejected: 0, outside: 0, unrecognised: 0, withoutTime: 0 };
  readonly #levels = new Map<string, number>();
  readonly #titles = new Map<string, number>();
  readonly #reasons = new Map<string, number>();
  readonly #skipped = new Map<string, number>();
  readonly #failures: Failure[] = [];
  #files = 0;
  #rules: readonly Row[] = [];
  #correlated: readonly Row[] = [];

  /** Whether everything could be read. */
  get isComplete(): boolean {
    return this.#counts.rejected === 0 && this.#failures.length === 0;
  }

  /** The clock of events a second starts: rules are loaded. */
  begin(): void {
    this.#started = performance.now();
  }

  addRules({ rules: { rules, correlations, filters, refused }, unread }: Pack): void {
    const parts = [amount(rules.length, "rule"), amount(correlations.length, "correlation"), ...(filters.length > 0 ? [amount(filters.length, "filter")] : [])];
    const reasons = new Map<string, number>();
    for (const { reason } of refused) increase(reasons, withoutDetail(reason));
    this.#rules = [
      ["rules", `${parts.join(", ")} loaded, ${number(refused.length)} refused${refused.length > 0 ? "; vigie rules check tells where and what to do" : ""}`],
      ...counted(reasons),
    ];
    this.#failures.push(...unread.map(({ path, reason }): Failure => ({ type: "failure", path, reason })));
  }

  addFiles(count: number, failures: readonly Failure[]): void {
    this.#files = count;
    this.#failures.push(...failures);
  }

  add({ counts, detections, rejected, skipped, failures, withoutTime }: TaskOutput): void {
    this.events += counts.events;
    this.#counts.read += counts.read;
    this.#counts.parsed += counts.parsed;
    this.#counts.rejected += counts.rejected;
    this.#counts.outside += counts.outside;
    this.#counts.unrecognised += counts.unrecognised;
    this.#counts.withoutTime += withoutTime;
    for (const { reason } of rejected) increase(this.#reasons, withoutDetail(reason));
    for (const { kind } of skipped) increase(this.#skipped, kind);
    this.#failures.push(...failures);
    this.addDetections(detections);
  }

  addDetections(detections: readonly Detection[]): void {
    this.detections += detections.length;
    for (const { rule } of detections) {
      increase(this.#levels, rule.level ?? "informational");
      increase(this.#titles, rule.title);
    }
  }

  addCorrelations({ received, late, future, forced, rules }: CorrelatorStats): void {
    const evicted = rules.reduce((sum, rule) => sum + (rule.evicted ?? 0), 0);
    const lost = [[late, "came too late"], [future, "lay in the future"], [forced, "were taken early for lack of room"], [evicted, "groups were dropped for lack of room"]] as const;
    const told = lost.filter(([count]) => count > 0).map(([count, what]) => `${number(count)} ${what}`);
    if (received > 0) this.#correlated = [["", `${number(received)} matches correlated${told.length > 0 ? `; ${told.join(", ")}` : ""}`]];
  }

  text(): string {
    const seconds = (performance.now() - this.#started) / 1000;
    const groups = [this.#rules, this.#input(), this.#events(seconds), this.#found()];
    return `\n${groups.map((rows) => rows.map(([name, what]) => `${name.padEnd(12)}${plain(what)}`).join("\n")).join("\n\n")}\n`;
  }

  #input(): Row[] {
    const { read, parsed, rejected } = this.#counts;
    const skipped = [...this.#skipped.values()].reduce((sum, count) => sum + count, 0);
    return [
      ["files", `${number(this.#files)}${skipped > 0 ? `; skipped: ${top(this.#skipped).map(([kind, count]) => `${number(count)} ${kind}`).join(", ")}` : ""}`],
      ...this.#failures.slice(0, SHOWN).map(({ path, reason }): Row => ["not read", `${path}: ${reason}`]),
      ...(this.#failures.length > SHOWN ? [["not read", `${number(this.#failures.length - SHOWN)} more`] as const] : []),
      ["records", `${number(read)} read, ${number(parsed)} parsed, ${number(rejected)} rejected`],
      ...counted(this.#reasons),
    ];
  }

  #events(seconds: number): Row[] {
    const { outside, unrecognised, withoutTime } = this.#counts;
    const notes = [[outside, "outside --since and --until"], [unrecognised, "of no log source that Vigie knows: no rule is for them"], [withoutTime, "matches without a time could not be correlated"]] as const;
    return [
      ["events", `${number(this.events)} in ${seconds.toFixed(1)} s, ${number(Math.round(this.events / Math.max(seconds, 0.001)))} events/s`],
      ...notes.filter(([count]) => count > 0).map(([count, what]): Row => ["", `${number(count)} ${what}`]),
    ];
  }

  #found(): Row[] {
    const levels = LEVELS.toReversed().filter((level) => this.#levels.has(level)).map((level) => `${number(this.#levels.get(level)!)} ${level}`);
    if (levels.length === 0) return [["detections", "none"], ...this.#correlated];
    const often = top(this.#titles).filter(([, count]) => count > 1);
    return [["detections", `${number(this.detections)}: ${levels.join(", ")}`], ...this.#correlated, ...often.map(([title, count], i): Row => [i === 0 ? "most often" : "", `${number(count)} × ${title}`])];
  }
}

type Row = readonly [name: string, what: string];

function increase(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

const top = (map: ReadonlyMap<string, number>): [string, number][] => [...map].toSorted((a, b) => b[1] - a[1]).slice(0, SHOWN);

const counted = (map: ReadonlyMap<string, number>): Row[] => top(map).map(([what, count]): Row => ["", `${number(count)} × ${what}`]);

/** A reason without the part that differs from record to record. */
const withoutDetail = (reason: string): string => reason.slice(0, 1000).replace(/\bposition \d+[^]*$/, "").replace(/"[^"]*"|'[^']*'/g, "…").slice(0, 120).trim();
