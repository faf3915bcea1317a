import { gunzipSync, gzipSync } from "node:zlib";
import type { SystemDb } from "../store/index.ts";

/** How far a partition is committed, and from where it must be read again to know what its correlations knew. */
export type PartitionState = { readonly partition: number; readonly position: number; readonly snapshotPosition: number };

/** What the correlations of each tenant of a partition remember. */
export type Snapshot = Readonly<Record<string, unknown>>;

const NOTHING = { position: 0, snapshotPosition: 0 };

/** Where a worker's partitions stand, and their snapshots. */
export async function readPartitions(db: SystemDb, partitions: readonly number[]): Promise<readonly (PartitionState & { readonly snapshot: Snapshot })[]> {
  const rows = await db.sql.selectFrom("worker_state").selectAll().where("partition", "in", [...partitions]).execute();
  const known = new Map(rows.map((row) => [row.partition, row]));
  return partitions.map((partition) => {
    const row = known.get(partition);
    if (row === undefined) return { partition, ...NOTHING, snapshot: {} };
    const snapshot = row.snapshot === null ? {} : (JSON.parse(gunzipSync(row.snapshot).toString("utf8")) as Snapshot);
    return { partition, position: row.position, snapshotPosition: row.snapshot_position, snapshot };
  });
}

/** The last place that any partition committed. */
export async function lastPosition(db: SystemDb): Promise<number> {
  const row = await db.sql.selectFrom("worker_state").select((column) => column.fn.max("position").as("last")).executeTakeFirst();
  return row?.last ?? 0;
}

/** Moves a partition on; with a snapshot, or with the last one still good, it need not be read from before here again. */
export async function movePartition(db: SystemDb, partition: number, position: number, snapshot: Snapshot | "same" | undefined, now: Date): Promise<void> {
  const snap = {
    ...(snapshot === undefined ? {} : { snapshot_position: position }),
    ...(typeof snapshot === "object" ? { snapshot: gzipSync(JSON.stringify(snapshot), { level: 1 }) } : {}),
  };
  await db.sql
    .insertInto("worker_state")
    .values({ partition, position, snapshot_position: 0, snapshot: null, updated_at: now, ...snap })
    .onConflict((conflict) => conflict.column("partition").doUpdateSet({ position, updated_at: now, ...snap }))
    .execute();
}
