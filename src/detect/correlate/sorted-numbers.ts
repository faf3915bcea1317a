/** Numbers in ascending order, in chunks, so that one goes in or out without moving all others. */
export type SortedNumbers = { readonly chunks: number[][]; size: number };

const MAX_CHUNK = 512;

export const emptySorted = (): SortedNumbers => ({ chunks: [], size: 0 });

export function insert(sorted: SortedNumbers, number: number): void {
  const { chunks } = sorted;
  sorted.size++;
  if (chunks.length === 0) {
    chunks.push([number]);
    return;
  }
  const i = Math.min(chunkFor(chunks, number), chunks.length - 1);
  const chunk = chunks[i]!;
  chunk.splice(firstNotBelow(chunk, number), 0, number);
  if (chunk.length > MAX_CHUNK) chunks.splice(i + 1, 0, chunk.splice(MAX_CHUNK / 2));
}

/** Takes one such number out; it must be there. */
export function remove(sorted: SortedNumbers, number: number): void {
  const { chunks } = sorted;
  const i = chunkFor(chunks, number);
  const chunk = chunks[i]!;
  chunk.splice(firstNotBelow(chunk, number), 1);
  if (chunk.length === 0) chunks.splice(i, 1);
  sorted.size--;
}

/** The number at a position from the least. */
export function nth(sorted: SortedNumbers, position: number): number {
  let rest = position;
  for (const chunk of sorted.chunks) {
    if (rest < chunk.length) return chunk[rest]!;
    rest -= chunk.length;
  }
  return NaN;
}

/** Index of the first chunk whose greatest number is not below, or the number of chunks. */
function chunkFor(chunks: readonly (readonly number[])[], number: number): number {
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chunks[middle]!.at(-1)! < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstNotBelow(chunk: readonly number[], number: number): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chunk[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
