// A search of V8's own, compiled to machine code, that rules most texts out before an automaton looks at them.
import { unitsThatFoldTo } from "../values/fold.ts";

// Longer fragments are no rarer in practice, and fewer literals share them.
const FRAGMENT = 4;

/**
 * Fragments of which each literal holds at least one, as few as a greedy choice finds, for the search takes the longer
 * the more they are. Undefined where a literal has none that is worth searching for or `most` would not do.
 */
export function chooseFragments(literals: readonly string[], fragmentsOf: (literal: string) => ReadonlySet<string>, most: number): readonly string[] | undefined {
  const open = new Map(literals.map((literal) => [literal, fragmentsOf(literal)]));
  const chosen: string[] = [];
  while (open.size > 0) {
    const counts = new Map<string, number>();
    for (const fragments of open.values()) for (const fragment of fragments) counts.set(fragment, (counts.get(fragment) ?? 0) + 1);
    const [best, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
    if (count === 0 || chosen.length === most) return undefined;
    chosen.push(best);
    for (const [literal, fragments] of open) if (fragments.has(best)) open.delete(literal);
  }
  return chosen;
}

/** All pieces of a text that are as long as a fragment; the text itself if it is shorter, but not a single character. */
export function pieces(text: string): ReadonlySet<string> {
  if (text.length <= FRAGMENT) return new Set(text.length > 1 ? [text] : []);
  return new Set(Array.from({ length: text.length - FRAGMENT + 1 }, (_, i) => text.slice(i, i + FRAGMENT)));
}

/** Finds any of the folded texts, whatever its case. Alternatives of characters alone: it never steps back over more than one of them. */
export function anyOf(texts: readonly string[], further: readonly string[] = []): RegExp {
  return new RegExp([...further, ...texts.map(anyCase)].join("|"));
}

function anyCase(text: string): string {
  return Array.from({ length: text.length }, (_, i) => {
    const units = unitsThatFoldTo(text.charCodeAt(i)).map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`);
    return units.length === 1 ? units[0]! : `[${units.join("")}]`;
  }).join("");
}
