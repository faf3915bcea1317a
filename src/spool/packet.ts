// The bytes of one arrival in the spool: a head in JSON, how long each line is, then the lines.
import type { Arrival } from "../sources/index.ts";

/** What the spool keeps of an arrival beside its lines. */
export type PacketHead = Omit<Arrival, "lines">;

/** One arrival in its place: `place` is unique in the spool and grows with time. */
export type Packet = Arrival & { readonly place: number };

const LENGTH_BYTES = 4;

/** The bytes of an arrival; the lines are copied, so that the sender's buffer is free. */
export function encodePacket({ lines, ...head }: Arrival): Buffer {
  const json = Buffer.from(JSON.stringify(head));
  let size = (2 + lines.length) * LENGTH_BYTES + json.length;
  for (const line of lines) size += line.length;
  const packet = Buffer.allocUnsafe(size);
  let at = packet.writeUInt32LE(json.length, 0);
  at = packet.writeUInt32LE(lines.length, at);
  at += json.copy(packet, at);
  for (const line of lines) at = packet.writeUInt32LE(line.length, at);
  for (const line of lines) {
    packet.set(line, at);
    at += line.length;
  }
  return packet;
}

/** The arrival again; its lines are views of `bytes`. Throws on bytes that `encodePacket` did not make. */
export function decodePacket(bytes: Buffer): Arrival {
  const jsonLength = bytes.readUInt32LE(0);
  const count = bytes.readUInt32LE(LENGTH_BYTES);
  const lengthsAt = 2 * LENGTH_BYTES + jsonLength;
  const head = JSON.parse(bytes.toString("utf8", 2 * LENGTH_BYTES, lengthsAt)) as PacketHead;
  if (head.keys !== undefined && head.keys.length !== count) throw new Error(`A packet of ${count} lines has ${head.keys.length} keys.`);
  const lines: Uint8Array[] = [];
  let at = lengthsAt + count * LENGTH_BYTES;
  for (let i = 0; i < count; i++) {
    const end = at + bytes.readUInt32LE(lengthsAt + i * LENGTH_BYTES);
    lines.push(bytes.subarray(at, end));
    at = end;
  }
  if (at !== bytes.length) throw new Error(`A packet of ${bytes.length} bytes tells of ${at}.`);
  return { ...head, from: head.from, lines };
}
