import type { Event, Provenance, Value } from "../core/index.ts";
import { timeMs } from "../core/index.ts";
import type { CorrelationDetection } from "./correlate/index.ts";
import type { Level, ResolvedCorrelation, RuleHead } from "./sigma/index.ts";

/** What a detection tells of its rule. Author and references travel along: the Detection Rule License 1.1 asks for it. */
export type DetectedRule = {
  readonly id: string | null;
  readonly title: string;
  readonly level: Level | null;
  readonly status: string | null;
  readonly author: string | null;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly path: string;
};

/** One rule matched one event, or one correlation matched several. Plain JSON; docs/scan.md promises this shape. */
export type Detection = {
  readonly rule: DetectedRule;
  /** ISO 8601 UTC, or the text of the record if it is no time that we can read; null if it has none. */
  readonly time: string | null;
  readonly host: string | null;
  readonly source: Provenance;
  /** The fields that made the rule match, under the rule's names. A correlation has its group here. */
  readonly fields: Readonly<Record<string, Value>>;
  readonly correlation?: Correlated;
};

/** What a correlation counted, and some of the matches that it is made of. */
export type Correlated = {
  /** Computed from content: the same events give the same one. */
  readonly id: string;
  readonly type: ResolvedCorrelation["type"];
  /** The figure that met the condition: hits, distinct values, sum, mean, percentile, or rules seen. */
  readonly figure: number;
  /** The fields whose values the figure is about; empty if it counts hits or rules. */
  readonly of: readonly string[];
  /** Which percentile the figure is, from 0 to 100. */
  readonly percentile?: number;
  readonly hits: number;
  readonly firstTime: string;
  readonly evidence: readonly { readonly rule: string; readonly time: string; readonly source: Provenance }[];
};

/** Hands on what makes a hit findable again. */
export type Evidence = { readonly source: Provenance; readonly host: string | null };

export function detectionOf(head: RuleHead, event: Event, fields: Readonly<Record<string, Value>>): Detection {
  return { rule: detectedRule(head), time: shownTime(event.time), host: event.host ?? null, source: event.source, fields };
}

/** The detection of a correlation; its source is that of the hit that completed it. `title` names the rules of its hits. */
export function correlationDetectionOf({ head, type, condition }: ResolvedCorrelation, found: CorrelationDetection, title: (rule: string) => string): Detection {
  const counts = condition.kind === "bounds" ? condition : undefined;
  const evidence = found.evidence.map(({ rule, timeMs: ms, evidence: from }) => ({ rule: title(rule), time: iso(ms), ...(from as Evidence) }));
  const last = evidence.at(-1);
  const hosts = new Set(evidence.map(({ host }) => host));
  return {
    rule: detectedRule(head),
    time: iso(found.timeMs),
    host: hosts.size === 1 ? (last?.host ?? null) : null,
    source: last?.source ?? { path: head.path, record: 0 },
    fields: found.group,
    correlation: {
      id: found.id,
      type,
      figure: found.figure,
      of: counts?.fields ?? [],
      ...(counts?.percentile === undefined ? {} : { percentile: counts.percentile }),
      hits: found.hits,
      firstTime: iso(found.firstMs),
      evidence: evidence.map(({ rule, time, source }) => ({ rule, time, source })),
    },
  };
}

function detectedRule(head: RuleHead): DetectedRule {
  return {
    id: head.id ?? null, title: head.title, level: head.level ?? null, status: head.status ?? null, author: head.author ?? null,
    references: head.references, tags: head.tags, path: head.path,
  };
}

function shownTime(time: Event["time"]): string | null {
  const ms = timeMs(time);
  return ms === undefined ? (time === undefined ? null : String(time)) : iso(ms);
}

const LAST_MS = 8.64e15;
const iso = (ms: number): string => new Date(Math.min(Math.max(ms, -LAST_MS), LAST_MS)).toISOString();
