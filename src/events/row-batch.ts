import { randomUUID } from "node:crypto";
import type { Column } from "./columns.ts";
import { RowBuffer } from "./row-buffer.ts";

/** Where a line came from and what it is known by. */
export type Placed = {
  readonly tenant: string;
  /** By `eventId`: 16 bytes. */
  readonly id: Uint8Array;
  readonly arrivedMs: number;
  /** Place of its arrival in the spool. */
  readonly seq: number;
  /** Number of the line in its arrival, from 0. */
  readonly line: number;
  /** Number of the event in its line, from 0. */
  readonly part: number;
  /** The tenant's batch that it was stored with; the digest chain goes over batches. */
  readonly batch: number;
  /** What tells it from the same content of the same source: see `digest.ts`. */
  readonly key: string;
  readonly source: string;
  readonly collector: string;
  /** The bytes as they arrived. */
  readonly raw: Uint8Array;
};

/** Rows of one table, encoded as they are added and stored all together. */
export abstract class RowBatch {
  abstract readonly table: string;
  abstract readonly columns: readonly Column[];
  /**
   * Tells this batch from every other: storing it once more has no effect. Not made of the rows: the same rows may come
   * once more after they were removed, and then they are to be stored.
   */
  readonly token: string = randomUUID();
  protected readonly rows = new RowBuffer();
  #count = 0;

  /** How many rows there are. */
  get count(): number {
    return this.#count;
  }

  /** How many bytes the insert will send. */
  get bytes(): number {
    return this.rows.at;
  }

  /** The rows in RowBinary: a view, good until the batch changes. */
  get body(): Buffer {
    return this.rows.bytes;
  }

  /** Lets go of the rows once they are stored. */
  release(): void {
    this.rows.release();
  }

  protected place(row: Placed): void {
    const { rows } = this;
    this.#count++;
    rows.text(row.tenant);
    rows.int64(row.arrivedMs);
    rows.fixed(row.id);
    rows.int64(row.seq);
    rows.uint32(row.line);
    rows.uint32(row.part);
    rows.int64(row.batch);
    rows.text(row.key);
    rows.text(row.source);
    rows.text(row.collector);
    rows.blob(row.raw);
  }
}
