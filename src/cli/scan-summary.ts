import { LEVELS, type CorrelatorStats, type Detection } from "../detect/index.ts";
import type { Pack } from "../packs/index.ts";
import type { Failure } from "../sources/index.ts";
import type { TaskOutput } from "./scan-task.ts";

/** How many reasons, files and kinds are told. */
const SHOWN = 8;

/** Counts a scan and tells it in a few lines. All that was read is accounted for: read = parsed + rejected. */
export class Summary {
  events = 0;
  detections = 0;
  readonly #started = performance.now();
  readonly #counts = { read: 0, parsed: 0, rejected: 0, outside: 0, unrecognised: 0, withoutTime: 0 };
  readonly #levels = new Map<string, number>();
  readonly #reasons = new Map<string, number>();
  readonly #skipped = new Map<string, number>();
  readonly #failures: Failure[] = [];
  #rules = "";
  #correlations = "";

  /** Whether everything could be read. */
  get isComplete(): boolean {
    return this.#counts.rejected === 0 && this.#failures.length === 0;
  }

  addRules({ rules: { rules, correlations, filters, refused } }: Pack): void {
    const parts = [`${rules.length} rules`, `${correlations.length} correlations`, ...(filters.length > 0 ? [`${filters.length} filters`] : [])];
    this.#rules = `${parts.join(", ")} loaded, ${refused.length} refused${refused.length > 0 ? " (vigie rules check tells why)" : ""}`;
  }

  addFailure(failure: Failure): void {
    this.#failures.push(failure);
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
    for (const { rule } of detections) increase(this.#levels, rule.level ?? "informational");
  }

  addCorrelations({ received, late, future, forced, rules }: CorrelatorStats): void {
    const evicted = rules.reduce((sum, rule) => sum + (rule.evicted ?? 0), 0);
    const lost = [[late, "came too late"], [future, "lay in the future"], [forced, "were taken early for lack of room"], [evicted, "groups were dropped for lack of room"]] as const;
    const told = lost.filter(([count]) => count > 0).map(([count, what]) => `${number(count)} ${what}`);
    if (received > 0) this.#correlations = `${number(received)} hits correlated${told.length > 0 ? `; ${told.join(", ")}` : ""}`;
  }

  text(): string {
    const seconds = (performance.now() - this.#started) / 1000;
    const { read, parsed, rejected, outside, unrecognised, withoutTime } = this.#counts;
    const rows: [string, string][] = [
      ["rules", this.#rules],
      ["records", `${number(read)} read, ${number(parsed)} parsed, ${number(rejected)} rejected`],
      ...top(this.#reasons).map(([reason, count]): [string, string] => ["", `${number(count)} × ${reason}`]),
      ["events", `${number(this.events)} in ${seconds.toFixed(1)} s, ${number(Math.round(this.events / Math.max(seconds, 0.001)))} events/s`],
    ];
    if (outside > 0) rows.push(["", `${number(outside)} outside --since and --until`]);
    if (unrecognised > 0) rows.push(["", `${number(unrecognised)} of no log source that Vigie knows: no rule is for them`]);
    if (withoutTime > 0) rows.push(["", `${number(withoutTime)} hits without a time could not be correlated`]);
    if (this.#skipped.size > 0) rows.push(["skipped", top(this.#skipped).map(([kind, count]) => `${number(count)} ${kind}`).join(", ")]);
    for (const { path, reason } of this.#failures.slice(0, SHOWN)) rows.push(["not read", `${path}: ${reason}`]);
    if (this.#failures.length > SHOWN) rows.push(["not read", `${number(this.#failures.length - SHOWN)} more`]);
    if (this.#correlations !== "") rows.push(["correlated", this.#correlations]);
    const levels = LEVELS.toReversed().filter((level) => this.#levels.has(level)).map((level) => `${number(this.#levels.get(level)!)} ${level}`);
    rows.push(["detections", levels.length > 0 ? `${number(this.detections)}: ${levels.join(", ")}` : "none"]);
    return `\n${rows.map(([name, what]) => `${name.padEnd(11)}${what}`).join("\n")}\n`;
  }
}

const number = (value: number): string => value.toLocaleString("en");

function increase(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

const top = (map: ReadonlyMap<string, number>): [string, number][] => [...map].toSorted((a, b) => b[1] - a[1]).slice(0, SHOWN);

/** A reason without the part that differs from record to record. */
const withoutDetail = (reason: string): string => reason.replace(/\bposition \d+.*$/s, "").replace(/"[^"]*"|'[^']*'/g, "…").slice(0, 120).trim();
