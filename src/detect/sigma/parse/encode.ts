// Modifiers that change a text's bytes. A pattern whose bytes are no longer text holds one character per byte.
import { DASH, DASHES, join, literalOf, mapLiterals, type Pattern } from "../values/pattern.ts";

/** How each character's UTF-16 unit becomes two bytes. */
type Order = "le" | "be";

/** Literals as UTF-16 bytes; wildcards stay between them. `bom` puts FF FE in front, as `utf16` asks. */
export function toUtf16(pattern: Pattern, order: Order, bom: boolean): Pattern {
  const encoded = mapLiterals(pattern, (literal) => [units(literal, order)]);
  return bom ? mapFirst(encoded) : encoded;
}

function units(text: string, order: Order): string {
  let out = "";
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const low = String.fromCharCode(unit & 0xff);
    const high = String.fromCharCode(unit >> 8);
    out += order === "le" ? low + high : high + low;
  }
  return out;
}

const BOM = "\xff\xfe";

function mapFirst(pattern: Pattern): Pattern {
  const [first, ...rest] = pattern;
  return typeof first === "string" ? [BOM + first, ...rest] : [BOM, ...pattern];
}

/** The bytes of a pattern without wildcards, as one character per byte; undefined if it has some. */
export function bytesOf(pattern: Pattern, isBytes: boolean): string | undefined {
  const literal = literalOf(pattern);
  if (literal === undefined || isBytes) return literal;
  return Array.from(new TextEncoder().encode(literal), (byte) => String.fromCharCode(byte)).join("");
}

// Five dashes at each of four places; an option list that long is a mistake.
const MAX_SPELLINGS = 625;

/** The pattern once for each choice of its dashes: an encoding cannot leave them open. Undefined if they are too many. */
export function spellDashes(pattern: Pattern): readonly Pattern[] | undefined {
  let spelt: Pattern[] = [[]];
  for (const token of pattern) {
    const options = token === DASH ? [...DASHES] : [token];
    spelt = spelt.flatMap((head) => options.map((option) => join([head, [option]])));
    if (spelt.length > MAX_SPELLINGS) return undefined;
  }
  return spelt;
}

export const base64 = (bytes: string): string => btoa(bytes);

/**
 * The three texts of which one stands in the base64 of anything that holds the bytes, by the offset (0, 1, 2) at which
 * they begin in a group of three. Characters that neighbouring bytes would change are cut off on both sides.
 */
export function base64Offsets(bytes: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = btoa(" ".repeat(offset) + bytes);
    const cutFront = [0, 2, 3][offset]!;
    const cutBack = [0, 3, 2][(offset + bytes.length) % 3]!;
    return encoded.slice(cutFront, encoded.length - cutBack);
  });
}
