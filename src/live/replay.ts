// After a restart the correlations must know what they knew. Between the last snapshot and the last commit lie packets
// that are stored already: they are matched once more, and only the correlations hear of it.
import type { Event } from "../core/index.ts";
import { partitionFor, type SpoolReader } from "../spool/index.ts";
import { ArrivalReader, type ClaimedPacket, type LineInPlace, type Sink } from "./read-arrival.ts";
import type { TenantsAtWork } from "./tenants-at-work.ts";
import type { Understanding } from "./understanding.ts";

export type ReplayContext = { readonly spool: SpoolReader; readonly tenants: TenantsAtWork; readonly understanding: Understanding; readonly now: () => Date };

const LIMITS = { maxLines: 5_000, maxBytes: 32 * 1024 * 1024 };

function readAll(reader: ArrivalReader, packet: ClaimedPacket, sink: Sink): void {
  for (const _ of reader.read(packet, sink));
}

/** Matches the packets of a partition behind `after` up to `upTo` again, for the sake of the correlations alone. */
export function replay({ spool, tenants, understanding, now }: ReplayContext, partition: number, after: number, upTo: number): void {
  const reader = new ArrivalReader(understanding.hintOf);
  const take = ({ packet, idHex }: LineInPlace, event: Event) => {
    const { compiled, correlations } = tenants.of(packet.from.tenant);
    const detected = compiled.detector.detect({ ...event, source: { path: idHex, record: 0 } });
    for (const hit of detected?.hits ?? []) correlations.add(hit, now().getTime());
  };
  const sink: Sink = {
    accept: () => true,
    events: (line, events) => events.forEach((event) => take(line, event)),
    joined: take,
    unread: () => {},
  };
  for (let place = after; place < upTo; ) {
    const packets = spool.read(partition, place, LIMITS).filter((packet) => packet.place <= upTo);
    const last = packets.at(-1);
    if (last === undefined) break;
    place = last.place;
    for (const packet of packets) {
      const { from } = packet;
      if (from !== undefined && partitionFor(from.tenant) === partition && tenants.has(from.tenant)) readAll(reader, { ...packet, from }, sink);
    }
  }
  reader.flush(sink);
}
