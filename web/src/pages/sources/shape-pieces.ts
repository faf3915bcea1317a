// A shape of the quarantine in pieces: words that stay, and parts that differ from line to line, as src/collection writes
// them: numbers as 0, hexadecimal as f, quoted texts as "".

export type Piece = { readonly isVariable: false; readonly text: string } | { readonly isVariable: true; readonly kind: "number" | "hex" | "text" | "bytes" | "time" | "date" };

const VARIABLE = /0[-/]0[-/]0|0:0:0(?:\.0)?|""|·|(?<![A-Za-z0-9])f(?![A-Za-z0-9])|0/g;
const KINDS: readonly (readonly [test: RegExp, kind: "number" | "hex" | "text" | "bytes" | "time" | "date"])[] = [[/^0[-/]/, "date"], [/^0:/, "time"], [/^"/, "text"], [/^·/, "bytes"], [/^f/, "hex"], [/^0/, "number"]];

export function shapePieces(shape: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of shape.matchAll(VARIABLE)) {
    if (match.index > at) pieces.push({ isVariable: false, text: shape.slice(at, match.index) });
    pieces.push({ isVariable: true, kind: KINDS.find(([test]) => test.test(match[0]))?.[1] ?? "text" });
    at = match.index + match[0].length;
  }
  if (at < shape.length) pieces.push({ isVariable: false, text: shape.slice(at) });
  return pieces;
}
