// `COPY … TO STDOUT` as a stream: the driver's own queries keep all rows in memory.
import { Readable } from "node:stream";
import type { Client, Connection, Submittable } from "pg";

// Rows come one by one; so many bytes of them are handed on at once.
const BLOCK_BYTES = 1 << 16;

/** The rows of a `COPY … TO STDOUT` in its text format, as the reader takes them; `rows` counts them once it has ended. */
export type CopyOut = Readable & { readonly rows: number };

/** Begins to copy. The connection does nothing else until the stream has ended. */
export function copyOut(client: Client, sql: string): CopyOut {
  const stream = new CopyOutStream(sql);
  client.query(stream);
  return stream;
}

type Message = { readonly chunk: Buffer };

class CopyOutStream extends Readable implements Submittable {
  rows = 0;
  readonly #sql: string;
  #connection: Connection | undefined;
  #block: Buffer[] = [];
  #blockBytes = 0;

  constructor(sql: string) {
    super();
    this.#sql = sql;
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.#sql);
  }

  override _read(): void {
    this.#connection?.stream.resume();
  }

  // What is not read any more must be read off, or the connection stays where it is.
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#connection?.stream.resume();
    done(error);
  }

  handleCopyData({ chunk }: Message): void {
    // The driver uses its buffer again.
    this.#block.push(Buffer.from(chunk));
    this.#blockBytes += chunk.length;
    if (this.#blockBytes >= BLOCK_BYTES) this.#flush();
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.rows = Number(/^COPY (\d+)$/.exec(text)?.[1] ?? 0);
  }

  handleError(error: Error): void {
    this.destroy(error);
  }

  handleReadyForQuery(): void {
    if (this.destroyed) return;
    this.#flush();
    this.push(null);
  }

  #flush(): void {
    if (this.destroyed || this.#blockBytes === 0) return;
    const goesOn = this.push(Buffer.concat(this.#block));
    this.#block = [];
    this.#blockBytes = 0;
    if (!goesOn) this.#connection?.stream.pause();
  }
}
