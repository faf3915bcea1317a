// Sigma rules specification, "Placeholders": `%name%` in a value with the modifier `expand` stands for the tenant's values.
import { join, parsePattern, type Pattern } from "../values/pattern.ts";

/** The values that each placeholder stands for. They are Sigma values: wildcards in them count. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

/** An item needs values that nobody gave. Carries all their names, for the report. */
export class MissingPlaceholders extends Error {
  readonly names: readonly string[];
  constructor(names: readonly string[]) {
    super(`placeholders without value: ${names.map((name) => `%${name}%`).join(", ")}`);
    this.names = names;
  }
}

// A name has letters, digits, `_`, `-` and `.`: the public rules have %DC-MACHINE-NAME%.
const PLACEHOLDER = /%([\w.-]+)%/g;
// Stands for a percent sign that was escaped; no text holds it, for it is no character.
const PERCENT = "\uffff";

/** The text with `\%` made a percent sign that begins no placeholder. Escapes are read as in a pattern, from left to right. */
export const markPercents = (text: string): string => text.replace(/\\([\\*?%])/g, (whole, char: string) => (char === "%" ? PERCENT : whole));

// A rule with three placeholders of a hundred values each would make a million patterns.
const MAX_PATTERNS = 100_000;

/** All the patterns that a pattern with placeholders means; names without value are added to `missing`, and mean none. */
export function expandPlaceholders(pattern: Pattern, placeholders: Placeholders, missing: Set<string>): readonly Pattern[] {
  let made: Pattern[] = [[]];
  for (const token of pattern) {
    const parts = typeof token === "string" ? alternatives(token, placeholders, missing) : [[[token]]];
    for (const options of parts) {
      if (made.length * options.length > MAX_PATTERNS) throw new RangeError(`placeholders make more than ${MAX_PATTERNS} values`);
      made = made.flatMap((head) => options.map((option) => join([head, option])));
    }
  }
  return made;
}

/** A literal as a row of parts, each with its alternatives. */
function alternatives(text: string, placeholders: Placeholders, missing: Set<string>): Pattern[][] {
  const parts: Pattern[][] = [];
  let from = 0;
  for (const { 0: whole, 1: name = "", index } of text.matchAll(PLACEHOLDER)) {
    parts.push([plain(text.slice(from, index))]);
    const values = placeholders.get(name);
    if (values === undefined) missing.add(name);
    parts.push((values ?? []).map(parsePattern));
    from = index + whole.length;
  }
  parts.push([plain(text.slice(from))]);
  return parts;
}

const plain = (text: string): Pattern => [text.replaceAll(PERCENT, "%")];
