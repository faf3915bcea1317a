import fc from "fast-check";
import { expect, test } from "vitest";
import type { Event } from "../core/index.ts";
import { createRuleLoader, Detector, loadRules, type LogSourceMap, type RuleFile } from "./index.ts";

const logsources: readonly LogSourceMap[] = [{ product: "p", codeField: "Code", routes: [{ code: ["1"], category: "start", fields: { Image: "Program" } }] }];
const LETTERS = ["a", "b", "c", "d"] as const;
const letter = fc.constantFrom(...LETTERS);

/** A rule, a correlation that counts one and may silence it, or a filter; each in a file of its own. */
const file: fc.Arbitrary<RuleFile> = fc.record({ name: letter, seeks: letter, level: fc.constantFrom("low", "high"), category: fc.boolean(), generate: fc.boolean(), kind: fc.constantFrom("rule", "rule", "rule", "correlation", "filter") })
  .map(({ name, seeks, level, category, generate, kind }) => {
    const source = category ? "{product: p, category: start}" : "{product: p}";
    switch (kind) {
      case "rule": return { path: `${name}.yml`, text: `title: ${name}\nname: ${name}\nlevel: ${level}\nlogsource: ${source}\ndetection: {s: {${category ? "Image" : "Program"}: ${seeks}}, condition: s}\n` };
      case "correlation": return { path: `${name}.count.yml`, text: `title: many ${seeks}\nlevel: ${level}\ncorrelation: {type: event_count, rules: [${seeks}], group-by: [Host], timespan: 5m, condition: {gte: 2}, generate: ${generate}}\n` };
      default: return { path: `${name}.filter.yml`, text: `title: not ${seeks}\nlogsource: ${source}\nfilter:\n  rules: [${name}]\n  s: {Host: ${seeks}}\n  condition: not s\n` };
    }
  });
const folder = fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 8 });

const events = [1, 2, undefined].flatMap((code) => LETTERS.flatMap((Program) => LETTERS.map((Host, i): Event => ({
  product: "p", channel: "", code, time: i === 0 ? undefined : "2026-01-02T03:04:05Z", host: Host, fields: { Code: code, Program, Host }, text: undefined, json: undefined, source: { path: "x", record: i },
}))));

test("whatever changes among rules, filters and correlations, a detector goes on as a new one would begin", () => {
  fc.assert(fc.property(fc.array(folder, { minLength: 2, maxLength: 4 }), fc.constantFrom("informational", "high"), ([first, ...others], minLevel) => {
    const load = createRuleLoader();
    let detector = new Detector(load(first!), { logsources, minLevel });
    for (const event of events) detector.detect(event);
    for (const files of others) {
      detector = detector.withRules(load(files));
      const fresh = new Detector(loadRules(files), { logsources, minLevel });
      for (const event of events) expect(detector.detect(event)).toEqual(fresh.detect(event));
    }
  }), { numRuns: 300 });
});
