const FIRST_BYTES = 512;
const EMPTY = Buffer.alloc(0);

/** Bytes of an unfinished message. It grows as they come: a promised length costs nothing, and a byte at a time costs little. */
class Held {
  length = 0;
  #bytes = EMPTY;

  push(bytes: Uint8Array): void {
    const needed = this.length + bytes.length;
    if (needed > this.#bytes.length) {
      const bigger = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, needed, 2 * this.#bytes.length));
      this.#bytes.copy(bigger, 0, 0, this.length);
      this.#bytes = bigger;
    }
    this.#bytes.set(bytes, this.length);
    this.length = needed;
  }

  /** What is held, with `last` behind it; nothing is held afterwards. */
  takeWith(last: Buffer): Buffer {
    if (this.length === 0) return last;
    this.push(last);
    const all = this.#bytes.subarray(0, this.length);
    this.clear();
    return all;
  }

  clear(): void {
    this.length = 0;
    this.#bytes = EMPTY;
  }
}

/** A message that arrives in pieces: given out whole, or cut once it is longer than the limit. */
export class Message {
  readonly #limit: number;
  readonly #held = new Held();
  #isCut = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get heldBytes(): number {
    return this.#held.length;
  }

  /** The next piece. Gives the message when it is complete, or its beginning when it is too long: then the rest is skipped. */
  add(piece: Buffer, isLast: boolean): { readonly bytes: Buffer; readonly isCut: boolean } | undefined {
    const isSkipped = this.#isCut;
    const isTooLong = !isSkipped && this.#held.length + piece.length > this.#limit;
    this.#isCut = !isLast && (isSkipped || isTooLong);
    if (isSkipped) return undefined;
    if (isTooLong) return { bytes: this.#held.takeWith(piece.subarray(0, this.#limit - this.#held.length)), isCut: true };
    if (isLast) return { bytes: this.#held.takeWith(piece), isCut: false };
    this.#held.push(piece);
    return undefined;
  }
}
