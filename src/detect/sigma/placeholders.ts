// Sigma rules specification, "Placeholders": `%name%` in a value with the modifier `expand` stands for the tenant's values.
import { join, parsePattern, type Pattern } from "./pattern.ts";

/** The values that each placeholder stands for. They are Sigma values: wildcards in them count. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

/** A rule needs values that nobody gave. Carries all the names of one value, for the report. */
export class MissingPlaceholders extends Error {
  readonly names: readonly string[];
  constructor(names: readonly string[]) {
    super(`placeholders without value: ${names.map((name) => `%${name}%`).join(", ")}`);
    this.names = names;
  }
}

// `\%` is a literal percent sign; a name has letters, digits, `_`, `-` and `.`.
const PLACEHOLDER = /\\%|%([\w.-]+)%/g;
// A rule with three placeholders of a hundred values each would make a million patterns.
const MAX_PATTERNS = 100_000;

/** All the patterns that a pattern with placeholders means. Throws `MissingPlaceholders` where a name has no value. */
export function expandPlaceholders(pattern: Pattern, placeholders: Placeholders): readonly Pattern[] {
  const missing = new Set<string>();
  let made: Pattern[] = [[]];
  for (const token of pattern) {
    const parts = typeof token === "string" ? alternatives(token, placeholders, missing) : [[[token]]];
    for (const options of parts) {
      if (made.length * options.length > MAX_PATTERNS) throw new RangeError(`placeholders make more than ${MAX_PATTERNS} values`);
      made = made.flatMap((head) => options.map((option) => join([head, option])));
    }
  }
  if (missing.size > 0) throw new MissingPlaceholders([...missing]);
  return made;
}

/** A literal as a row of parts, each with its alternatives. */
function alternatives(text: string, placeholders: Placeholders, missing: Set<string>): Pattern[][] {
  const parts: Pattern[][] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    parts.push([[text.slice(from, match.index)]]);
    const name = match[1];
    const values = name === undefined ? ["%"] : placeholders.get(name);
    if (values === undefined) missing.add(name!);
    parts.push((values ?? []).map((value) => (name === undefined ? [value] : parsePattern(value))));
    from = match.index + match[0].length;
  }
  parts.push([[text.slice(from)]]);
  return parts;
}
