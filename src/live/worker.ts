// One worker: reads its partitions of the spool, makes batches, commits them, and lets the spool forget them.
import { setImmediate, setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { correlatedDetections, type NewDetection } from "../detections/index.ts";
import type { EventStore } from "../events/index.ts";
import { partitionOf, type Packet, type SpoolReader } from "../spool/index.ts";
import { withSystem, type State } from "../store/index.ts";
import { LiveBatch, type BatchContext } from "./batch.ts";
import { Committer, type Snapshots } from "./commit.ts";
import { raisedBy } from "./detections.ts";
import { ArrivalReader } from "./read-arrival.ts";
import { RecentIds } from "./recent-ids.ts";
import { replay } from "./replay.ts";
import { readPartitions } from "./repo.ts";
import type { TenantsAtWork } from "./tenants-at-work.ts";
import type { Understanding } from "./understanding.ts";
import type { WorkerMetrics } from "./worker-metrics.ts";

export type WorkerOptions = {
  readonly partitions: readonly number[];
  readonly spool: SpoolReader;
  readonly state: State;
  readonly events: EventStore;
  readonly tenants: TenantsAtWork;
  readonly understanding: Understanding;
  readonly now: () => Date;
  readonly log: Logger;
  readonly metrics: WorkerMetrics;
};

const BATCH = { maxLines: 5_000, maxBytes: 32 * 1024 * 1024 };
// A store takes few large batches better than many small ones, and nobody waits longer than this for an event.
const GATHER_MS = 200;
// Records of one audit event come within moments of each other, but may come in two packets.
const HELD_MS = 1_000;
// An empty spool costs a look: at this rate less than a hundredth of a core.
const IDLE_MS = 50;
const SNAPSHOT_MS = 2_000;
const RETRY_MS = 500;
const RECENT_IDS = 1_000_000;

export class Worker {
  readonly #options: WorkerOptions;
  readonly #context: BatchContext;
  readonly #committer: Committer;
  /** By partition: read so far, and from where on the spool is still needed. */
  readonly #read = new Map<number, number>();
  readonly #snapshotAt = new Map<number, number>();
  #snapshotMs = 0;
  /** The last place of the spool when there was nothing more to read. */
  #seen = -1;
  #rulesChanged = false;
  #isStopping = false;
  #committing: Promise<void> = Promise.resolve();

  constructor(options: WorkerOptions) {
    this.#options = options;
    const { tenants, understanding, now } = options;
    this.#context = {
      reader: new ArrivalReader(understanding.hintOf),
      understanding,
      recent: new RecentIds(RECENT_IDS),
      tenantAtWork: (tenant) => tenants.of(tenant),
      nowMs: () => now().getTime(),
    };
    this.#committer = new Committer(options);
  }

  /** Finds out where it stopped: undoes what was stored but not committed, and lets correlations know what they knew. */
  async start(): Promise<void> {
    const { state, events, partitions, tenants, spool } = this.#options;
    await tenants.refresh();
    const standing = await withSystem(state, (db) => readPartitions(db, partitions));
    for (const { partition, position } of standing) await events.rollback(partition, position);
    await events.recentIds(RECENT_IDS, (id) => this.#context.recent.add(id));
    for (const { partition, position, snapshotPosition, snapshot } of standing) {
      tenants.restore(snapshot);
      replay({ spool, tenants, understanding: this.#options.understanding, now: this.#options.now }, partition, snapshotPosition, position);
      this.#read.set(partition, position);
      this.#snapshotAt.set(partition, snapshotPosition);
    }
  }

  /** Says that rules changed: the next batch is matched with the new ones. */
  rulesChanged(): void {
    this.#rulesChanged = true;
  }

  /** Works until `stop`. */
  async run(): Promise<void> {
    while (!this.#isStopping) {
      if (this.#rulesChanged || this.#datesChanged()) await this.#refresh();
      const batch = await this.#gather();
      const byClock = this.#tick();
      if (batch.places.size === 0 && byClock.length === 0) {
        await this.#committing;
        await this.#committer.commitFillIfDue().catch((error: unknown) => this.#options.log.warn({ error: String(error) }, "counts of fields could not be stored yet"));
        await wait(IDLE_MS);
        continue;
      }
      const snapshots = this.#snapshots(batch);
      // One batch is committed while the next is made; never two, for their order is the order of the digest chain.
      const waitingSince = performance.now();
      await this.#committing;
      this.#options.metrics.took("wait", (performance.now() - waitingSince) / 1000);
      this.#committing = this.#commit(batch, byClock, snapshots);
    }
    await this.#committing;
    await this.#committer.commitFill().catch((error: unknown) => this.#options.log.warn({ error: String(error) }, "counts of fields of the last seconds are lost"));
  }

  /** Finishes the batch at hand; what waits in the spool stays there. */
  stop(): void {
    this.#isStopping = true;
  }

  #datesChanged(): boolean {
    const { tenants, now } = this.#options;
    return tenants.changesAt !== undefined && tenants.changesAt <= now();
  }

  async #refresh(): Promise<void> {
    this.#rulesChanged = false;
    try {
      await this.#options.tenants.refresh();
    } catch (error) {
      this.#rulesChanged = true;
      this.#options.log.warn({ error: String(error) }, "the rules could not be read; tried again with the next batch");
    }
  }

  async #gather(): Promise<LiveBatch> {
    const batch = new LiveBatch(this.#context);
    let firstMs: number | undefined;
    for (;;) {
      const packets = this.#readPackets(BATCH.maxLines - batch.lines);
      if (packets.length > 0) firstMs ??= performance.now();
      for (const packet of packets) {
        // Whoever stops before a tenant is known reads its packet again at the next start.
        if (packet.from !== undefined && !(await this.#admit(packet.from.tenant))) break;
        if (packet.from !== undefined) await this.#options.understanding.contexts?.ready(packet.from.tenant);
        // The batch before is on its way through a socket, which takes a few hundred kilobytes a turn of the event loop:
        // turns must be short, or the store waits for what it is to store.
        for (const _ of batch.add(packet)) await setImmediate();
      }
      const waitedMs = firstMs === undefined ? 0 : performance.now() - firstMs;
      const enough = firstMs === undefined || batch.lines >= BATCH.maxLines || batch.events.bytes >= BATCH.maxBytes || waitedMs >= GATHER_MS;
      if ((enough && !this.#context.reader.hasHeld) || waitedMs >= HELD_MS || batch.lines >= 2 * BATCH.maxLines || this.#isStopping) break;
      if (packets.length === 0) await wait(IDLE_MS);
    }
    batch.finish();
    if (firstMs !== undefined) this.#options.metrics.took("make", (performance.now() - firstMs) / 1000);
    return batch;
  }

  /** Whether the rules of a tenant are known; one that was made since the start is taken up. False only if the worker stops. */
  async #admit(tenant: string): Promise<boolean> {
    while (!this.#options.tenants.has(tenant)) {
      if (this.#isStopping) return false;
      await this.#options.tenants.admit(tenant).catch(async (error: unknown) => {
        this.#options.log.warn({ tenant, error: String(error) }, "the rules of a new tenant could not be read; tried again");
        await wait(RETRY_MS);
      });
    }
    return true;
  }

  #readPackets(maxLines: number): Packet[] {
    // Most looks find nothing new, and this one costs a hundredth of looking into every partition.
    const last = this.#options.spool.last();
    if (last === this.#seen) return [];
    const packets: Packet[] = [];
    let lines = 0;
    for (const [partition, place] of this.#read) {
      if (lines >= Math.max(maxLines, 1)) break;
      for (const packet of this.#options.spool.read(partition, place, { maxLines: Math.max(maxLines - lines, 1), maxBytes: BATCH.maxBytes })) {
        packets.push(packet);
        lines += packet.lines.length;
        this.#read.set(partitionOf(packet.place), packet.place);
      }
    }
    if (packets.length === 0) this.#seen = last;
    return packets;
  }

  #tick(): readonly NewDetection[] {
    const nowMs = this.#options.now().getTime();
    return this.#options.tenants.tick(nowMs).flatMap(({ work, found }) => correlatedDetections(raisedBy(work), found, nowMs));
  }

  #snapshots(batch: LiveBatch): Snapshots {
    const isDue = performance.now() - this.#snapshotMs >= SNAPSHOT_MS;
    if (isDue) this.#snapshotMs = performance.now();
    const snapshots = new Map<number, ReturnType<TenantsAtWork["snapshot"]>>();
    for (const partition of batch.places.keys()) {
      const snapshot = isDue || !this.#options.tenants.hasNews(partition) ? this.#options.tenants.snapshot(partition) : undefined;
      if (snapshot !== undefined) snapshots.set(partition, snapshot);
    }
    return snapshots;
  }

  async #commit(batch: LiveBatch, byClock: readonly NewDetection[], snapshots: Snapshots): Promise<void> {
    const { log, metrics, spool } = this.#options;
    for (;;) {
      try {
        const added = await this.#committer.commit(batch, byClock, snapshots);
        metrics.committed(batch, added);
        batch.events.release();
        break;
      } catch (error) {
        metrics.failed();
        log.error({ error: String(error), lines: batch.lines }, "a batch could not be stored; tried again");
        // What is not committed is in the spool: at the next start it is made again.
        if (this.#isStopping) return;
        await wait(RETRY_MS);
      }
    }
    for (const [partition, place] of batch.places) {
      if (snapshots.has(partition)) this.#snapshotAt.set(partition, place);
      await spool.trim(partition, this.#snapshotAt.get(partition) ?? 0);
    }
  }
}
