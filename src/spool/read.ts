import { ANY, NOTHING, openFiles, type SpoolFiles } from "./files.ts";
import { decodePacket, type Packet } from "./packet.ts";

/** How much `read` gives at most; at least one packet, however large. */
export type ReadLimits = { readonly maxLines: number; readonly maxBytes: number };

/** The reading end, for one worker and its partitions. */
export type SpoolReader = {
  /** The place that was written last, in whichever partition. Much cheaper than reading. */
  readonly last: () => number;
  /** The packets of a partition behind a place, in order. */
  readonly read: (partition: number, afterPlace: number, limits: ReadLimits) => readonly Packet[];
  /** Removes a partition's packets up to and with a place: they are stored, and nothing needs them any more. */
  readonly trim: (partition: number, upToPlace: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens the reading end of a spool. */
export function openSpoolReader(path: string): SpoolReader {
  const files = openFiles(path);
  return {
    last: () => (files.written.get(ANY) ?? NOTHING).place,
    read: (partition, afterPlace, limits) => read(files, partition, afterPlace, limits),
    trim: (partition, upToPlace) => trim(files, partition, upToPlace),
    close: () => files.root.close(),
  };
}

function read(files: SpoolFiles, partition: number, afterPlace: number, { maxLines, maxBytes }: ReadLimits): Packet[] {
  const packets: Packet[] = [];
  let lines = 0;
  let bytes = 0;
  for (const { key, value } of files.packets[partition]!.getRange({ start: afterPlace + 1 })) {
    const packet = { ...decodePacket(value), place: key };
    packets.push(packet);
    lines += packet.lines.length;
    bytes += value.length;
    if (lines >= maxLines || bytes >= maxBytes) break;
  }
  return packets;
}

async function trim(files: SpoolFiles, partition: number, upToPlace: number): Promise<void> {
  const packets = files.packets[partition]!;
  await files.root.transaction(() => {
    const done = files.done.get(partition) ?? NOTHING;
    if (upToPlace <= done.place) return;
    let bytes = 0;
    for (const { key, value } of packets.getRange({ start: done.place + 1, end: upToPlace + 1 })) {
      bytes += value.length;
      packets.removeSync(key);
    }
    files.done.putSync(partition, { place: upToPlace, bytes: done.bytes + bytes });
  });
}
