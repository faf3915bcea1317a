import { statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { IntakeFull, type Arrival, type Intake } from "../sources/index.ts";
import { ANY, NOTHING, openFiles, type Mark, type SpoolFiles } from "./files.ts";
import { encodePacket } from "./packet.ts";
import { countOf, partitionFor, PARTITIONS, placeOf } from "./places.ts";

export type SpoolWriterOptions = {
  readonly path: string;
  /** Bytes that may wait; once they do, nothing more is taken. The last packet may go beyond. */
  readonly quotaBytes: number;
  /** Places up to this are used up, whatever the files say: they may have been removed by hand. */
  readonly afterPlace?: number;
};

/** What the spool holds; for the metrics. */
export type SpoolFill = { readonly waitingBytes: number; readonly quotaBytes: number; readonly refused: number };

/** The writing end. There is one at a time: it alone gives out places. */
export type SpoolWriter = Intake & { readonly fill: () => SpoolFill; readonly close: () => Promise<void> };

// How often a full spool looks whether the other end has made room.
const LOOK_MS = 50;
// What is left to those who make room: removing packets writes pages, too.
const RESERVE_BYTES = 64 << 20;
// Pages are not full, and a tree stands above them.
const OVERHEAD = 1.2;

/** Opens the writing end of a spool. */
export function openSpoolWriter({ path, quotaBytes, afterPlace = 0 }: SpoolWriterOptions): SpoolWriter {
  const files = openFiles(path);
  const writer = new Writer(files, { path, quotaBytes, afterPlace });
  return {
    take: (arrival) => writer.take(arrival),
    isFull: () => writer.isFull(),
    room: async () => {
      while (writer.isFull()) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    },
    fill: () => ({ waitingBytes: writer.waitingBytes(), quotaBytes, refused: writer.refused }),
    close: () => files.root.close(),
  };
}

class Writer {
  refused = 0;
  readonly #files: SpoolFiles;
  readonly #quotaBytes: number;
  readonly #written: Mark[];
  #count: number;
  readonly #path: string;
  #doneBytes = 0;
  #freeBytes = Infinity;
  #lookedAt = -Infinity;

  constructor(files: SpoolFiles, { path, quotaBytes, afterPlace }: Required<SpoolWriterOptions>) {
    this.#files = files;
    this.#path = path;
    this.#quotaBytes = quotaBytes;
    this.#written = Array.from({ length: PARTITIONS }, (_, partition) => files.written.get(partition) ?? NOTHING);
    const last = Math.max(afterPlace, ...this.#written.map(({ place }) => place), ...files.packets.map((packets) => lastKey(packets)));
    this.#count = countOf(last);
  }

  async take(arrival: Arrival): Promise<void> {
    if (this.isFull()) {
      this.refused += arrival.lines.length;
      throw new IntakeFull(this.#freeBytes < RESERVE_BYTES ? "The disk of the spool is full." : "The disk space for waiting lines is used up.");
    }
    const packet = encodePacket(arrival);
    const partition = partitionFor(arrival.from?.tenant ?? arrival.peer);
    const place = placeOf(++this.#count, partition);
    const mark = { place, bytes: this.#written[partition]!.bytes + packet.length };
    this.#written[partition] = mark;
    try {
      // Writes of one turn of the event loop are one transaction.
      const { packets, written } = this.#files;
      await Promise.all([packets[partition]!.put(place, packet), written.put(partition, mark), written.put(ANY, mark)]);
    } catch (error) {
      this.refused += arrival.lines.length;
      this.#written[partition] = { place, bytes: this.#written[partition].bytes - packet.length };
      // lmdb-js tells why by a promise of its own, which nobody else waits for.
      await (error as { readonly commitError?: Promise<unknown> }).commitError?.catch(() => {});
      this.#look();
      if (this.#freeBytes < RESERVE_BYTES) throw new IntakeFull("The disk of the spool is full.", { cause: error });
      throw new Error("The spool could not be written.", { cause: error });
    }
  }

  isFull(): boolean {
    return this.waitingBytes() >= this.#quotaBytes || this.#freeBytes < RESERVE_BYTES;
  }

  waitingBytes(): number {
    // Looking is a read of a few pages and a question to the system, so it is not done for each packet.
    if (performance.now() - this.#lookedAt > LOOK_MS) this.#look();
    return sum(this.#written.map(({ bytes }) => bytes)) - this.#doneBytes;
  }

  // The other end removes packets in its own process, and others fill the disk.
  #look(): void {
    this.#lookedAt = performance.now();
    this.#doneBytes = sum(Array.from({ length: PARTITIONS }, (_, partition) => (this.#files.done.get(partition) ?? NOTHING).bytes));
    const { bavail, bsize } = statfsSync(this.#path);
    // LMDB's file does not shrink: what was removed from it is room for what comes.
    const unused = statSync(join(this.#path, "data.mdb")).size - OVERHEAD * (sum(this.#written.map(({ bytes }) => bytes)) - this.#doneBytes);
    this.#freeBytes = bavail * bsize + Math.max(0, unused);
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function lastKey(packets: SpoolFiles["packets"][number]): number {
  for (const key of packets.getKeys({ reverse: true, limit: 1 })) return key;
  return 0;
}
