// A search of V8's own, compiled to machine code, that rules most texts out before an automaton looks at them.
import { unitsThatFoldTo } from "../values/fold.ts";

// Longer fragments are no rarer in practice, and fewer literals share them.
const FRAGMENT = 4;
const SAMPLE = 64;

/**
 * Fragments of which each literal holds at least one, as few as a greedy choice finds, for the search takes the longer
 * the more they are. Undefined where a literal has none that is worth searching for or `most` would not do.
 */
export function chooseFragments(literals: readonly string[], fragmentsOf: (literal: string) => ReadonlySet<string>, most: number): readonly string[] | undefined {
  const distinct = [...new Set(literals)];
  // Mostly there are far too many: a few of them show that, for a hundredth of the time.
  const step = Math.ceil(distinct.length / SAMPLE);
  if (!mayCover(distinct.filter((_, i) => i % step === 0).map(fragmentsOf), most)) return undefined;
  const all = distinct.map(fragmentsOf);
  // Fragment → the literals that hold it and are not covered yet.
  const holders = new Map<string, Set<ReadonlySet<string>>>();
  for (const fragments of all) {
    for (const fragment of fragments) {
      const known = holders.get(fragment);
      if (known === undefined) holders.set(fragment, new Set([fragments]));
      else known.add(fragments);
    }
  }
  const chosen: string[] = [];
  for (let open = all.length; open > 0; ) {
    let best = "";
    let covered: ReadonlySet<ReadonlySet<string>> = new Set();
    for (const [fragment, one] of holders) if (one.size > covered.size) [best, covered] = [fragment, one];
    // No later choice covers more than this one.
    if (covered.size * (most - chosen.length) < open) return undefined;
    chosen.push(best);
    open -= covered.size;
    for (const fragments of covered) for (const fragment of fragments) holders.get(fragment)!.delete(fragments);
  }
  return chosen;
}

/** False where no `most` fragments cover all: even the most frequent ones, if no literal held two of them, would not. */
function mayCover(all: readonly ReadonlySet<string>[], most: number): boolean {
  const counts = new Map<string, number>();
  for (const fragments of all) for (const fragment of fragments) counts.set(fragment, (counts.get(fragment) ?? 0) + 1);
  const largest = [...counts.values()].toSorted((a, b) => b - a).slice(0, most);
  return largest.reduce((sum, count) => sum + count, 0) >= all.length;
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
