// RELP frames: `TXNR SP COMMAND SP DATALEN [SP DATA] LF`. Source: rsyslog's "RELP - The Reliable Event Logging
// Protocol", section 3.1, and librelp, which puts the bounds.
import { Message } from "./message.ts";

const SPACE = 32;
const LINE_FEED = 10;
// Nine digits, a command of 32 letters, nine digits, two spaces.
const HEAD_BYTES = 52;
const HEAD = /^(\d{1,9}) ([A-Za-z]{1,32}) (\d{1,9})$/;

export type RelpFrame = {
  readonly transaction: number;
  readonly command: string;
  readonly data: Buffer;
  /** The data was longer than the limit; this is its beginning. */
  readonly isCut: boolean;
};

type Piece = { readonly bytes: Buffer; readonly isCut: boolean };

const NOTHING = Buffer.alloc(0);

/** Takes one connection's stream apart. */
export class RelpFramer {
  readonly #message: Message;
  #state: "head" | "data" | "trailer" | "broken" = "head";
  #head = "";
  #spaces = 0; // in `#head`
  #transaction = 0;
  #command = "";
  #missing = 0; // bytes of the data
  #data: Piece = { bytes: NOTHING, isCut: false };
  #frames: RelpFrame[] = [];

  constructor(maxDataBytes: number) {
    this.#message = new Message(maxDataBytes);
  }

  get heldBytes(): number {
    return this.#message.heldBytes + this.#head.length;
  }

  /** What came is not RELP, or not any more: where a frame begins cannot be told again. */
  get isBroken(): boolean {
    return this.#state === "broken";
  }

  push(piece: Buffer): readonly RelpFrame[] {
    let at = 0;
    while (at < piece.length && this.#state !== "broken") at = this.#step(piece, at);
    const frames = this.#frames;
    this.#frames = [];
    return frames;
  }

  #step(piece: Buffer, at: number): number {
    if (this.#state === "head") return this.#readHead(piece[at]!, at);
    if (this.#state === "data") return this.#readData(piece, at);
    if (piece[at] === LINE_FEED) this.#giveFrame();
    else this.#state = "broken";
    return at + 1;
  }

  #readHead(byte: number, at: number): number {
    if (byte === LINE_FEED || (byte === SPACE && this.#spaces === 2)) {
      this.#endHead(byte);
    } else {
      this.#head += String.fromCharCode(byte);
      if (byte === SPACE) this.#spaces++;
      if (this.#head.length > HEAD_BYTES) this.#state = "broken";
    }
    return at + 1;
  }

  #endHead(byte: number): void {
    const parts = HEAD.exec(this.#head);
    this.#head = "";
    this.#spaces = 0;
    this.#transaction = Number(parts?.[1]);
    this.#command = parts?.[2] ?? "";
    this.#missing = Number(parts?.[3]);
    this.#data = { bytes: NOTHING, isCut: false };
    if (byte === SPACE && parts !== null) this.#state = this.#missing > 0 ? "data" : "trailer";
    else if (byte === LINE_FEED && this.#missing === 0) this.#giveFrame(); // an empty frame may do without the space
    else this.#state = "broken";
  }

  #readData(piece: Buffer, at: number): number {
    const end = Math.min(at + this.#missing, piece.length);
    this.#missing -= end - at;
    // Data that is cut waits for its end as well: a frame is acknowledged when all of it came.
    this.#data = this.#message.add(piece.subarray(at, end), this.#missing === 0) ?? this.#data;
    if (this.#missing === 0) this.#state = "trailer";
    return end;
  }

  #giveFrame(): void {
    this.#state = "head";
    this.#frames.push({ transaction: this.#transaction, command: this.#command, data: this.#data.bytes, isCut: this.#data.isCut });
    this.#data = { bytes: NOTHING, isCut: false };
  }
}
