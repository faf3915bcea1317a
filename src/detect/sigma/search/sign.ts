import { fold, safePart } from "../values/fold.ts";
import { ANY, literalOf, longestLiteral, type Pattern } from "../values/pattern.ts";
import { regexFacts } from "../values/regex-facts.ts";
import { foldPattern, type ValueTest } from "../values/value-test.ts";

/** Where in a value a literal stands whenever the test holds. */
export type Where = "whole" | "start" | "end" | "anywhere";

/** The folded literals of which one is the sign that a test may hold. `isSure`: the sign is the whole test. */
export type Sign = { readonly where: Where; readonly literals: readonly string[]; readonly isSure: boolean };

/** The sign of a test; undefined if it must be tried on every value. */
export function signOf(test: ValueTest): Sign | undefined {
  if (test.kind === "regex") {
    const literals = regexFacts(test.source).literals?.map((literal) => safePart(fold(literal)));
    return literals === undefined || literals.includes("") ? undefined : { where: "anywhere", literals, isSure: false };
  }
  return test.kind === "pattern" ? findPattern(foldPattern(test.pattern), test.cased) : undefined;
}

function findPattern(pattern: Pattern, cased: boolean): Sign | undefined {
  const longest = longestLiteral(pattern);
  const part = longest === undefined ? "" : safePart(longest);
  if (part === "") return undefined;
  if (part !== longest) return { where: "anywhere", literals: [part], isSure: false };
  return { where: whereIs(pattern), literals: [part], isSure: !cased && pattern.filter((token) => token !== ANY).length === 1 };
}

function whereIs(pattern: Pattern): Where {
  if (literalOf(pattern) !== undefined) return "whole";
  if (pattern.length === 2 && pattern[1] === ANY) return "start";
  return pattern.length === 2 && pattern[0] === ANY ? "end" : "anywhere";
}
