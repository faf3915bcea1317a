import { open, type Database, type RootDatabase } from "lmdb";
import { PARTITIONS } from "./places.ts";

/** How far a partition was written, or is done with: up to `place`, which with all before it had `bytes`. */
export type Mark = { readonly place: number; readonly bytes: number };

export type SpoolFiles = {
  readonly root: RootDatabase;
  /** The packets of each partition by place. */
  readonly packets: readonly Database<Buffer, number>[];
  /** By partition; written in the same transaction as the packets. */
  readonly written: Database<Mark, number>;
  /** By partition; written when packets are removed. */
  readonly done: Database<Mark, number>;
};

/** Beside the partitions: the mark of whichever was written last. One look at it tells whether anything came. */
export const ANY = 999;

export const NOTHING: Mark = { place: 0, bytes: 0 };

/** Opens the spool's LMDB environment; several processes may do so at once. */
export function openFiles(path: string): SpoolFiles {
  // Without overlapping sync a write's promise resolves once it is on the disk: that is what is promised to senders.
  const root = open({ path, maxDbs: PARTITIONS + 2, overlappingSync: false, noMemInit: true, maxReaders: 256 });
  return {
    root,
    packets: Array.from({ length: PARTITIONS }, (_, partition) => root.openDB<Buffer, number>(`packets-${partition}`, { encoding: "binary" })),
    written: root.openDB<Mark, number>("written", { encoding: "json" }),
    done: root.openDB<Mark, number>("done", { encoding: "json" }),
  };
}
