// The engine behind its door, asked the way the reference is asked.
import { isDeepStrictEqual } from "node:util";
import { dump, load } from "js-yaml";
import type { Event } from "../../src/core/index.ts";
import { compile, loadRules } from "../../src/detect/sigma/index.ts";
import { PLACEHOLDERS } from "./alphabet.ts";
import type { Detection } from "./generate.ts";

/** What the engine says of rules and events: for each rule its refusal, or one answer an event. */
export type Answers = readonly (readonly boolean[] | string)[];

/** Loads all rules into one matcher, so that they share its tables, and matches every event twice. */
export function askEngine(rules: readonly Detection[], events: readonly Event[], options: Options = {}): Answers {
  const placeholders = Object.entries(options.placeholders ?? PLACEHOLDERS).map(([name, values]) => [name, values.map(String)] as const);
  const loaded = loadRules(rules.map((detection, i) => ({ path: String(i), text: ruleText(detection, i) })), { placeholders: new Map(placeholders) });
  const refusals = new Map(loaded.refused.map(({ path, reason }) => [path, reason]));
  const { memoryChars } = options;
  const matcher = compile(loaded.rules, { logsources: [{ product: "test", routes: [] }], ...(memoryChars !== undefined && { memoryChars }) });
  const match = (event: Event): ReadonlySet<string> => new Set(matcher.match(event).map((rule) => rule.head.path));
  const matched = events.map(match);
  // What the matcher remembers of the first time must not change the second.
  events.forEach((event, i) => {
    if (!isDeepStrictEqual(match(event), matched[i])) throw new Error(`not the same the second time: ${JSON.stringify(event)}`);
  });
  return rules.map((_, i) => refusals.get(String(i)) ?? matched.map((paths) => paths.has(String(i))));
}

export type Options = { readonly placeholders?: Readonly<Record<string, readonly unknown[]>>; readonly memoryChars?: number };

function ruleText(detection: Detection, number: number): string {
  const document = { title: `Rule ${number}`, logsource: { product: "test" }, detection };
  const text = dump(document);
  // What is written and read must stay the same; where YAML's layout does not manage that, JSON is YAML too.
  return isDeepStrictEqual(load(text), document) ? text : JSON.stringify(document);
}
