/** The word that was probably meant: of those that few slips part from what was written, the one that fewest do; undefined if there is none. */
export function nearest(written: string, words: readonly string[]): string | undefined {
  // Of a short word nearly any other is two letters away.
  const most = Math.min(2, Math.floor(written.length / 3));
  let best: string | undefined;
  let fewest = most + 1;
  for (const word of words) {
    const slips = distance(written.toLowerCase(), word, fewest);
    if (slips < fewest) [best, fewest] = [word, slips];
  }
  return best;
}

/** Letters to insert, delete, replace or swap with their neighbour to make one word the other; `limit` if they are at least so many. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, replaced, isSwap ? before[j - 2]! + 1 : Infinity));
    }
    [before, row] = [row, next];
  }
  return Math.min(row[b.length]!, limit);
}
