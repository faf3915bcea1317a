import type { Socket } from "node:net";

export type ConnectionOptions = {
  readonly socket: Socket;
  readonly address: string;
  readonly certificate: string | undefined;
  /** Aborted when waiting for the spool is over. */
  readonly closing: AbortSignal;
  /** Hears of more (or fewer) bytes of unfinished messages. */
  readonly onHeld: (bytes: number) => void;
  readonly onRefused: (reason: string) => void;
};

/** One sender's connection: its socket, and how much of an unfinished message it holds since when. */
export class Connection {
  readonly address: string;
  readonly certificate: string | undefined;
  readonly closing: AbortSignal;
  heldBytes = 0;
  /** What to do when the listener closes; the sender is expected to end then. */
  onClosing = (): Promise<void> | void => this.end();
  readonly #options: ConnectionOptions;
  #heldSinceMs = 0;
  #isWaiting = false;
  #isRefused = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.address = options.address;
    this.certificate = options.certificate;
    this.closing = options.closing;
  }

  /** What the sender sends, until it or we end the connection, or it breaks. */
  async *pieces(): AsyncGenerator<Buffer> {
    try {
      for await (const piece of this.#options.socket.iterator({ destroyOnReturn: false })) yield piece as Buffer;
    } catch {
      // Reset, timed out or refused: whatever the reason, no more will come, and what came is kept.
    }
  }

  /** Tells how many bytes of an unfinished message are in memory now; `isNew` if another message was finished meanwhile. */
  holds(bytes: number, isNew: boolean): void {
    if (isNew || this.heldBytes === 0) this.#heldSinceMs = performance.now();
    const more = bytes - this.heldBytes;
    this.heldBytes = bytes;
    this.#options.onHeld(more);
  }

  isStalledSince(beforeMs: number): boolean {
    return this.heldBytes > 0 && !this.#isWaiting && this.#heldSinceMs < beforeMs;
  }

  /** Waits for our own side: the sender is not to blame for that time. */
  async waitFor(ours: Promise<void>): Promise<void> {
    this.#isWaiting = true;
    await ours;
    this.#isWaiting = false;
    this.#heldSinceMs = performance.now();
  }

  send(text: string): void {
    const { socket } = this.#options;
    if (socket.writable) socket.write(text, "latin1");
  }

  /** Whether the sender does not read what we send. */
  isUnread(): boolean {
    return this.#options.socket.writableNeedDrain;
  }

  /** Resolves once the sender has read on, or is gone. */
  async wasRead(): Promise<void> {
    const { socket } = this.#options;
    if (!socket.closed)
      await new Promise<void>((resolve) => {
        socket.once("drain", resolve);
        socket.once("close", resolve);
      });
  }

  /** No more from our side. */
  end(text = ""): void {
    const { socket } = this.#options;
    if (socket.writable) socket.end(text, "latin1");
  }

  /** Ends the connection, and counts why. */
  refuse(reason: string): void {
    if (this.#isRefused) return;
    this.#isRefused = true;
    this.#options.onRefused(reason);
    this.#options.socket.destroy();
  }
}
