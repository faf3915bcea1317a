import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Fields } from "../../src/core/index.ts";
import { describeShared } from "../shared.ts";
import { base64offset, utf16le, utf8 } from "./bytes.ts";
import { evaluateRule, IllegalRule } from "./evaluate.ts";
import { eventOf } from "./event.ts";
import { PLACEHOLDERS, SEMANTICS, type Row } from "./semantics.ts";
import { parseText, windash, type Text } from "./text.ts";

const outcome = ({ detection, fields, text }: Row): Row["want"] => {
  try {
    return evaluateRule(detection, eventOf(fields, text), { placeholders: PLACEHOLDERS });
  } catch (error) {
    if (error instanceof IllegalRule) return "refused";
    throw error;
  }
};

test.each(SEMANTICS.map((row) => [row.what, row] as const))("%s", (_, row) => {
  expect(outcome(row)).toBe(row.want);
});

test("no two rows are called the same", () => {
  expect(SEMANTICS.map((row) => row.what).filter((what, i, all) => all.indexOf(what) < i)).toEqual([]);
});

type Vectors = {
  readonly string_parse: readonly { readonly sigma: string; readonly parts: readonly ("*" | "?" | { readonly lit: string })[] }[];
  readonly base64offset: readonly { readonly text: string; readonly utf8: readonly string[]; readonly wide: readonly string[] }[];
  readonly windash: readonly { readonly text: string; readonly out: readonly string[] }[];
  readonly match: readonly { readonly item: Readonly<Record<string, unknown>>; readonly event: Fields; readonly match: boolean }[];
};

describeShared("the shared vectors of Sigma", (shared) => {
  const vectors = JSON.parse(readFileSync(join(shared, "data/vectors/sigma-semantics-vectors.json"), "utf8")) as Vectors;

  test.each(vectors.string_parse)("$sigma is taken apart", ({ sigma, parts }) => {
    expect(partsOf(parseText(sigma))).toEqual(parts);
  });
  test.each(vectors.base64offset)("$text at each offset", ({ text, utf8: plain, wide }) => {
    expect([base64offset(utf8(text)), base64offset(utf16le(text))]).toEqual([plain, wide]);
  });
  test.each(vectors.windash)("$text with each dash", ({ text, out }) => {
    expect(windash(parseText(text)).map(textOf).toSorted()).toEqual(out.toSorted());
  });
  test.each(vectors.match)("$item on $event", ({ item, event, match }) => {
    expect(evaluateRule({ s: item, condition: "s" }, eventOf(event))).toBe(match);
  });
});

const textOf = (text: Text): string => text.map((token) => ("char" in token ? token.char : token.wild)).join("");

/** Neighbouring characters joined, as the vectors write them. */
function partsOf(text: Text): Vectors["string_parse"][number]["parts"] {
  const parts: ("*" | "?" | { lit: string })[] = [];
  for (const token of text) {
    const last = parts.at(-1);
    if ("wild" in token) parts.push(token.wild);
    else if (typeof last === "object") last.lit += token.char;
    else parts.push({ lit: token.char });
  }
  return parts;
}
