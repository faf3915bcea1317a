import type { Event } from "../core/index.ts";
import { correlationDetectionOf, createCorrelator, Detector, type ResolvedCorrelation } from "../detect/index.ts";
import type { Pack } from "../packs/index.ts";
import { describeCorrelation } from "./describe-correlation.ts";
import { whichEvent } from "./explain-rule.ts";
import { duration, plain } from "./terminal-text.ts";

/** Which events the rules below a correlation match, and when it fires on them. */
export function explainCorrelation(correlation: ResolvedCorrelation, events: readonly Event[], pack: Pack, { json }: { readonly json: boolean }): string {
  const below = rulesBelow(correlation, pack);
  const rules = pack.rules.rules.filter(({ key }) => below.has(key));
  const detector = new Detector({ ...pack.rules, rules }, pack);
  const matches = events.flatMap((event) => {
    const titles = detector.matcher.match(event).map(({ head }) => head.title);
    return titles.length === 0 ? [] : [{ event, titles }];
  });
  const correlator = createCorrelator(pack.rules.correlations, { latenessMs: Infinity });
  const found = [...events.flatMap((event) => detector.detect(event)?.hits ?? []).flatMap((hit) => correlator.add(hit)), ...correlator.flush()];
  const titles = new Map([...pack.rules.rules, ...pack.rules.correlations].map(({ key, head }) => [key, head.title]));
  const fired = found.filter(({ rule }) => rule === correlation.key).map((one) => correlationDetectionOf(correlation, one, (key) => titles.get(key) ?? key));
  const { id, title } = correlation.head;
  if (json) {
    return `${JSON.stringify({ rule: { id: id ?? null, title }, fires: fired, events: events.length, matched: matches.map((one) => ({ source: one.event.source, rules: one.titles })) })}\n`;
  }
  const lines = [
    title,
    `  ${correlation.type} within ${duration(correlation.timespanMs)}${correlation.groupBy.length > 0 ? `, for each ${correlation.groupBy.join(" and ")}` : ""}, over:`,
    ...rules.map((rule) => `      ${rule.head.title}`),
    `  ${matches.length} of ${events.length} events match${matches.length > 0 ? ":" : ""}`,
    ...matches.map((one) => `      ${whichEvent(one.event)}  ${one.titles.join("; ")}`),
    fired.length === 0 ? "  DOES NOT FIRE" : `  FIRES ${fired.length === 1 ? "once" : `${fired.length} times`}:`,
    ...fired.map(({ correlation: counted, time, fields }) => `      ${time ?? ""}  ${counted === undefined ? "" : describeCorrelation(counted, time)}  ${JSON.stringify(fields)}`),
  ];
  return `${lines.map(plain).join("\n")}\n\n`;
}

/** Keys of all detection rules that a correlation stands on, through whatever correlations. */
function rulesBelow(correlation: ResolvedCorrelation, pack: Pack): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = ({ sources }: ResolvedCorrelation): void => {
    for (const { key, isCorrelation } of sources) {
      if (!isCorrelation) keys.add(key);
      else for (const inner of pack.rules.correlations) if (inner.key === key) add(inner);
    }
  };
  add(correlation);
  return keys;
}
