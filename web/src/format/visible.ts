// Values from logs, made visible: what a line holds is its writer's, who may be an attacker.

/** A stretch of a value as it may be shown: text, or the name of a character that would act instead of show. */
export type Stretch = { readonly text: string } | { readonly named: string };

const NAMES: Readonly<Record<number, string>> = {
  0x00: "NUL", 0x07: "BEL", 0x08: "BS", 0x09: "TAB", 0x0a: "LF", 0x0b: "VT", 0x0c: "FF", 0x0d: "CR", 0x1b: "ESC", 0x7f: "DEL", 0xa0: "NBSP", 0xad: "SHY",
  0x061c: "ALM", 0x200b: "ZWSP", 0x200c: "ZWNJ", 0x200d: "ZWJ", 0x200e: "LRM", 0x200f: "RLM", 0x2028: "LS", 0x2029: "PS",
  0x202a: "LRE", 0x202b: "RLE", 0x202c: "PDF", 0x202d: "LRO", 0x202e: "RLO", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0xfeff: "BOM",
};

// Control, format (bidirectional and zero-width among them), private, unassigned and lone surrogates: Unicode 16, general category C.
const ACTING = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u00a0\u2028\u2029]/u;

const nameOf = (code: number): string => NAMES[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;

/** A value in stretches; joined, with the names left out, they are the value. */
export function visible(value: string): Stretch[] {
  const stretches: Stretch[] = [];
  let text = "";
  for (const character of value) {
    if (!ACTING.test(character)) {
      text += character;
      continue;
    }
    if (text !== "") stretches.push({ text });
    text = "";
    stretches.push({ named: nameOf(character.codePointAt(0) ?? 0) });
  }
  if (text !== "") stretches.push({ text });
  return stretches;
}

/** A long value without its middle: both ends tell most (a folder and its file, a host and its domain). */
export function cut(value: string, longest: number): { readonly head: string; readonly tail: string; readonly left: number } | undefined {
  if (value.length <= longest) return undefined;
  const half = Math.floor(longest / 2);
  return { head: value.slice(0, half), tail: value.slice(-half), left: value.length - 2 * half };
}

/** An indicator that nobody opens by a click. RFC-less custom of the field: `hxxp`, `[.]`. */
export const defang = (value: string): string => value.replaceAll(/^http(s?):\/\//gi, "hxxp$1://").replaceAll(".", "[.]").replaceAll("@", "[@]");
