const ID_WORDS = 3;

/**
 * The ids of the events stored last: what a sender repeats is recognised by them. Holds between one and two times
 * `capacity` ids in 48 bytes each at most. Ids are compared by 96 of their 128 bits: two differing ids among two
 * million are taken for one with a chance of 10^-17 each.
 */
export class RecentIds {
  readonly #capacity: number;
  #current: Generation;
  #previous: Generation;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#current = new Generation(capacity);
    this.#previous = new Generation(1);
  }

  /** Adds an id; false if it was there. */
  add(id: Uint8Array): boolean {
    if (this.#previous.has(id)) return false;
    if (!this.#current.add(id)) return false;
    if (this.#current.size < this.#capacity) return true;
    this.#previous = this.#current;
    this.#current = new Generation(this.#capacity);
    return true;
  }

  has(id: Uint8Array): boolean {
    return this.#current.has(id) || this.#previous.has(id);
  }
}

/** A hash table with open addressing that never shrinks: an id is random, so its own bits are its hash. */
class Generation {
  size = 0;
  readonly #mask: number;
  readonly #words: Uint32Array;

  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
    this.#mask = slots - 1;
    this.#words = new Uint32Array(slots * ID_WORDS);
  }

  has(id: Uint8Array): boolean {
    return this.#words[this.#slotOf(id) * ID_WORDS] !== 0;
  }

  add(id: Uint8Array): boolean {
    const at = this.#slotOf(id) * ID_WORDS;
    if (this.#words[at] !== 0) return false;
    for (let word = 0; word < ID_WORDS; word++) this.#words[at + word] = wordOf(id, word);
    this.size++;
    return true;
  }

  // The slot where the id is, or the empty one where it would be.
  #slotOf(id: Uint8Array): number {
    const first = wordOf(id, 0);
    const second = wordOf(id, 1);
    const third = wordOf(id, 2);
    for (let slot = second & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * ID_WORDS;
      const found = this.#words[at];
      if (found === 0 || (found === first && this.#words[at + 1] === second && this.#words[at + 2] === third)) return slot;
    }
  }
}

// The first word is never 0, which marks an empty slot.
function wordOf(id: Uint8Array, word: number): number {
  const at = word * 4;
  const value = (id[at]! | (id[at + 1]! << 8) | (id[at + 2]! << 16) | (id[at + 3]! << 24)) >>> 0;
  return word === 0 && value === 0 ? 1 : value;
}
