// The condition's grammar, by recursive descent. Specification v2.1, "Condition":
// or < and < not < `x of` < parentheses; words in any case.
import { IllegalRule } from "./illegal.ts";
import { matchText, type Text } from "./text.ts";

type Truth = (identifier: string) => boolean;

/** Evaluates a condition over named selections; `truth` says which of them hold. */
export function evaluateCondition(condition: string, names: readonly string[], truth: Truth): boolean {
  const tokens = condition.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const peek = (ahead = 0): string | undefined => tokens[at + ahead];
  const isWord = (word: string, ahead = 0): boolean => peek(ahead)?.toLowerCase() === word;
  const take = (): string => {
    const token = peek();
    if (token === undefined) throw new IllegalRule(`condition ends too early: ${condition}`);
    at++;
    return token;
  };

  // Both sides are always evaluated: a fault on the right must be seen though the left decides.
  function or(): boolean {
    const parts = [and()];
    while (isWord("or")) {
      take();
      parts.push(and());
    }
    return parts.some(Boolean);
  }
  function and(): boolean {
    const parts = [not()];
    while (isWord("and")) {
      take();
      parts.push(not());
    }
    return parts.every(Boolean);
  }
  function not(): boolean {
    if (!isWord("not")) return atom();
    take();
    return !not();
  }
  function atom(): boolean {
    if (peek() === "(") {
      take();
      const inner = or();
      if (take() !== ")") throw new IllegalRule(`parenthesis without end: ${condition}`);
      return inner;
    }
    return isWord("of", 1) ? selector() : identifier(take());
  }
  function identifier(name: string): boolean {
    if (!names.includes(name)) throw new IllegalRule(`no selection ${name}: ${condition}`);
    return truth(name);
  }
  function selector(): boolean {
    const count = take().toLowerCase();
    take();
    const selected = select(take(), names);
    if (count === "all") return selected.map(truth).every(Boolean);
    if (count === "1" || count === "any") return selected.map(truth).some(Boolean);
    throw new IllegalRule(`${count} of is not defined: ${condition}`);
  }

  const result = or();
  if (at < tokens.length) throw new IllegalRule(`not understood from ${tokens[at]}: ${condition}`);
  return result;
}

function select(pattern: string, names: readonly string[]): readonly string[] {
  const source = pattern.toLowerCase() === "them" ? "*" : pattern;
  const shape: Text = [...source].map((char) => (char === "*" ? { wild: "*" } : { char }));
  const selected = names.filter((name) => matchText(shape, name, true) && (source.startsWith("_") || !name.startsWith("_")));
  if (selected.length === 0) throw new IllegalRule(`${pattern} selects nothing`);
  return selected;
}
