import { type Bound, type Term, within } from "../sigma/index.ts";
import type { Aggregate } from "./aggregate.ts";
import type { Hit } from "./hit.ts";
import { countSeen, hitsSeen, loadLatest, saveLatest, type Latest, type SavedLatest } from "./seen-window.ts";

/** Hits of rules in the order of the list, none earlier than the one before it; `startMs` is the time of the first. */
type Chain = { readonly startMs: number; readonly hit: Hit; readonly before: Chain | null };

/**
 * `chains[t][j]`: of the chains through the first j + 1 rules of term t, the one that starts latest. It is the last to
 * leave the window, so no other needs to be kept.
 */
type Ordered = { readonly latest: Latest; readonly chains: (Chain | null)[][] };

const link = (hit: Hit, before: Chain | null): Chain => ({ startMs: before?.startMs ?? hit.timeMs, hit, before });

/** `temporal_ordered`: whether some alternative's rules were seen in order, and the rules it excludes not at all. */
export function orderedWindow(rules: number, terms: readonly Term[]): Aggregate<Ordered> {
  const isDone = (state: Ordered, term: number, fromMs: number): boolean => {
    const { all, none } = terms[term]!;
    if (none.some((rule) => (state.latest[rule]?.timeMs ?? -Infinity) >= fromMs)) return false;
    return all.length === 0 || (state.chains[term]!.at(-1)?.startMs ?? -Infinity) >= fromMs;
  };
  const done = (state: Ordered, fromMs: number): number => terms.findIndex((_, term) => isDone(state, term, fromMs));
  const evidence = (state: Ordered, fromMs: number): readonly Hit[] => {
    const chain = state.chains[done(state, fromMs)]?.at(-1) ?? null;
    return chain === null ? hitsSeen(state.latest, fromMs) : hitsOf(chain);
  };
  return {
    reads: undefined,
    create: () => ({ latest: Array.from({ length: rules }, () => null), chains: terms.map(({ all }) => all.map(() => null)) }),
    add(state, hit, source) {
      state.latest[source] = hit;
      terms.forEach(({ all }, term) => {
        const position = all.indexOf(source);
        if (position >= 0) extend(state.chains[term]!, state.latest, all, position);
      });
      return 0;
    },
    figure: ({ latest }, fromMs) => countSeen(latest, fromMs),
    holds: (state, fromMs) => done(state, fromMs) >= 0,
    firstMs: (state, fromMs) => evidence(state, fromMs)[0]?.timeMs ?? fromMs,
    evidence,
    size: () => rules + terms.length,
    save: ({ latest, chains }, numberOf) => save(latest, chains, numberOf),
    load(saved, hitOf) {
      const { latest, chains } = load(saved as Saved, hitOf);
      return { latest, chains };
    },
  };
}

/** Takes the latest hit of the rule at a position in, and those behind it that came at the same time: equal times are in order. */
function extend(chains: (Chain | null)[], latest: Latest, all: readonly number[], position: number): void {
  const { timeMs } = latest[all[position]!]!;
  for (let j = position; j < all.length; j++) {
    const hit = latest[all[j]!];
    const before = j === 0 ? null : chains[j - 1]!;
    if (hit?.timeMs !== timeMs || (j > 0 && before === null)) return;
    const chain = link(hit, before);
    if (chain.startMs >= (chains[j]?.startMs ?? -Infinity)) chains[j] = chain;
  }
}

/** `best[i][n]`: of the chains of n + 1 rules that end with rule i, the one that starts latest. */
type Lengths = { readonly latest: Latest; readonly best: (Chain | null)[][] };

/** `temporal_ordered` with a number of rules: how many were seen in order at most. */
export function orderedCountWindow(rules: number, bounds: readonly Bound[]): Aggregate<Lengths> {
  const longest = ({ best }: Lengths, fromMs: number): Chain | null => {
    for (let n = rules - 1; n >= 0; n--) {
      const found = best.find((row) => (row[n]?.startMs ?? -Infinity) >= fromMs);
      if (found !== undefined) return found[n]!;
    }
    return null;
  };
  const evidence = (state: Lengths, fromMs: number): readonly Hit[] => hitsOf(longest(state, fromMs));
  const figure = (state: Lengths, fromMs: number): number => evidence(state, fromMs).length;
  return {
    reads: undefined,
    create: () => ({ latest: Array.from({ length: rules }, () => null), best: Array.from({ length: rules }, () => []) }),
    add({ latest, best }, hit, source) {
      latest[source] = hit;
      for (let i = source; i < rules; i++) if (latest[i]?.timeMs === hit.timeMs) lengthen(best, latest[i]!, i);
      return 0;
    },
    figure,
    holds: (state, fromMs) => within(bounds, figure(state, fromMs)),
    firstMs: (state, fromMs) => evidence(state, fromMs)[0]?.timeMs ?? fromMs,
    evidence,
    size: () => rules * rules,
    save: ({ latest, best }, numberOf) => save(latest, best, numberOf),
    load(saved, hitOf) {
      const { latest, chains } = load(saved as Saved, hitOf);
      return { latest, best: chains };
    },
  };
}

function lengthen(best: (Chain | null)[][], hit: Hit, rule: number): void {
  const row = best[rule]!;
  for (let n = 0; n <= rule; n++) {
    let before: Chain | null = null;
    for (let i = 0; n > 0 && i < rule; i++) {
      const candidate = best[i]![n - 1] ?? null;
      if (candidate !== null && candidate.startMs >= (before?.startMs ?? -Infinity)) before = candidate;
    }
    if (n > 0 && before === null) break;
    const chain = link(hit, before);
    if (chain.startMs >= (row[n]?.startMs ?? -Infinity)) row[n] = chain;
  }
}

function hitsOf(chain: Chain | null): Hit[] {
  const hits: Hit[] = [];
  for (let end = chain; end !== null; end = end.before) hits.push(end.hit);
  return hits.toReversed();
}

const chainOf = (hits: readonly Hit[]): Chain | null => hits.reduce<Chain | null>((before, hit) => link(hit, before), null);

type Saved = { readonly latest: SavedLatest; readonly chains: readonly (readonly (readonly number[])[])[] };

const save = (latest: Latest, chains: readonly (Chain | null)[][], numberOf: (hit: Hit) => number): Saved =>
  ({ latest: saveLatest(latest, numberOf), chains: chains.map((row) => row.map((chain) => hitsOf(chain).map(numberOf))) });

const load = (saved: Saved, hitOf: (number: number) => Hit): { latest: Latest; chains: (Chain | null)[][] } =>
  ({ latest: loadLatest(saved.latest, hitOf), chains: saved.chains.map((row) => row.map((numbers) => chainOf(numbers.map(hitOf)))) });
