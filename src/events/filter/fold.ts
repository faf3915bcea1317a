// Case, as hunts ignore it. The store folds ASCII with its `lower`, which is fast; for other letters it is asked for
// each of their forms. So no letter outside ASCII may fold to one inside: the Kelvin sign stays what it is.

// oxlint-disable-next-line no-control-regex -- the range of ASCII is meant
const ASCII = /^[\u0000-\u007f]*$/;

export const isAscii = (text: string): boolean => ASCII.test(text);

/** The text with each character in lower case that has one of one character. A text keeps its number of characters. */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let out = "";
  for (const char of text) out += foldChar(char);
  return out;
}

function foldChar(char: string): string {
  const lower = char.toLowerCase();
  if (lower === char || char < "\u0080") return lower;
  return lower > "\u007f" && [...lower].length === 1 ? lower : char;
}

/** The characters that fold to this one, itself first. */
export const charsThatFoldTo = (folded: string): readonly string[] => [folded, ...((folded < "\u0080" ? undefined : upperForms().get(folded)) ?? [])];

let forms: Map<string, string[]> | undefined;

// The letters with case lie below this, but for scripts that no keyboard writes since long; those are compared as they stand.
const LAST_CASED = 0x1e943;

function upperForms(): Map<string, string[]> {
  if (forms !== undefined) return forms;
  forms = new Map();
  for (let code = 0x80; code <= LAST_CASED; code++) {
    if (code === 0xd800) code = 0xe000;
    const char = String.fromCodePoint(code);
    const folded = foldChar(char);
    if (folded === char) continue;
    const same = forms.get(folded);
    if (same === undefined) forms.set(folded, [char]);
    else same.push(char);
  }
  return forms;
}
