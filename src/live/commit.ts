// A batch becomes durable: events first, then, in one transaction, all that tells of them. What lies between the two is
// made undone at the next start: `EventStore.rollback`.
import { addDays, addDigests, addHours, addSightings, Fill, lastDigest, type DigestLink } from "../collection/index.ts";
import { addDetections, type NewDetection } from "../detections/index.ts";
import { chain, type EventStore } from "../events/index.ts";
import { withSystem, type State } from "../store/index.ts";
import type { LiveBatch } from "./batch.ts";
import type { WorkerMetrics } from "./worker-metrics.ts";
import { movePartition, type Snapshot } from "./repo.ts";

/** By partition: a new snapshot, or that the last one still tells all. None where correlations have gone on since. */
export type Snapshots = ReadonlyMap<number, Snapshot | "same">;

export type CommitterOptions = { readonly state: State; readonly events: EventStore; readonly now: () => Date; readonly metrics: WorkerMetrics };

// Fill and technologies are counts to look at, not to balance: adding them up first spares a hundred rows a commit.
const FILL_MS = 10_000;

/** Commits batches one after the other. */
export class Committer {
  readonly #options: CommitterOptions;
  readonly #digests = new Map<string, string>();
  #fill = new Fill();
  #filledAt: number;

  constructor(options: CommitterOptions) {
    this.#options = options;
    this.#filledAt = options.now().getTime();
  }

  /**
   * Makes a batch durable, with detections that the clock brought about; gives how many detections are new. Where it
   * throws it may be called again with the same: rows that are stored already are not stored twice.
   */
  async commit(batch: LiveBatch, byClock: readonly NewDetection[], snapshots: Snapshots): Promise<number> {
    const { state, events, now, metrics } = this.#options;
    const began = performance.now();
    if (batch.events.count > 0) await events.insert(batch.events);
    if (batch.quarantined.count > 0) await events.insert(batch.quarantined);
    const stored = performance.now();
    metrics.took("store", (stored - began) / 1000);
    const at = now();
    await this.commitFillIfDue();
    const detections = [...batch.detections, ...byClock];
    const { added, links } = await withSystem(state, async (db) => {
      const chained: DigestLink[] = [];
      for (const [tenant, { batch: number, firstSeq, lastSeq, ids }] of batch.digests) {
        const previous = this.#digests.get(tenant) ?? (await lastDigest(db, tenant));
        chained.push({ tenant, batch: number, firstSeq, lastSeq, rows: ids.length, digest: chain(previous, tenant, number, ids) });
      }
      await addDigests(db, chained, at);
      await addHours(db, batch.tally.hours());
      await addSightings(db, batch.sightings.all());
      for (const [partition, place] of batch.places) await movePartition(db, partition, place, snapshots.get(partition), at);
      return { added: await addDetections(db, detections, at), links: chained };
    });
    for (const { tenant, digest } of links) this.#digests.set(tenant, digest);
    this.#fill.merge(batch.fill);
    metrics.took("commit", (performance.now() - stored) / 1000);
    return added;
  }

  /** Stores the fill of fields and the technologies seen, from time to time. A crash loses what came since. */
  async commitFillIfDue(): Promise<void> {
    if (this.#options.now().getTime() - this.#filledAt >= FILL_MS) await this.commitFill();
  }

  /** The same, now. */
  async commitFill(): Promise<void> {
    const at = this.#options.now().getTime();
    const days = this.#fill.days();
    if (days.length > 0) await withSystem(this.#options.state, (db) => addDays(db, days));
    this.#fill = new Fill();
    this.#filledAt = at;
  }
}
