// Packets → what is to be stored of them. Nothing here waits or writes: a batch is committed as a whole or made again.
import { Fill, lagClass, shapeOf, Tally } from "../collection/index.ts";
import type { Event } from "../core/index.ts";
import { correlatedDetections, eventDetections, type DetectedIn, type NewDetection } from "../detections/index.ts";
import { contextFields, contextHotValues, type EventContext } from "../enrich/index.ts";
import { eventId, EventBatch, QuarantineBatch } from "../events/index.ts";
import { HOT_FIELDS, type HotValues } from "../normalise/index.ts";
import { partitionOf, type Packet } from "../spool/index.ts";
import { raisedBy } from "./detections.ts";
import type { ArrivalReader, ClaimedPacket, LineInPlace, Sink } from "./read-arrival.ts";
import type { RecentIds } from "./recent-ids.ts";
import type { TenantAtWork } from "./rules-at-work.ts";
import { Sightings } from "./sightings.ts";
import type { Understanding } from "./understanding.ts";

/** What a batch needs beside its packets. */
export type BatchContext = {
  readonly reader: ArrivalReader;
  readonly understanding: Understanding;
  readonly recent: RecentIds;
  readonly tenantAtWork: (tenant: string) => TenantAtWork;
  readonly nowMs: () => number;
};

/** The ids of a tenant's events of one batch, in order: the digest chain goes over them. */
export type BatchOfTenant = { readonly batch: number; firstSeq: number; lastSeq: number; readonly ids: Uint8Array[] };

/** All that came of some packets. */
export class LiveBatch {
  readonly events = new EventBatch();
  readonly quarantined = new QuarantineBatch();
  readonly detections: NewDetection[] = [];
  readonly tally = new Tally();
  readonly fill = new Fill();
  readonly sightings = new Sightings();
  readonly digests = new Map<string, BatchOfTenant>();
  /** By partition, the last place that this batch takes in. */
  readonly places = new Map<number, number>();
  lines = 0;

  readonly #context: BatchContext;
  readonly #sink: Sink;
  readonly #hot: HotValues = HOT_FIELDS.map(() => undefined);

