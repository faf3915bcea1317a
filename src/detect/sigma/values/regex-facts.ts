/**
 * What every text that a regular expression matches has: at least `minLength` characters, and one of `literals` (folded
 * texts; undefined if none can be told). Only lets searches be skipped: when in doubt it says less, so it reads a part
 * of RE2's syntax and no more.
 */
export type RegexFacts = { readonly literals: readonly string[] | undefined; readonly minLength: number };

const NOTHING: RegexFacts = { literals: undefined, minLength: 0 };

export function regexFacts(source: string): RegexFacts {
  if (/\\[QEpP]|\(\?(?!i?:|i\))|\[[[:]/.test(source)) return NOTHING;
  const parser: Parser = { source, at: 0 };
  const facts = alternation(parser);
  return parser.at < source.length ? NOTHING : facts;
}

type Parser = { readonly source: string; at: number };

/** Every branch needs a literal of its own. */
function alternation(parser: Parser): RegexFacts {
  const branches = [sequence(parser)];
  while (parser.source[parser.at] === "|") {
    parser.at++;
    branches.push(sequence(parser));
  }
  const minLength = least(branches.map((branch) => branch.minLength));
  const literals = branches.flatMap((branch) => branch.literals ?? []);
  return { literals: branches.every((branch) => branch.literals !== undefined) ? literals : undefined, minLength };
}

/** The best literals of a sequence: its longest run of plain characters, or what a group in it needs. */
function sequence(parser: Parser): RegexFacts {
  let literals: readonly string[] | undefined;
  let minLength = 0;
  let run = "";
  const endRun = (): void => {
    if (run !== "") literals = better(literals, [run]);
    run = "";
  };
  while (parser.at < parser.source.length && parser.source[parser.at] !== "|" && parser.source[parser.at] !== ")") {
    const atom = readAtom(parser);
    const { min, max } = readQuantifier(parser);
    minLength += min * (typeof atom === "string" ? 1 : atom.minLength);
    if (typeof atom === "string" && min >= 1) {
      run += atom;
      if (max > 1) endRun();
    } else {
      endRun();
      if (typeof atom !== "string" && min >= 1) literals = better(literals, atom.literals);
    }
  }
  endRun();
  return { literals, minLength };
}

/** Of two sets of literals the one whose shortest is longer. */
function better(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return shortest(a) >= shortest(b) ? a : b;
}

const shortest = (literals: readonly string[]): number => least(literals.map((literal) => literal.length));

/** Not `Math.min(...)`: an expression may have more branches than a call may have arguments. */
const least = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.min(a, b), Infinity);

const ANY_CHARACTER: RegexFacts = { literals: undefined, minLength: 1 };

/** One plain character, or the facts of all that is none. */
function readAtom(parser: Parser): string | RegexFacts {
  const char = String.fromCodePoint(parser.source.codePointAt(parser.at)!);
  parser.at += char.length;
  switch (char) {
    case "(": return readGroup(parser);
    case "[": return readClass(parser);
    case ".": return ANY_CHARACTER;
    case "^": case "$": return NOTHING;
    case "\\": return readEscape(parser);
    default: return char;
  }
}

function readGroup(parser: Parser): RegexFacts {
  const flags = /^\?(?:i?:|i\))/.exec(parser.source.slice(parser.at, parser.at + 3))?.[0] ?? "";
  parser.at += flags.length;
  if (flags.endsWith(")")) return NOTHING; // `(?i)` alone: folding makes it needless
  const inner = alternation(parser);
  parser.at++;
  return inner;
}

function readClass(parser: Parser): RegexFacts {
  if (parser.source[parser.at] === "^") parser.at++;
  if (parser.source[parser.at] === "]") parser.at++;
  while (parser.at < parser.source.length && parser.source[parser.at] !== "]") parser.at += parser.source[parser.at] === "\\" ? 2 : 1;
  parser.at++;
  return ANY_CHARACTER;
}

/** An escaped punctuation mark is itself; letters and digits are classes, anchors or codes. */
function readEscape(parser: Parser): string | RegexFacts {
  const char = parser.source[parser.at++] ?? "";
  if (char === "x") parser.at += parser.source[parser.at] === "{" ? parser.source.indexOf("}", parser.at) - parser.at + 1 : 2;
  if (/[0-7]/.test(char)) while (/[0-7]/.test(parser.source[parser.at] ?? "")) parser.at++;
  if (/[^0-9A-Za-z]/.test(char)) return char;
  return /[dDwWsSnrtfvx0-7]/.test(char) ? ANY_CHARACTER : NOTHING;
}

function readQuantifier(parser: Parser): { readonly min: number; readonly max: number } {
  const match = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(parser.source.slice(parser.at, parser.at + 24));
  if (match === null) return { min: 1, max: 1 };
  parser.at += match[0].length;
  const [sign, low, comma, high] = match;
  if (low === undefined) return { min: sign[0] === "+" ? 1 : 0, max: sign[0] === "?" ? 1 : Infinity };
  return { min: Number(low), max: comma === "" ? Number(low) : high === "" ? Infinity : Number(high) };
}
