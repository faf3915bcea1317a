// A query in coloured pieces. It is only how it looks: what it means, the server says.

export type Token = { readonly kind: "field" | "operator" | "value" | "mark" | "plain"; readonly text: string };

const WORD = /^(?:\\[\s\S]|[^\s():<>"{}\\])+/;
const QUOTED = /^"(?:\\[\s\S]|[^"\\])*"?/;

/** Pieces that, joined, are the text. */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let left = query;
  while (left !== "") {
    const text = (/^\s+/.exec(left) ?? QUOTED.exec(left) ?? WORD.exec(left) ?? /^[<>]=?/.exec(left) ?? [left.slice(0, 1)])[0];
    left = left.slice(text.length);
    tokens.push({ kind: kindOf(text, left), text });
  }
  return tokens;
}

function kindOf(text: string, after: string): Token["kind"] {
  if (/^\s/.test(text)) return "plain";
  if (/^[():{}<>]/.test(text)) return "mark";
  if (/^(?:and|or|not)$/i.test(text)) return "operator";
  if (!text.startsWith("\"") && /^\s*(?::|[<>])/.test(after)) return "field";
  return "value";
}
