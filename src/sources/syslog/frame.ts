// Messages in a stream of bytes, RFC 6587 section 3.4: octet counting (`LENGTH SP MESSAGE`) and non-transparent framing
// (a message ends at a newline, a NUL or CR LF). As rsyslog does, each message is looked at on its own, so that both may
// come over one connection.
import { Message } from "./message.ts";

const NUL = 0;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const ZERO = 48;

// A length has at most eight digits (100 MB): what begins with a longer number is text, as with an epoch time.
const LENGTH_DIGITS = 8;
const NOTHING = Buffer.alloc(0);

/** What `SyslogFramer` found in a piece of the stream. */
export type Framed = { readonly messages: readonly Buffer[]; readonly cut: number };

/** Takes one connection's stream apart. Messages are views of the pieces where possible; none is empty. */
export class SyslogFramer {
  readonly #message: Message;
  #state: "start" | "length" | "counted" | "line" = "start";
  #length = 0; // the octet count while it is read, then what is missing of the message
  #digits = 0;
  #messages: Buffer[] = [];
  #cut = 0;
  // Where the next newline and NUL of the piece are; found once each, so that many of one do not cost many looks for the other.
  #lineFeed = -1;
  #nul = -1;

  constructor(maxLineBytes: number) {
    this.#message = new Message(maxLineBytes);
  }

  /** Bytes of the message that is not complete yet. */
  get heldBytes(): number {
    return this.#message.heldBytes;
  }

  push(piece: Buffer): Framed {
    this.#lineFeed = -1;
    this.#nul = -1;
    let at = 0;
    while (at < piece.length) at = this.#step(piece, at);
    return this.#give();
  }

  /** The stream is over: what came of the last message is kept. */
  end(): Framed {
    if (this.#state === "length") this.#textAfterAll();
    if (this.#state !== "start") this.#add(NOTHING, true);
    return this.#give();
  }

  #step(piece: Buffer, at: number): number {
    switch (this.#state) {
      case "start":
        return this.#start(piece, at);
      case "length":
        return this.#readLength(piece, at);
      case "counted":
        return this.#readCounted(piece, at);
      case "line":
        return this.#readLine(piece, at);
    }
  }

  #start(piece: Buffer, at: number): number {
    const isCount = isDigit(piece[at]!) && piece[at] !== ZERO;
    this.#state = isCount ? "length" : "line";
    this.#length = 0;
    this.#digits = 0;
    return at;
  }

  #readLength(piece: Buffer, at: number): number {
    const byte = piece[at]!;
    if (isDigit(byte) && this.#digits < LENGTH_DIGITS) {
      this.#length = this.#length * 10 + byte - ZERO;
      this.#digits++;
      return at + 1;
    }
    if (byte === SPACE) {
      this.#state = "counted";
      return at + 1;
    }
    this.#textAfterAll();
    return at;
  }

  /** The digits were the beginning of a line. */
  #textAfterAll(): void {
    this.#state = "line";
    this.#add(Buffer.from(String(this.#length)), false);
  }

  #readCounted(piece: Buffer, at: number): number {
    const end = Math.min(at + this.#length, piece.length);
    this.#length -= end - at;
    this.#add(piece.subarray(at, end), this.#length === 0);
    return end;
  }

  #readLine(piece: Buffer, at: number): number {
    if (this.#lineFeed < at) this.#lineFeed = indexOrEnd(piece, LINE_FEED, at);
    if (this.#nul < at) this.#nul = indexOrEnd(piece, NUL, at);
    const end = Math.min(this.#lineFeed, this.#nul);
    this.#add(piece.subarray(at, end), end < piece.length);
    return end + 1;
  }

  #add(bytes: Buffer, isLast: boolean): void {
    if (isLast) this.#state = "start";
    const found = this.#message.add(bytes, isLast);
    if (found === undefined) return;
    const line = withoutLineEnd(found.bytes);
    if (line.length > 0) this.#messages.push(line);
    if (found.isCut) this.#cut++;
  }

  #give(): Framed {
    const framed = { messages: this.#messages, cut: this.#cut };
    this.#messages = [];
    this.#cut = 0;
    return framed;
  }
}

/** Without newlines and NULs at its end: senders put them into counted messages and datagrams too. */
export function withoutLineEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && isLineEnd(bytes[end - 1]!)) end--;
  return end === bytes.length ? bytes : bytes.subarray(0, end);
}

const isLineEnd = (byte: number): boolean => byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === NUL;
const isDigit = (byte: number): boolean => byte >= ZERO && byte <= 57;

function indexOrEnd(piece: Buffer, byte: number, at: number): number {
  const index = piece.indexOf(byte, at);
  return index < 0 ? piece.length : index;
}
