// Arrivals → lines and events, each with what identifies it.
import type { Event } from "../core/index.ts";
import { eventId } from "../events/index.ts";
import type { Hint } from "../normalise/index.ts";
import { TRANSPORTS, type SourceRef } from "../sources/index.ts";
import type { Packet } from "../spool/index.ts";
import { decodeLine } from "./decode.ts";
import { LineReader } from "./line-reader.ts";

/** A packet of a source that somebody claimed. */
export type ClaimedPacket = Packet & { readonly from: SourceRef };

/** One line in its place. */
export type LineInPlace = {
  readonly packet: ClaimedPacket;
  /** Number in the packet, from 0. */
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly key: string;
  readonly id: Uint8Array;
  readonly idHex: string;
};

/** Takes what was read. Every line is told of exactly once, by one of these. */
export type Sink = {
  /** Whether a line is to be read: not if its sender repeats it. */
  readonly accept: (line: LineInPlace) => boolean;
  /** The events of one line, at least one. */
  readonly events: (line: LineInPlace, events: readonly Event[], text: string) => void;
  /** One event of several lines, of which this is the first. */
  readonly joined: (first: LineInPlace, event: Event, lines: number) => void;
  readonly unread: (line: LineInPlace, reason: string, text: string) => void;
};

/** Reads the arrivals of any number of sources. */
export class ArrivalReader {
  readonly #hintOf: (from: SourceRef) => Hint;
  readonly #readers = new Map<string, LineReader>();
  // Lines of events that are not complete, by id, and how many of them no event has taken yet.
  readonly #held = new Map<string, LineInPlace>();
  #waiting = 0;

  constructor(hintOf: (from: SourceRef) => Hint) {
    this.#hintOf = hintOf;
  }

  /** Whether some event waits for further lines. */
  get hasHeld(): boolean {
    return this.#waiting > 0;
  }

  /** Reads a packet's lines, and pauses every few of them: whoever reads may let others have their turn. */
  *read(packet: ClaimedPacket, sink: Sink): Generator<void> {
    const reader = this.#readerOf(packet.from);
    const hint = { ...this.#hintOf(packet.from), latestMs: packet.arrivedMs + AHEAD_MS };
    const identify = identifierOf(packet);
    for (const [index, bytes] of packet.lines.entries()) {
      const line = identify(bytes, index);
      if (sink.accept(line)) this.#readLine(reader, line, hint, sink);
      if (index % LINES_A_TURN === LINES_A_TURN - 1) yield;
    }
  }

  /** Completes the events that wait, whatever they lack. */
  flush(sink: Sink): void {
    if (this.#held.size === 0) return;
    for (const reader of this.#readers.values()) for (const event of reader.flush()) this.#join(event, sink);
    this.#held.clear();
  }

  #readLine(reader: LineReader, line: LineInPlace, hint: Hint, sink: Sink): void {
    const reading = reader.read(decodeLine(line.bytes), line.packet.format, { path: line.idHex, record: line.index + 1 }, hint);
    if ("reason" in reading) return sink.unread(line, reading.reason, reading.text);
    const own = reading.events.filter((event) => !isJoined(event, reading.text));
    if (own.length > 0) sink.events(line, own, reading.text);
    // Before the events of others: one of them may end with this very line.
    else this.#hold(line);
    if (own.length < reading.events.length) for (const event of reading.events) if (isJoined(event, reading.text)) this.#join(event, sink);
  }

  #hold(line: LineInPlace): void {
    this.#held.set(line.idHex, line);
    this.#waiting++;
  }

  #join(event: Event, sink: Sink): void {
    const first = this.#held.get(event.source.path);
    if (first === undefined) throw new Error(`An event began with the line ${event.source.path}, which nobody holds.`);
    const lines = (event.text ?? "").split("\n").length;
    this.#waiting -= lines;
    sink.joined(first, event, lines);
  }

  #readerOf({ tenant, source }: SourceRef): LineReader {
    const key = `${tenant}/${source}`;
    const known = this.#readers.get(key);
    if (known !== undefined) return known;
    const reader = new LineReader();
    this.#readers.set(key, reader);
    return reader;
  }
}

// About a millisecond's work.
const LINES_A_TURN = 25;

// A sender's clock may run ahead by so much, or its zone differ, without its times being taken for last year's.
const AHEAD_MS = 86_400_000;

// The text of an event of several lines is all of them.
const isJoined = (event: Event, text: string): boolean => event.channel === "auditd" && event.text !== undefined && event.text !== text;

/**
 * Numbers the lines of a packet. What an acknowledged transport sends again must have the same id as before, so its
 * lines are told apart by content, and equal ones within a packet by counting; all others by their place. Lines that
 * are handed in again bring their keys along.
 */
function identifierOf(packet: ClaimedPacket): (bytes: Uint8Array, index: number) => LineInPlace {
  const { tenant, source } = packet.from;
  const make = (bytes: Uint8Array, index: number, key: string): LineInPlace => {
    const id = eventId(tenant, source, key, bytes);
    return { packet, index, bytes, key, id, idHex: Buffer.from(id.buffer, id.byteOffset, id.length).toString("hex") };
  };
  const { keys } = packet;
  if (keys !== undefined) return (bytes, index) => make(bytes, index, keys[index]!);
  if (!TRANSPORTS[packet.transport].acknowledged) return (bytes, index) => make(bytes, index, `${packet.place}.${index}`);
  const seen = new Map<string, number>();
  return (bytes, index) => {
    const first = make(bytes, index, "");
    const before = seen.get(first.idHex) ?? 0;
    seen.set(first.idHex, before + 1);
    return before === 0 ? first : make(bytes, index, String(before));
  };
}
