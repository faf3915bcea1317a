// A buffer that grows while rows are written into it in ClickHouse's RowBinary format: no row is an object of its own,
// and no text is copied twice. https://clickhouse.com/docs/interfaces/formats/RowBinary

const TWO_32 = 2 ** 32;
const INT64_END = 2 ** 63;
const FIRST_BYTES = 1 << 20;
// Below this, writing character by character is quicker than a call into the runtime.
const SHORT_TEXT = 24;

// Batch after batch is of the same size: growing to it anew each time costs more than writing the rows.
const SPARE: Buffer[] = [];
const SPARE_BUFFERS = 2;
const SPARE_BYTES = 1 << 26;

/** Writes values of rows one behind the other. Numbers are little-endian, lengths LEB128. */
export class RowBuffer {
  at = 0;
  #buffer: Buffer;

  constructor(firstBytes = FIRST_BYTES) {
    this.#buffer = SPARE.pop() ?? Buffer.allocUnsafeSlow(firstBytes);
  }

  /** Gives the memory to the next buffer; nothing may be written or read here afterwards. */
  release(): void {
    if (SPARE.length < SPARE_BUFFERS && this.#buffer.length <= SPARE_BYTES) SPARE.push(this.#buffer);
    this.#buffer = Buffer.alloc(0);
    this.at = 0;
  }

  /** What was written so far: a view, good until something is written again. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.at);
  }

  /** Makes room for `size` bytes; every writer but `uint8` does so by itself. */
  reserve(size: number): void {
    if (this.at + size <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.at + size));
    this.#buffer.copy(larger, 0, 0, this.at);
    this.#buffer = larger;
  }

  /** One byte, for which there is room. */
  uint8(value: number): void {
    this.#buffer[this.at++] = value;
  }

  uint32(value: number): void {
    this.reserve(4);
    this.at = this.#buffer.writeUInt32LE(value, this.at);
  }

  /** A whole number in 64 bits, signed or not. Exact for whatever a number can hold between -2^63 and 2^63. */
  int64(value: number): void {
    this.reserve(8);
    const high = Math.floor(value / TWO_32);
    this.at = this.#buffer.writeUInt32LE(value - high * TWO_32, this.at);
    this.at = this.#buffer.writeInt32LE(high, this.at);
  }

  /** A whole number or, for what 64 bits cannot hold, nothing. */
  nullableInt64(value: number): void {
    const whole = Math.trunc(value);
    this.reserve(9);
    if (!(whole >= -INT64_END && whole < INT64_END)) return this.uint8(1);
    this.uint8(0);
    this.int64(whole);
  }

  /** Bytes of a fixed length, without it. */
  fixed(value: Uint8Array): void {
    this.reserve(value.length);
    this.#buffer.set(value, this.at);
    this.at += value.length;
  }

  /** Bytes behind their length. */
  blob(value: Uint8Array): void {
    this.length(value.length);
    this.fixed(value);
  }

  /** A text as UTF-8 behind its length; a lone surrogate becomes U+FFFD. */
  text(value: string): void {
    const { length } = value;
    if (length < SHORT_TEXT && this.#ascii(value)) return;
    // UTF-8 takes at most three bytes for a UTF-16 unit.
    this.reserve(length * 3 + 5);
    const lengthAt = this.at;
    this.length(length);
    const from = this.at;
    const written = this.#buffer.write(value, from);
    if (written === length) {
      this.at = from + written;
      return;
    }
    // Not ASCII: the length is another one, and may take another number of bytes.
    const to = lengthAt + lengthBytes(written);
    if (to !== from) this.#buffer.copyWithin(to, from, from + written);
    this.at = lengthAt;
    this.length(written);
    this.at = to + written;
  }

  /** How long what follows is. */
  length(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest > 0x7f) {
      this.uint8((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.uint8(rest);
  }

  // Writes a short text if it is ASCII; else nothing.
  #ascii(value: string): boolean {
    const { length } = value;
    this.reserve(length + 1);
    const buffer = this.#buffer;
    let at = this.at;
    buffer[at++] = length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return false;
      buffer[at++] = code;
    }
    this.at = at;
    return true;
  }
}

// How many bytes a length takes: seven of its bits in each.
function lengthBytes(length: number): number {
  let bytes = 1;
  for (let rest = length >>> 7; rest > 0; rest >>>= 7) bytes++;
  return bytes;
}
