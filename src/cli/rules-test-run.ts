import type { Event } from "../core/index.ts";
import { createCorrelator, Detector } from "../detect/index.ts";
import type { Pack } from "../packs/index.ts";
import { eventsOfRecords } from "../pipeline.ts";
import type { TestCase } from "./rules-test-cases.ts";

/** Puts the rules of one file to its cases; gives a sentence for each case that is not as it should be. */
export function testFile(path: string, cases: readonly TestCase[], pack: Pack): string[] {
  const correlations = pack.rules.correlations.filter(({ head }) => head.path === path);
  return cases.flatMap((one) => {
    const problem = correlations.length > 0 ? testCorrelation(path, one, pack) : testRules(path, one, pack);
    return problem === undefined ? [] : [`${path}: "${one.about}" ${problem}`];
  });
}

function testRules(path: string, { records, file, mustMatch }: TestCase, pack: Pack): string | undefined {
  const rules = pack.rules.rules.filter(({ head }) => head.path === path);
  const { matcher } = new Detector({ ...pack.rules, rules, correlations: [] }, pack);
  const events = eventsOfRecords(records, file);
  const matched = events.some((event) => matcher.match(event).length > 0);
  if (matched === mustMatch) return undefined;
  return `${mustMatch ? "must match and does not" : "must not match and does"}\n${why(events, rules, matcher)}`;
}

function why(events: readonly Event[], rules: Pack["rules"]["rules"], matcher: Detector["matcher"]): string {
  const told = events.flatMap((event) =>
    rules.flatMap((rule) => {
      const { applies, selections } = matcher.explain(rule, event);
      if (!applies) return [`    the event is ${event.product}/${event.channel}/${event.code ?? ""}, the rule is for ${Object.values(rule.logsource).join("/")}`];
      return selections.map(({ name, holds, items }) => `    ${name} is ${holds}: ${items.map((item) => `${item.field} ${item.asks} is ${item.holds}`).join("; ").slice(0, 300)}`);
    }),
  );
  return told.join("\n");
}

function testCorrelation(path: string, { records, file, fires }: TestCase, pack: Pack): string | undefined {
  const detector = new Detector(pack.rules, pack);
  const correlator = createCorrelator(pack.rules.correlations, { latenessMs: Infinity });
  const own = new Set(pack.rules.correlations.filter(({ head }) => head.path === path).map(({ key }) => key));
  const hits = eventsOfRecords(records, file).flatMap((event) => detector.detect(event)?.hits ?? []);
  const fired = [...hits.flatMap((hit) => correlator.add(hit)), ...correlator.flush()].filter(({ rule }) => own.has(rule)).length;
  const isRight = fires === undefined ? fired > 0 : fired === fires;
  return isRight ? undefined : `must fire ${fires ?? "at least once"} and fires ${fired} times on ${hits.length} hits`;
}
