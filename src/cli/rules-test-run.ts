import type { Event } from "../core/index.ts";
import { createCorrelator, Detector } from "../detect/index.ts";
import type { Pack } from "../packs/index.ts";
import type { ReadFurther } from "../normalise/index.ts";
import { eventsOfRecords } from "../pipeline.ts";
import { sourceOf, whichEvent } from "./explain-rule.ts";
import type { TestCase } from "./rules-test-cases.ts";

/** Puts the rules of one file to its cases; gives a sentence for each case that is not as it should be. */
export type TestFile = (path: string, cases: readonly TestCase[]) => string[];

type Tested = Pack & { readonly read: ReadFurther };

/** `read` reads the records further, as technologies declare. */
export function createRuleTest(given: Pack, read: ReadFurther): TestFile {
  const pack: Tested = { ...given, read };
  let detector: Detector | undefined;
  // Correlations need the rules below them, wherever those stand: compiled once for all cases.
  const all = (): Detector => (detector ??= new Detector(pack.rules, pack));
  const isCorrelated = new Set(pack.rules.correlations.map(({ head }) => head.path));
  return (path, cases) => {
    const test = isCorrelated.has(path) ? correlationTest(path, pack, all()) : ruleTest(path, pack);
    return cases.flatMap((one) => {
      const problem = test(one);
      return problem === undefined ? [] : [`${path}: "${one.about}" ${problem}`];
    });
  };
}

function ruleTest(path: string, pack: Tested): (one: TestCase) => string | undefined {
  const rules = pack.rules.rules.filter(({ head }) => head.path === path);
  const { matcher } = new Detector({ ...pack.rules, rules, correlations: [] }, pack);
  return ({ records, file, mustMatch }) => {
    const events = eventsOfRecords(records, file, pack.read);
    const matched = events.some((event) => matcher.match(event).length > 0);
    if (matched === mustMatch) return undefined;
    return `${mustMatch ? "must match and does not" : "must not match and does"}\n${why(events, rules, matcher)}`;
  };
}

function why(events: readonly Event[], rules: Pack["rules"]["rules"], matcher: Detector["matcher"]): string {
  const told = events.flatMap((event) =>
    rules.flatMap((rule) => {
      const { applies, selections } = matcher.explain(rule, event);
      if (!applies) return [`    the rule is for ${sourceOf(rule)}, the event is ${whichEvent(event)}`];
      return selections.map(({ name, holds, items }) => `    ${name} is ${holds}: ${items.map((item) => `${item.field} ${item.asks} is ${item.holds}`).join("; ").slice(0, 300)}`);
    }),
  );
  return told.join("\n");
}

function correlationTest(path: string, pack: Tested, detector: Detector): (one: TestCase) => string | undefined {
  const own = new Set(pack.rules.correlations.filter(({ head }) => head.path === path).map(({ key }) => key));
  return ({ records, file, fires }) => {
    const correlator = createCorrelator(pack.rules.correlations, { latenessMs: Infinity });
    const hits = eventsOfRecords(records, file, pack.read).flatMap((event) => detector.detect(event)?.hits ?? []);
    const fired = [...hits.flatMap((hit) => correlator.add(hit)), ...correlator.flush()].filter(({ rule }) => own.has(rule)).length;
    const isRight = fires === undefined ? fired > 0 : fired === fires;
    return isRight ? undefined : `must fire ${fires ?? "at least once"} and fires ${fired} times on ${hits.length} matches`;
  };
}
