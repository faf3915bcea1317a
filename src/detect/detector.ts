import { timeMs, type Event, type Value } from "../core/index.ts";
import { fieldsNeeded, silenced, type Hit } from "./correlate/index.ts";
import { detectionOf, type Detection, type Evidence } from "./detection.ts";
import { compile, LEVELS, type Level, type LogSourceMap, type Matcher, type Rule, type RuleSet } from "./sigma/index.ts";

export type DetectorOptions = {
  readonly logsources: readonly LogSourceMap[];
  /** Rules below this level raise no detections. Rules without a level count as informational. */
  readonly minLevel?: Level;
  /** Keys of rules that raise no detections, though correlations may need their hits. */
  readonly off?: ReadonlySet<string>;
};

/** What one event gave: detections to show, and hits for the correlations that its rules are part of. */
export type Detected = {
  readonly detections: readonly Detection[];
  /** The rule of each detection, in the same order. */
  readonly raisedBy: readonly Rule[];
  readonly hits: readonly Hit[];
  readonly withoutTime: number;
};

/** Rules at work on one stream of events; the correlations themselves are somebody else's, who sees all streams. */
export class Detector {
  readonly matcher: Matcher;
  readonly #silent: ReadonlySet<string>;
  readonly #needed: ReadonlyMap<string, readonly string[]>;
  readonly #minLevel: Level;
  readonly #options: DetectorOptions;

  constructor(rules: RuleSet, options: DetectorOptions, before?: Matcher) {
    this.#silent = silenced(rules.correlations);
    this.#needed = fieldsNeeded(rules.correlations);
    this.#minLevel = options.minLevel ?? "informational";
    const wanted = rules.rules.filter((rule) => this.#needed.has(rule.key) || reaches(rule.head.level, this.#minLevel));
    this.matcher = before?.withRules(wanted) ?? compile(wanted, { logsources: options.logsources });
    this.#options = options;
  }

  /**
   * A detector for changed rules, which finds what a new one would and goes on with all that this one learnt. Load them with
   * `createRuleLoader`: what did not change must be the same objects.
   */
  withRules(rules: RuleSet, off: ReadonlySet<string> = NONE): Detector {
    return new Detector(rules, { ...this.#options, off }, this.matcher);
  }

  /** What the rules find in an event; undefined if it is nothing, as for nearly all. */
  detect(event: Event): Detected | undefined {
    const matched = this.matcher.match(event);
    if (matched.length === 0) return undefined;
    const raisedBy = matched.filter((rule) => this.#raises(rule));
    const detections = raisedBy.map((rule) => detectionOf(rule.head, event, this.matcher.matchedFields(rule, event)));
    const correlated = matched.filter((rule) => this.#needed.has(rule.key));
    const time = timeMs(event.time);
    if (correlated.length === 0) return { detections, raisedBy, hits: [], withoutTime: 0 };
    if (time === undefined) return { detections, raisedBy, hits: [], withoutTime: correlated.length };
    return { detections, raisedBy, hits: correlated.map((rule) => this.#hit(rule, event, time)), withoutTime: 0 };
  }

  #raises(rule: Rule): boolean {
    return !this.#silent.has(rule.key) && !(this.#options.off ?? NONE).has(rule.key) && reaches(rule.head.level, this.#minLevel);
  }

  #hit(rule: Rule, event: Event, time: number): Hit {
    const evidence: Evidence = { source: event.source, host: event.host ?? null };
    const values = this.#needed.get(rule.key)!.map((field): Value => this.matcher.read(rule, event, field));
    return { rule: rule.key, timeMs: time, eventKey: `${event.source.path}#${event.source.record}`, values, evidence };
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Whether a level is at least another. */
export const reaches = (level: Level | undefined, least: Level): boolean => LEVELS.indexOf(level ?? "informational") >= LEVELS.indexOf(least);
