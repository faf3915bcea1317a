// `.{1000,}` in an engine that is linear in the text carries a thousand states along; it only asks for a long run.

const RUN = /^(\.|\\[dwsDWS]|\[[^\]\\[]+\])\{(\d{1,4})(?:,\d{0,4})?\}$/;

/**
 * A test for expressions of the form "so many characters of one kind in a row", one pass over the text; undefined for
 * all others. RE2's kinds: a dot is all but a line break unless `s` is set, and `\s` is ASCII white space.
 */
export function compileRunLength(source: string, flags: string): ((text: string) => boolean) | undefined {
  const [, kind, count] = RUN.exec(source) ?? [];
  if (kind === undefined || (flags.includes("i") && /^(?:\[|\\w)/i.test(kind))) return undefined;
  const least = Number(count);
  // One kind of character with nothing behind it: V8 never steps back, and the runs it finds do not overlap.
  const runs = new RegExp(`(?:${inJavaScript(kind, flags)})+`, "gu");
  return (text) => {
    if (text.length < least) return false;
    for (const [run] of text.matchAll(runs)) if (run.length >= least && codePoints(run) >= least) return true;
    return least === 0;
  };
}

function inJavaScript(kind: string, flags: string): string {
  if (kind === ".") return flags.includes("s") ? "[^]" : "[^\\n]";
  if (kind === "\\s") return "[\\t\\n\\f\\r ]";
  return kind === "\\S" ? "[^\\t\\n\\f\\r ]" : kind;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
