// Senders that nobody claimed: their lines are kept apart, under no tenant, until a source claims them.
import { shapeOf, UNCLAIMED, type Sighting, type Tally } from "../collection/index.ts";
import { eventId, type QuarantineBatch } from "../events/index.ts";
import type { Packet } from "../spool/index.ts";
import { decodeLine } from "./decode.ts";
import { LineReader } from "./line-reader.ts";
import type { Understanding } from "./understanding.ts";

const SAMPLE_BYTES = 2048;

export class Sightings {
  readonly #byPeer = new Map<string, Sighting>();

  add(packet: Packet, quarantined: QuarantineBatch, tally: Tally, understanding: Understanding): void {
    const { collector, peer, arrivedMs, place: seq } = packet;
    const source = `${collector} ${peer}`;
    const hour = tally.of(UNCLAIMED, source, arrivedMs);
    for (const [line, raw] of packet.lines.entries()) {
      const key = `${seq}.${line}`;
      const id = eventId(UNCLAIMED, source, key, raw);
      quarantined.add({ tenant: UNCLAIMED, source, collector, arrivedMs, seq, line, part: 0, batch: 0, id, key, raw, reason: "no source claims its sender", shape: shapeOf(decodeLine(raw)) });
      hour.received++;
      hour.quarantined++;
      hour.bytes += raw.length;
    }
    const known = this.#byPeer.get(source);
    if (known !== undefined) {
      known.lines += packet.lines.length;
      known.lastMs = arrivedMs;
    } else if (packet.lines[0] !== undefined) this.#byPeer.set(source, sightingOf(packet, packet.lines[0], understanding));
  }

  all(): readonly Sighting[] {
    return [...this.#byPeer.values()];
  }
}

function sightingOf(packet: Packet, first: Uint8Array, understanding: Understanding): Sighting {
  const { collector, peer, arrivedMs, lines } = packet;
  const reader = new LineReader();
  const reading = reader.read(decodeLine(first), packet.format, { path: peer, record: 1 }, { latestMs: arrivedMs });
  const [event] = "reason" in reading ? [] : [...reading.events, ...reader.flush()];
  const recognised = event === undefined ? undefined : understanding.technologyOf(event);
  return {
    collector, peer, hostname: event?.host, technology: recognised?.technology, confidence: recognised?.confidence ?? 0, sample: Buffer.from(first.subarray(0, SAMPLE_BYTES)), lines: lines.length,
    firstMs: arrivedMs, lastMs: arrivedMs,
  };
}
