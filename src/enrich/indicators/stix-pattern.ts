// The part of STIX 2.1's pattern language (section 9) that means "one of these values": comparisons by = and IN joined by
// OR, within one observation or several. Whatever asks for more is not read at all: half of a pattern means something else.

/** A value that a pattern asks for. */
export type Compared = { readonly type: string; readonly value: string };

const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^ipv4-addr:value$/, "ipv4-addr"],
  [/^ipv6-addr:value$/, "ipv6-addr"],
  [/^network-traffic:(?:src|dst)_ref\.value$/, "ipv4-addr"],
  [/^domain-name:value$/, "domain-name"],
  [/^url:value$/, "url"],
  [/^email-addr:value$/, "email-addr"],
  [/^email-message:(?:from|sender)_ref\.value$/, "email-addr"],
  [/^file:hashes\.["']?(?:MD5|SHA-?1|SHA-?256|SHA-?512)["']?$/, "file"],
];

const LONGEST = 64 * 1024;

/** The values that a pattern asks for, any of which is enough; undefined if it asks for anything else. */
export function readPattern(pattern: string): readonly Compared[] | undefined {
  if (pattern.length > LONGEST) return undefined;
  const tokens = tokensOf(pattern);
  if (tokens === undefined) return undefined;
  const found: Compared[] = [];
  let at = 0;
  const take = (wanted: string): boolean => {
    const token = tokens[at];
    if (token === undefined || "value" in token || token.text.toUpperCase() !== wanted) return false;
    at++;
    return true;
  };
  do {
    if (!take("[")) return undefined;
    do {
      const type = typeOf(tokens[at++]);
      const values = take("=") ? valuesOf(1) : take("IN") && take("(") ? valuesOf(Infinity) : undefined;
      if (type === undefined || values === undefined) return undefined;
      found.push(...values.map((value) => ({ type, value })));
    } while (take("OR"));
    if (!take("]")) return undefined;
  } while (take("OR"));
  return at === tokens.length ? found : undefined;

  function valuesOf(most: number): readonly string[] | undefined {
    const values: string[] = [];
    do {
      const token = tokens![at++];
      if (token === undefined || !("value" in token)) return undefined;
      values.push(token.value);
    } while (values.length < most && take(","));
    return most === 1 || take(")") ? values : undefined;
  }
}

type Token = { readonly text: string } | { readonly value: string };

const typeOf = (token: Token | undefined): string | undefined => (token === undefined || "value" in token ? undefined : PATHS.find(([path]) => path.test(token.text))?.[1]);

const SINGLE = "[]()=,";

function tokensOf(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; ) {
    const char = pattern[at]!;
    if (/\s/.test(char)) at++;
    else if (SINGLE.includes(char)) {
      tokens.push({ text: char });
      at++;
    } else if (char === "'") {
      const string = stringAt(pattern, at);
      if (string === undefined) return undefined;
      tokens.push({ value: string.value });
      at = string.end;
    } else {
      // A path may have quoted steps: file:hashes.'SHA-256'.
      let end = at;
      while (end < pattern.length && !/[\s[\]()=,]/.test(pattern[end]!)) end++;
      if (end === at) return undefined;
      tokens.push({ text: pattern.slice(at, end) });
      at = end;
    }
  }
  return tokens;
}

/** A text between quotes, in which a backslash takes what follows as it is. */
function stringAt(pattern: string, from: number): { readonly value: string; readonly end: number } | undefined {
  let value = "";
  for (let at = from + 1; at < pattern.length; at++) {
    const char = pattern[at]!;
    if (char === "'") return { value, end: at + 1 };
    if (char === "\\") at++;
    value += pattern[at] ?? "";
  }
  return undefined;
}
