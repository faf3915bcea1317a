// `COPY … FROM STDIN` as a stream.
import { Writable } from "node:stream";
import type { Client, Connection, Submittable } from "pg";

/** Takes rows in COPY's text format; `rows` is how many the database has taken once the stream has finished. */
export type CopyIn = Writable & { readonly rows: number };

/** Begins to copy. The connection does nothing else until the stream has finished. */
export function copyIn(client: Client, sql: string): CopyIn {
  const stream = new CopyInStream(sql);
  client.query(stream);
  return stream;
}

// What the driver has of COPY, and its types leave out.
type Wire = Connection & { readonly sendCopyFromChunk: (chunk: Buffer) => void; readonly endCopyFrom: () => void; readonly sendCopyFail: (why: string) => void };
type Done = (error?: Error | null) => void;

class CopyInStream extends Writable implements Submittable {
  rows = 0;
  readonly #sql: string;
  #wire: Wire | undefined;
  #isOver = false;
  /** What waits for the database to begin to listen. */
  #begin: ((wire: Wire) => void) | undefined;
  #end: Done | undefined;

  constructor(sql: string) {
    super();
    this.#sql = sql;
  }

  submit(connection: Connection): void {
    connection.query(this.#sql);
  }

  handleCopyInResponse(connection: Connection): void {
    const wire = connection as Wire;
    this.#wire = wire;
    if (this.destroyed) wire.sendCopyFail("given up");
    else this.#begin?.(wire);
  }

  override _write(chunk: Buffer, _encoding: string, done: Done): void {
    this.#whenBegun((wire) => {
      wire.sendCopyFromChunk(chunk);
      if (wire.stream.writableNeedDrain) wire.stream.once("drain", () => done());
      else done();
    });
  }

  override _final(done: Done): void {
    this.#end = done;
    this.#whenBegun((wire) => wire.endCopyFrom());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#isOver && error !== null) this.#wire?.sendCopyFail("given up");
    done(error);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.rows = Number(/^COPY (\d+)$/.exec(text)?.[1] ?? 0);
  }

  handleError(error: Error): void {
    this.#isOver = true;
    this.destroy(error);
  }

  handleReadyForQuery(): void {
    this.#isOver = true;
    this.#end?.();
  }

  #whenBegun(act: (wire: Wire) => void): void {
    if (this.#wire === undefined) this.#begin = act;
    else act(this.#wire);
  }
}
