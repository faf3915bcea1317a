// Where a packet stands. Tenants are spread over a fixed number of partitions, and each partition belongs to one
// worker: so the number of workers can change while packets wait.

/** How many partitions there are. Changing it needs an empty spool. */
export const PARTITIONS = 16;

/** The partition of a place: places are counted over all partitions, and the last digit to this base tells which. */
export const partitionOf = (place: number): number => place % PARTITIONS;

/** The place of the `count`-th packet, counted over all partitions. Exact up to 2^53: 5.6 × 10^14 packets. */
export const placeOf = (count: number, partition: number): number => count * PARTITIONS + partition;

/** The count in a place. */
export const countOf = (place: number): number => Math.floor(place / PARTITIONS);

/** The partition of a tenant: FNV-1a over its name, so that it is the same on every machine. */
export function partitionFor(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % PARTITIONS;
}

/** The partitions of a worker among several. */
export function partitionsOf(worker: number, workers: number): readonly number[] {
  return Array.from({ length: PARTITIONS }, (_, partition) => partition).filter((partition) => partition % workers === worker);
}
