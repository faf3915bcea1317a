const SHAPE_CHARS = 120;
// A long line's beginning tells its shape as well.
const READ_CHARS = 512;

/**
 * What lines of one kind have in common: words stay, numbers become `0`, hexadecimal runs `f`, quoted texts `""`.
 * Quarantined lines are grouped by it. At most 120 characters; linear in the line.
 */
export function shapeOf(line: string): string {
  const shape = line
    .slice(0, READ_CHARS)
    // A name of a JSON object tells the kind, its value does not.
    .replace(/"[^"]*"?/g, (quoted, at: number, all: string) => (all[at + quoted.length] === ":" ? quoted : '""'))
    .replace(/[0-9A-Fa-f]+/g, (run) => (/^[0-9]+$/.test(run) ? "0" : /[0-9]/.test(run) ? "f" : run))
    .replace(/\s+/g, " ");
  return printable(shape).slice(0, SHAPE_CHARS);
}

// Control characters of a binary protocol sent to the wrong port would make every line a shape of its own.
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\uFFFD]+/gu, "·");
