import type { Arrival, Transport } from "../arrival.ts";
import { takeWhenRoom, wasTaken } from "../take-when-room.ts";
import type { Claimed } from "./claims.ts";
import { LOST, type Limits, type Receiver } from "./listener.ts";

export type HandoverOptions = {
  readonly receiver: Receiver;
  readonly transport: Transport;
  readonly collector: string;
  readonly limits: Limits;
  /** Shared by all connections of a listener. */
  readonly budget: Budget;
  /** How long a few lines wait for more, so that one write to the disk serves many. */
  readonly lingerMs: number;
  /** What happens to lines that do not fit: the sender waits, or they are lost and counted. */
  readonly whenFull: "wait" | "lose";
  /** Lines that could not be kept; by default they are counted. */
  readonly onLost?: (lines: number, reason: string) => void;
  /** That many more lines are on disk, in the order in which they were added. */
  readonly onSaved?: (lines: number) => void;
  readonly closing: AbortSignal;
};

/** Bytes that are read and not saved yet, over all connections of a listener. */
export type Budget = { unsavedBytes: number };

// What a line costs beside its bytes: a view of a buffer and its place in an array.
const LINE_COST_BYTES = 128;
/** What a connection may have unsaved when the listener's share is used up: else one sender could stop all. */
const SMALL_SHARE_BYTES = 64 * 1024;
// That much does not wait for more.
const BATCH_LINES = 512;
const BATCH_BYTES = 256 * 1024;

type Group = Pick<Arrival, "from" | "peer" | "arrivedMs"> & { readonly lines: Uint8Array[] };

/**
 * Hands the lines of one connection (or of one UDP socket) over: one batch at a time, so that order is kept; what
 * arrives meanwhile is the next batch.
 */
export class Handover {
  readonly #options: HandoverOptions;
  #groups = new Map<string, Group>();
  #waiting = { lines: 0, bytes: 0 }; // in `#groups`
  #unsavedBytes = 0; // in `#groups` and under way
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #batchSaved = Promise.withResolvers<void>();

  constructor(options: HandoverOptions) {
    this.#options = options;
  }

  /** The line must not change afterwards. */
  add(line: Uint8Array, { from, address, key }: Claimed, arrivedMs: number): void {
    let group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, (group = { from, peer: address, arrivedMs, lines: [] }));
    group.lines.push(line);
    this.#waiting.lines++;
    this.#count(line.length + LINE_COST_BYTES);
    if (this.#running === undefined) this.#startSoon();
  }

  /** Whether more must not be read before a batch is saved. */
  isBehind(): boolean {
    const { limits, budget } = this.#options;
    return this.#unsavedBytes > limits.maxUnsavedBytes || (this.#unsavedBytes > SMALL_SHARE_BYTES && budget.unsavedBytes > limits.maxUnsavedBytesInAll);
  }

  async caughtUp(): Promise<void> {
    while (this.isBehind()) await this.#batchSaved.promise;
  }

  /** Resolves once everything that was added is saved or told as lost. */
  async drain(): Promise<void> {
    this.#start();
    await this.#running;
  }

  #startSoon(): void {
    if (this.#waiting.lines >= BATCH_LINES || this.#waiting.bytes >= BATCH_BYTES) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), this.#options.lingerMs);
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#running === undefined && this.#groups.size > 0) this.#running = this.#run().catch(this.#options.receiver.failed);
  }

  async #run(): Promise<void> {
    while (this.#groups.size > 0) {
      const groups = [...this.#groups.values()];
      const { lines, bytes } = this.#waiting;
      this.#groups = new Map();
      this.#waiting = { lines: 0, bytes: 0 };
      const areSaved = await Promise.all(groups.map((group) => this.#take(group)));
      this.#count(-bytes);
      if (areSaved.every(Boolean)) this.#options.onSaved?.(lines);
      this.#batchSaved.resolve();
      this.#batchSaved = Promise.withResolvers();
    }
    this.#running = undefined;
  }

  async #take(group: Group): Promise<boolean> {
    const { receiver, transport, collector, whenFull, closing } = this.#options;
    const arrival: Arrival = { ...group, transport, collector, format: "text" };
    try {
      const isTaken = whenFull === "wait" ? await takeWhenRoom(receiver.intake, arrival, closing) : await wasTaken(receiver.intake, arrival);
      if (!isTaken) this.#lose(group.lines.length, whenFull === "wait" ? LOST.closed : LOST.full);
      return isTaken;
    } catch (error) {
      receiver.failed(new Error("The intake did not take lines that a listener received.", { cause: error }));
      this.#lose(group.lines.length, LOST.notStored);
      return false;
    }
  }

  #lose(lines: number, reason: string): void {
    const { onLost, receiver, collector } = this.#options;
    if (onLost === undefined) receiver.lost({ collector, reason, lines });
    else onLost(lines, reason);
  }

  #count(bytes: number): void {
    if (bytes > 0) this.#waiting.bytes += bytes;
    this.#unsavedBytes += bytes;
    this.#options.budget.unsavedBytes += bytes;
  }
}
