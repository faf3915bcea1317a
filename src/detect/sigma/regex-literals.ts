/**
 * Literals of which at least one stands, folded, in every text that a regular expression matches; undefined if none can
 * be told. Only lets a search be skipped: when in doubt it gives up, so it reads a part of RE2's syntax and no more.
 */
export function necessaryLiterals(source: string): readonly string[] | undefined {
  if (/\\[QEpP]|\(\?[^:i)]|\[\[/.test(source)) return undefined;
  const parser = { source, at: 0 };
  const found = alternation(parser);
  return parser.at < source.length ? undefined : found?.literals;
}

/** A set of literals and the length of its shortest, by which sets are compared. */
type Found = { readonly literals: readonly string[]; readonly shortest: number };
type Parser = { readonly source: string; at: number };

const found = (literals: readonly string[]): Found => ({ literals, shortest: Math.min(...literals.map((literal) => literal.length)) });
const better = (a: Found | undefined, b: Found | undefined): Found | undefined =>
  b === undefined || (a !== undefined && a.shortest >= b.shortest) ? a : b;

/** Every branch needs a literal of its own. */
function alternation(parser: Parser): Found | undefined {
  const branches = [sequence(parser)];
  while (parser.source[parser.at] === "|") {
    parser.at++;
    branches.push(sequence(parser));
  }
  if (branches.some((branch) => branch === undefined)) return undefined;
  return found(branches.flatMap((branch) => branch!.literals));
}

/** The best literal of a sequence: its longest run of plain characters, or what a group in it needs. */
function sequence(parser: Parser): Found | undefined {
  let best: Found | undefined;
  let run = "";
  const endRun = (): void => {
    if (run !== "") best = better(best, found([run]));
    run = "";
  };
  while (parser.at < parser.source.length && parser.source[parser.at] !== "|" && parser.source[parser.at] !== ")") {
    const atom = readAtom(parser);
    const { min, max } = readQuantifier(parser);
    if (typeof atom === "string" && min >= 1) {
      run += atom;
      if (max > 1) endRun();
    } else {
      endRun();
      if (typeof atom === "object" && min >= 1) best = better(best, atom);
    }
  }
  endRun();
  return best;
}

/** One character, what a group needs, or undefined for all that is neither. */
function readAtom(parser: Parser): string | Found | undefined {
  const char = parser.source[parser.at++]!;
  switch (char) {
    case "(": return readGroup(parser);
    case "[": return readClass(parser);
    case ".": case "^": case "$": return undefined;
    case "\\": return readEscape(parser);
    default: return char;
  }
}

function readGroup(parser: Parser): Found | undefined {
  const flags = /^\?(?:i?:|i\))/.exec(parser.source.slice(parser.at, parser.at + 3))?.[0] ?? "";
  parser.at += flags.length;
  if (flags.endsWith(")")) return undefined; // `(?i)` alone: folding makes it needless
  const inner = alternation(parser);
  parser.at++;
  return inner;
}

function readClass(parser: Parser): undefined {
  if (parser.source[parser.at] === "^") parser.at++;
  if (parser.source[parser.at] === "]") parser.at++;
  while (parser.at < parser.source.length && parser.source[parser.at] !== "]") parser.at += parser.source[parser.at] === "\\" ? 2 : 1;
  parser.at++;
  return undefined;
}

/** An escaped punctuation mark is itself; letters and digits are classes, anchors or codes. */
function readEscape(parser: Parser): string | undefined {
  const char = parser.source[parser.at++] ?? "";
  if (char === "x") parser.at += parser.source[parser.at] === "{" ? parser.source.indexOf("}", parser.at) - parser.at + 1 : 2;
  if (/[0-7]/.test(char)) while (/[0-7]/.test(parser.source[parser.at] ?? "")) parser.at++;
  return /[^0-9A-Za-z]/.test(char) ? char : undefined;
}

function readQuantifier(parser: Parser): { readonly min: number; readonly max: number } {
  const match = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(parser.source.slice(parser.at, parser.at + 24));
  if (match === null) return { min: 1, max: 1 };
  parser.at += match[0].length;
  const [sign, low, comma, high] = match;
  if (low === undefined) return { min: sign[0] === "+" ? 1 : 0, max: sign[0] === "?" ? 1 : Infinity };
  return { min: Number(low), max: comma === "" ? Number(low) : high === "" ? Infinity : Number(high) };
}
