// The vectors of Sigma's semantics, computed with pySigma, on the engine itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Fields } from "../../src/core/index.ts";
import { compile, loadRules } from "../../src/detect/sigma/index.ts";
import { applyModifiers } from "../../src/detect/sigma/parse/modifiers.ts";
import { spellDashes } from "../../src/detect/sigma/parse/encode.ts";
import { ANY, literalOf, ONE, parsePattern, type Pattern } from "../../src/detect/sigma/values/pattern.ts";
import { eventOf } from "../reference/event.ts";
import { describeShared } from "../shared.ts";

type Vectors = {
  readonly string_parse: readonly { readonly sigma: string; readonly parts: readonly ("*" | "?" | { readonly lit: string })[] }[];
  readonly base64offset: readonly { readonly text: string; readonly utf8: readonly string[]; readonly wide: readonly string[] }[];
  readonly windash: readonly { readonly text: string; readonly out: readonly string[] }[];
  readonly match: readonly { readonly item: Readonly<Record<string, unknown>>; readonly event: Fields; readonly match: boolean }[];
};

/** The patterns that a chain makes of one value. */
function patterns(chain: readonly string[], value: string): readonly Pattern[] {
  return applyModifiers(chain, [value], new Map()).groups.flat().map((made) => {
    if (made.kind !== "pattern") throw new Error(`${chain.join("|")} made ${made.kind}`);
    return made.pattern;
  });
}

function matches(item: Readonly<Record<string, unknown>>, fields: Fields): boolean {
  const document = { title: "vector", logsource: { product: "test" }, detection: { selection: item, condition: "selection" } };
  const { rules, refused } = loadRules([{ path: "vector.yml", text: JSON.stringify(document) }]);
  expect(refused).toEqual([]);
  const matcher = compile(rules, { logsources: [{ product: "test", routes: [] }] });
  // As JSON, as text, and the second time from memory.
  const answers = [eventOf(fields), eventOf(fields, undefined, JSON.stringify(fields)), eventOf(fields)].map((event) => matcher.match(event).length > 0);
  expect(new Set(answers).size).toBe(1);
  expect(matcher.explain(rules[0]!, eventOf(fields)).matches).toBe(answers[0]);
  return answers[0]!;
}

describeShared("the vectors of Sigma's semantics", (shared) => {
  const vectors = JSON.parse(readFileSync(join(shared, "data/vectors/sigma-semantics-vectors.json"), "utf8")) as Vectors;

  test("each kind is there", () => {
    expect(Object.entries(vectors).filter(([, list]) => list.length === 0)).toEqual([]);
  });
  test.each(vectors.string_parse)("$sigma is taken apart", ({ sigma, parts }) => {
    expect(parsePattern(sigma).map((token) => (token === ANY ? "*" : token === ONE ? "?" : { lit: token }))).toEqual(parts);
  });
  test.each(vectors.base64offset)("$text at each offset", ({ text, utf8, wide }) => {
    expect(patterns(["base64offset"], text).map(literalOf)).toEqual(utf8);
    expect(patterns(["wide", "base64offset"], text).map(literalOf)).toEqual(wide);
  });
  test.each(vectors.windash)("$text with each dash", ({ text, out }) => {
    expect(patterns(["windash"], text).flatMap((pattern) => spellDashes(pattern)!).map((pattern) => literalOf(pattern)!).toSorted()).toEqual(out.toSorted());
  });
  test.each(vectors.match)("$item on $event", ({ item, event, match }) => {
    expect(matches(item, event)).toBe(match);
  });
});
