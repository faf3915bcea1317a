// Sigma rules specification, "Condition": or < and < not < x of < ( ), left to right.
import { RuleProblem, type At } from "./problem.ts";

/** A condition before its selectors are resolved. */
export type Condition =
  | { readonly op: "and" | "or"; readonly args: readonly Condition[] }
  | { readonly op: "not"; readonly arg: Condition }
  | { readonly op: "name"; readonly name: string }
  | { readonly op: "of"; readonly quantity: "any" | "all"; readonly pattern: string };

// Conditions nest by parentheses and `not`; a person never writes ten levels.
const MAX_DEPTH = 64;

/** Parses a condition. Keywords are taken in any case; names are any run without blanks and parentheses. */
export function parseCondition(text: string, at: At): Condition {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let position = 0;
  const peek = (): string | undefined => tokens[position];
  const isNext = (word: string): boolean => peek()?.toLowerCase() === word;
  const fail = (reason: string, hint: string): never => {
    throw new RuleProblem(at, `condition "${text.slice(0, 200)}": ${reason}`, hint);
  };

  const chain = (word: "and" | "or", part: (depth: number) => Condition, depth: number): Condition => {
    const args = [part(depth)];
    while (isNext(word)) {
      position++;
      args.push(part(depth));
    }
    return args.length === 1 ? args[0]! : { op: word, args };
  };
  const or = (depth: number): Condition => chain("or", and, depth);
  const and = (depth: number): Condition => chain("and", not, depth);
  const not = (depth: number): Condition => {
    if (depth > MAX_DEPTH) fail("nested too deep", `Use at most ${MAX_DEPTH} levels of "not" and parentheses.`);
    if (!isNext("not")) return atom(depth);
    position++;
    return { op: "not", arg: not(depth + 1) };
  };
  const atom = (depth: number): Condition => {
    const token = tokens[position++];
    if (token === undefined) return fail("it ends where a selection is expected", "Name a selection at the end.");
    if (token === "(") {
      const inner = or(depth + 1);
      if (tokens[position++] !== ")") fail("a parenthesis is not closed", 'Add the missing ")".');
      return inner;
    }
    if (token === ")" || ["and", "or", "of"].includes(token.toLowerCase())) {
      return fail(`"${token}" stands where a selection is expected`, "Put a selection's name there.");
    }
    return isNext("of") ? of(token) : { op: "name", name: token };
  };
  const of = (quantity: string): Condition => {
    position++;
    const pattern = tokens[position++];
    if (pattern === undefined || pattern === "(" || pattern === ")") {
      return fail(`"${quantity} of" names nothing`, 'Write "1 of selection_*" or "all of them".');
    }
    const word = quantity.toLowerCase();
    if (word === "1" || word === "any") return { op: "of", quantity: "any", pattern };
    if (word === "all") return { op: "of", quantity: "all", pattern };
    return fail(`"${quantity} of" is not Sigma`, 'Use "1 of", "any of" or "all of".');
  };

  if (tokens.some((token) => token.startsWith("|"))) {
    fail("aggregations behind | are not part of Sigma 2", "Write a correlation document (event_count, value_count…) that names this rule.");
  }
  const parsed = or(0);
  if (position < tokens.length) {
    const rest = tokens.slice(position).join(" ").slice(0, 80);
    fail(`"${rest}" follows a complete condition`, 'Join the parts with "and" or "or"; a name holds no blanks.');
  }
  return parsed;
}

/**
 * Names that a selector of `x of` means: `them` is all, `*` any run in a name, anchored on both sides. Names that begin
 * with an underscore are meant only by patterns that begin with one.
 */
export function selectNames(pattern: string, names: readonly string[]): string[] {
  if (pattern.toLowerCase() === "them") return names.filter((name) => !name.startsWith("_"));
  const parts = pattern.split("*");
  return names.filter((name) => (pattern.startsWith("_") || !name.startsWith("_")) && matchesGlob(parts, name));
}

function matchesGlob(parts: readonly string[], name: string): boolean {
  const head = parts[0]!;
  const tail = parts.at(-1)!;
  if (parts.length === 1) return name === head;
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - tail.length >= at && name.endsWith(tail);
}