  constructor(context: BatchContext) {
    this.#context = context;
    this.#sink = {
      accept: (line) => this.#accept(line),
      events: (line, events, text) => this.#takeLine(line, events, text),
      joined: (first, event, lines) => this.#takeJoined(first, event, lines),
      unread: (line, reason, text) => this.#quarantine(line, reason, text),
    };
  }

  /** Takes a packet in, pausing every few lines; some of its events may wait for further lines. */
  *add(packet: Packet): Generator<void> {
    this.places.set(partitionOf(packet.place), packet.place);
    this.lines += packet.lines.length;
    const { from } = packet;
    if (from === undefined) return this.sightings.add(packet, this.quarantined, this.tally, this.#context.understanding);
    const claimed: ClaimedPacket = { ...packet, from };
    const hour = this.tally.of(from.tenant, from.source, packet.arrivedMs);
    hour.received += packet.lines.length;
    for (const line of packet.lines) hour.bytes += line.length;
    yield* this.#context.reader.read(claimed, this.#sink);
  }

  /** Completes what waits for further lines. Nothing may be added afterwards. */
  finish(): void {
    this.#context.reader.flush(this.#sink);
  }

  #hour({ packet }: LineInPlace) {
    return this.tally.of(packet.from.tenant, packet.from.source, packet.arrivedMs);
  }

  #accept(line: LineInPlace): boolean {
    if (this.#context.recent.add(line.id)) return true;
    this.#hour(line).duplicates++;
    return false;
  }

  #takeLine(line: LineInPlace, events: readonly Event[], text: string): void {
    const known = events.some((event) => this.#context.understanding.technologyOf(event) !== undefined);
    if (!known) return this.#quarantine(line, `no technology recognised in ${line.packet.format === "json" ? "this JSON document" : "this line"}`, text);
    let kept = 0;
    let droppedBy: string | undefined;
    for (const [part, event] of events.entries()) {
      const drop = this.#dropOf(line, event);
      if (drop === undefined) this.#store(line, event, part, part === 0 ? line.bytes : undefined);
      else droppedBy = drop;
      if (drop === undefined) kept++;
    }
    this.#count(line, 1, kept > 0 ? undefined : droppedBy);
  }

  #takeJoined(first: LineInPlace, event: Event, lines: number): void {
    const raw = Buffer.from(event.text ?? "");
    const { tenant, source } = first.packet.from;
    const id = eventId(tenant, source, first.key, raw);
    // An event of one line has that line's id, which was taken in already. Of several, the lines may be new to us though
    // the event is not: after a restart only ids of events are known.
    const isOwn = Buffer.compare(id, first.id) === 0;
    if (!isOwn && !this.#context.recent.add(id)) {
      this.#hour(first).duplicates += lines;
      return;
    }
    const drop = this.#dropOf(first, event);
    if (drop === undefined) this.#store(first, event, 0, raw);
    this.#count(first, lines, drop);
  }

  #count(line: LineInPlace, lines: number, droppedBy: string | undefined): void {
    const hour = this.#hour(line);
    if (droppedBy === undefined) hour.stored += lines;
    else {
      hour.dropped += lines;
      hour.droppedBy.set(droppedBy, (hour.droppedBy.get(droppedBy) ?? 0) + lines);
    }
  }

  #dropOf({ packet }: LineInPlace, event: Event): string | undefined {
    const { drops } = this.#context.tenantAtWork(packet.from.tenant);
    if (drops === undefined) return undefined;
    const found = drops.matcher.match(event).find(({ key }) => (drops.sourceByKey.get(key) ?? packet.from.source) === packet.from.source);
    return found === undefined ? undefined : drops.idByKey.get(found.key);
  }

  #quarantine(line: LineInPlace, reason: string, text: string): void {
    this.#hour(line).quarantined++;
    const { packet, index, bytes, key, id } = line;
    const { tenant, source } = packet.from;
    const { collector, arrivedMs, place: seq } = packet;
    this.quarantined.add({ tenant, source, collector, arrivedMs, seq, line: index, part: 0, batch: 0, id, key, raw: bytes, reason, shape: shapeOf(text) });
  }

  // `raw` is undefined for the second and further events of a line: theirs is their own part of it, as JSON.
  #store(line: LineInPlace, event: Event, part: number, raw: Uint8Array | undefined): void {
    const { packet, index, key } = line;
    const { tenant, source } = packet.from;
    const { collector, arrivedMs, place: seq } = packet;
    const { understanding } = this.#context;
    const bytes = raw ?? Buffer.from(JSON.stringify(event.fields));
    const partKey = part === 0 ? key : `${key}/${part}`;
    const id = raw === line.bytes ? line.id : eventId(tenant, source, partKey, bytes);
    const technology = understanding.technologyOf(event)?.technology ?? "unknown";
    const clashes = understanding.hotValues(event, this.#hot);
    const timeMs = understanding.timeOf(event, packet.from);
    const batch = this.#batchOf(tenant, seq, id);
    // What a source brings is counted before what we know is put beside it.
    this.fill.add(tenant, source, { arrivedMs, technology, label: understanding.labelOf(packet.from), hot: this.#hot, clashes });
    const hasTime = !Number.isNaN(timeMs);
    const context = understanding.contexts?.of(tenant)?.of(this.#hot, { timeMs: hasTime ? timeMs : arrivedMs, arrivedMs, zone: understanding.zoneOf(packet.from) });
    if (context !== undefined) contextHotValues(context, this.#hot);
    this.events.add({ tenant, source, collector, arrivedMs, seq, line: index, part, batch, id, key: partKey, raw: bytes, timeMs, technology, hot: this.#hot });
    const hour = this.#hour(line);
    hour.events++;
    if (hasTime) hour.lag[lagClass(arrivedMs - timeMs)]!++;
    this.#detect({ tenant, source, collector, technology, id, timeMs: hasTime ? timeMs : arrivedMs, hasTime }, event, context);
  }

  #batchOf(tenant: string, seq: number, id: Uint8Array): number {
    const known = this.digests.get(tenant);
    if (known === undefined) {
      this.digests.set(tenant, { batch: seq, firstSeq: seq, lastSeq: seq, ids: [id] });
      return seq;
    }
    known.lastSeq = Math.max(known.lastSeq, seq);
    known.ids.push(id);
    return known.batch;
  }

  #detect(where: DetectedIn, event: Event, context: EventContext | undefined): void {
    const work = this.#context.tenantAtWork(where.tenant);
    const idHex = Buffer.from(where.id).toString("hex");
    // Written out in the order of `makeEvent`: the matcher is several times faster while all events have one hidden class.
    const inPlace: Event = {
      product: event.product, channel: event.channel, code: event.code, time: where.hasTime ? where.timeMs : event.time, host: event.host, fields: event.fields,
      text: event.text, json: event.json, source: { path: idHex, record: 0 },
    };
    const detected = work.compiled.detector.detect(inPlace);
    if (detected === undefined) return;
    const nowMs = this.#context.nowMs();
    const by = raisedBy(work);
    const at = context === undefined ? where : { ...where, context: contextFields(context) };
    this.detections.push(...eventDetections(by, at, detected, nowMs));
    for (const hit of detected.hits) this.detections.push(...correlatedDetections(by, work.correlations.add(hit, nowMs), nowMs, at));
  }
}
