// Sentences with values that came out of logs: the values stand apart, so that no page takes them for markup.

export type Segment = { readonly text: string } | { readonly value: string; readonly field: string };

const LONGEST = 120;

/** A value as it may be shown: control and bidirectional characters as escapes, a long one cut in the middle. */
export function shownValue(value: string): string {
  const whole = Array.from(value.slice(0, 2 * LONGEST));
  if (value.length <= 2 * LONGEST && whole.length <= LONGEST) return whole.map(shownOne).join("");
  const half = Math.floor((LONGEST - 1) / 2);
  const [head, tail] = [Array.from(value.slice(0, 2 * half)).slice(0, half), Array.from(value.slice(-2 * half)).slice(-half)];
  return `${head.map(shownOne).join("")}…${tail.map(shownOne).join("")}`;
}

function shownOne(one: string): string {
  const code = one.codePointAt(0) ?? 0;
  return isHidden(code) ? `\\u{${code.toString(16)}}` : one.toWellFormed();
}

// C0 and C1 controls, marks and overrides of direction (UAX #9), zero-width and line separators, tags, private noncharacters.
const isHidden = (code: number): boolean =>
  code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0xad || code === 0x061c || code === 0x180e || (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code === 0xfeff || (code >= 0xe0000 && code <= 0xe007f);

/** The segments as plain text. */
export const plainOf = (segments: readonly Segment[]): string => segments.map((one) => ("text" in one ? one.text : one.value)).join("");

/** Puts values into a pattern such as "{actor} logged on from {source}"; parts in brackets fall out whole where a value is missing. */
export function fillPattern(pattern: string, valueOf: (name: string) => { readonly value: string; readonly field: string } | undefined): readonly Segment[] {
  const segments: Segment[] = [];
  for (const piece of pattern.split(/(\[[^\]]*\])/)) {
    const isOptional = piece.startsWith("[");
    const filled = fill(isOptional ? piece.slice(1, -1) : piece, valueOf);
    if (filled !== undefined) segments.push(...filled);
    else if (!isOptional) return [];
  }
  return segments;
}

function fill(piece: string, valueOf: Parameters<typeof fillPattern>[1]): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  for (const [i, part] of piece.split(/\{(\w+)\}/).entries()) {
    if (i % 2 === 0) {
      if (part !== "") segments.push({ text: part });
      continue;
    }
    const found = valueOf(part);
    if (found === undefined) return undefined;
    segments.push({ value: shownValue(found.value), field: found.field });
  }
  return segments;
}
