// Case is ignored by simple Unicode folding (Unicode CaseFolding.txt, statuses C and S): one code point becomes one
// code point, so `ÄB` equals `äb` and `straße` does not equal `STRASSE`. The specification is silent: see docs/sigma.md.

import { asciiBytes } from "./ascii.ts";

// The simple fold is the lower case but for these, as [code point, fold]: dotted İ, which folds only in Turkic, the
// letters that share an upper case with another (µ ſ ς ϐ ᲀ…), and three compatibility pairs.
const EXCEPTIONS = new Map<string, string>(
  (
    [
      [0xb5, 0x3bc], [0x130, 0x130], [0x17f, 0x73], [0x345, 0x3b9], [0x3c2, 0x3c3], [0x3d0, 0x3b2], [0x3d1, 0x3b8],
      [0x3d5, 0x3c6], [0x3d6, 0x3c0], [0x3f0, 0x3ba], [0x3f1, 0x3c1], [0x3f5, 0x3b5], [0x1c80, 0x432], [0x1c81, 0x434],
      [0x1c82, 0x43e], [0x1c83, 0x441], [0x1c84, 0x442], [0x1c85, 0x442], [0x1c86, 0x44a], [0x1c87, 0x463],
      [0x1c88, 0xa64b], [0x1e9b, 0x1e61], [0x1fbe, 0x3b9], [0x1fd3, 0x390], [0x1fe3, 0x3b0], [0xfb05, 0xfb06],
    ] as const
  ).map(([from, to]) => [String.fromCodePoint(from), String.fromCodePoint(to)]),
);

// Σ folds to σ as its lower case does, but `toLowerCase` of a whole word makes it ς at the end.
const NEEDS_CARE = new RegExp(`[Σ${[...EXCEPTIONS.keys()].join("")}]`, "u");

/** The text with every code point replaced by its simple case fold; its length in code points stays the same. */
export function fold(text: string): string {
  if (asciiBytes(text) !== undefined || !NEEDS_CARE.test(text)) return text.toLowerCase();
  let out = "";
  for (const char of text) out += EXCEPTIONS.get(char) ?? char.toLowerCase();
  return out;
}

/** The UTF-16 units that fold to this one, itself among them. Halves of surrogate pairs stand only for themselves. */
export function unitsThatFoldTo(unit: number): readonly number[] {
  return (unit < 0x80 ? ASCII_SOURCES[unit] : allSources().get(unit)) ?? [unit];
}

const ASCII_SOURCES = Array.from({ length: 0x80 }, (_, unit) => {
  const char = String.fromCharCode(unit);
  const others = char === "k" ? [0x212a] : char === "s" ? [0x17f] : [];
  return [...new Set([unit, ...(fold(char) === char ? [char.toUpperCase().charCodeAt(0)] : []), ...others])];
});

let sources: Map<number, number[]> | undefined;

/** All units of the basic plane by their fold; made when a rule first holds a letter that is not ASCII. */
function allSources(): Map<number, number[]> {
  if (sources !== undefined) return sources;
  sources = new Map();
  for (let unit = 0; unit < 0x10000; unit++) {
    const folded = unit >= 0xd800 && unit < 0xe000 ? unit : fold(String.fromCharCode(unit)).charCodeAt(0);
    const same = sources.get(folded);
    if (same === undefined) sources.set(folded, [unit]);
    else same.push(unit);
  }
  return sources;
}

const CASED_ASTRAL = /(?=[\u{10000}-\u{10ffff}])\p{Changes_When_Casemapped}/u;

/** The longest part of a folded literal that can be compared unit by unit: letters with case outside the basic plane cut it. */
export function safePart(literal: string): string {
  if (!CASED_ASTRAL.test(literal)) return literal;
  return literal.split(CASED_ASTRAL).reduce((a, b) => (b.length > a.length ? b : a), "");
}
