// Ranges of addresses that do not overlap, some hundred thousand of them: four bytes a bound for IPv4, sixteen for IPv6.

/** Collects ranges in ascending order, then finds the one that an address lies in. */
export class RangeTable {
  /** Words of 32 bits to an address. */
  readonly #words: number;
  #starts: Uint32Array;
  #ends: Uint32Array;
  #values: Uint32Array;
  #size = 0;

  constructor(words: 1 | 4, expected = 1024) {
    this.#words = words;
    this.#starts = new Uint32Array(expected * words);
    this.#ends = new Uint32Array(expected * words);
    this.#values = new Uint32Array(expected);
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a range, both ends in it; false if it is not behind the last one. */
  add(start: ArrayLike<number>, end: ArrayLike<number>, value: number): boolean {
    const words = this.#words;
    if (compare(start, 0, end, 0, words) > 0 || (this.#size > 0 && compare(start, 0, this.#ends, (this.#size - 1) * words, words) <= 0)) return false;
    if (this.#size === this.#values.length) this.#grow();
    const at = this.#size++;
    for (let i = 0; i < words; i++) {
      this.#starts[at * words + i] = start[i]!;
      this.#ends[at * words + i] = end[i]!;
    }
    this.#values[at] = value;
    return true;
  }

  /** The value of the range that holds the address, or -1. */
  find(address: ArrayLike<number>): number {
    const words = this.#words;
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.#starts, middle * words, address, 0, words) <= 0) low = middle + 1;
      else high = middle;
    }
    const at = low - 1;
    return at >= 0 && compare(address, 0, this.#ends, at * words, words) <= 0 ? this.#values[at]! : -1;
  }

  #grow(): void {
    this.#starts = larger(this.#starts);
    this.#ends = larger(this.#ends);
    this.#values = larger(this.#values);
  }
}

function larger(array: Uint32Array): Uint32Array {
  const next = new Uint32Array(array.length * 2);
  next.set(array);
  return next;
}

function compare(a: ArrayLike<number>, aAt: number, b: ArrayLike<number>, bAt: number, words: number): number {
  for (let i = 0; i < words; i++) {
    const difference = a[aAt + i]! - b[bAt + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
