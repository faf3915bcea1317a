/**
 * The memory that bodies take, of all requests and of each connection: a connection may send further requests before
 * the first is answered (RFC 9112, section 9.3.2).
 */
export class HeldBytes {
  readonly #maxAll: number;
  readonly #maxEach: number;
  readonly #each = new WeakMap<object, number>();
  #all = 0;

  constructor(maxAll: number, maxEach: number) {
    this.#maxAll = maxAll;
    this.#maxEach = maxEach;
  }

  /** Whether there was room for so many more; if not, nothing is taken. */
  take(connection: object, bytes: number): boolean {
    const held = (this.#each.get(connection) ?? 0) + bytes;
    if (held > this.#maxEach || this.#all + bytes > this.#maxAll) return false;
    this.#each.set(connection, held);
    this.#all += bytes;
    return true;
  }

  give(connection: object, bytes: number): void {
    this.#each.set(connection, (this.#each.get(connection) ?? 0) - bytes);
    this.#all -= bytes;
  }

  get all(): number {
    return this.#all;
  }
}
