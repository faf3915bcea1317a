// Sigma rules specification, "String Wildcard" and "Escape Character": a value becomes tokens once, and modifiers add
// tokens, never text, so a `*` behind `C:\` cannot be escaped by accident.

/** Any run of characters, also none. */
export const ANY = 0;
/** Exactly one character, a code point. */
export const ONE = 1;
/** One of the characters that Windows programs take for an option's dash (modifier `windash`). */
export const DASH = 2;

export type Token = string | typeof ANY | typeof ONE | typeof DASH;
/** A value cut into literals and wildcards; no literal is empty and no two are neighbours. [] is the empty string. */
export type Pattern = readonly Token[];

/** The five dashes of `windash`: hyphen, slash, en dash, em dash, horizontal bar. */
export const DASHES = "-/\u2013\u2014\u2015";

/** Reads a Sigma string: a backslash escapes `*`, `?` and itself; before anything else it is a plain character. */
export function parsePattern(text: string): Pattern {
  const tokens: Token[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") tokens.push(literal);
    literal = "";
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    const next = text[i + 1];
    if (char === "\\" && (next === "*" || next === "?" || next === "\\")) {
      literal += next;
      i++;
    } else if (char === "*") {
      flush();
      if (tokens.at(-1) !== ANY) tokens.push(ANY);
    } else if (char === "?") {
      flush();
      tokens.push(ONE);
    } else literal += char;
  }
  flush();
  return tokens;
}

/** The pattern with an open end added where it has none. */
export const openStart = (pattern: Pattern): Pattern => (pattern[0] === ANY ? pattern : [ANY, ...pattern]);
export const openEnd = (pattern: Pattern): Pattern => (pattern.at(-1) === ANY ? pattern : [...pattern, ANY]);

/** The same pattern with each literal replaced. A literal that becomes empty goes. */
export function mapLiterals(pattern: Pattern, change: (literal: string) => Pattern): Pattern {
  return join(pattern.map((token) => (typeof token === "string" ? change(token) : [token])));
}

/** Patterns put one behind the other, neighbouring literals and `*` made one. */
export function join(parts: readonly Pattern[]): Pattern {
  const out: Token[] = [];
  for (const token of parts.flat()) {
    const last = out.at(-1);
    if (typeof token === "string" && typeof last === "string") out[out.length - 1] = last + token;
    else if (token !== "" && !(token === ANY && last === ANY)) out.push(token);
  }
  return out;
}

/** The literal text of a pattern without wildcards, else undefined. */
export function literalOf(pattern: Pattern): string | undefined {
  if (pattern.length === 0) return "";
  return pattern.length === 1 && typeof pattern[0] === "string" ? pattern[0] : undefined;
}

/** The literal that is likely the rarest; the last of equal ones, as names of files stand at the end. */
export function longestLiteral(pattern: Pattern): string | undefined {
  let longest: string | undefined;
  for (const token of pattern) if (typeof token === "string" && token.length >= (longest?.length ?? 0)) longest = token;
  return longest;
}

/** The pattern as a person would write it in a rule. */
export function showPattern(pattern: Pattern): string {
  return pattern
    .map((token) => (typeof token === "string" ? token.replace(/[\\*?]/g, "\\$&") : ["*", "?", "-"][token]!))
    .join("");
}
