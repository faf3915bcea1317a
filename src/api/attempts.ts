// How often somebody showed a wrong key.

const WINDOW_MS = 60_000;
const ALLOWED = 10;
const MAX_PEERS = 10_000;

type Failures = { readonly sinceMs: number; readonly count: number };

/**
 * Counts failed attempts by peer, for so many peers at most; the one that was quiet longest is forgotten first.
 * A key of 256 bits is not guessed: this only keeps a misconfigured client from flooding the log and the database.
 */
export class FailedAttempts {
  readonly #peers = new Map<string, Failures>();

  /** Seconds that the peer has to wait, 0 if none. */
  waitSeconds(peer: string, nowMs: number): number {
    const failures = this.#peers.get(peer);
    if (failures === undefined || failures.count < ALLOWED) return 0;
    return Math.max(0, Math.ceil((failures.sinceMs + WINDOW_MS - nowMs) / 1000));
  }

  add(peer: string, nowMs: number): void {
    const before = this.#peers.get(peer);
    const isOver = before === undefined || nowMs >= before.sinceMs + WINDOW_MS;
    this.#peers.delete(peer);
    this.#peers.set(peer, isOver ? { sinceMs: nowMs, count: 1 } : { sinceMs: before.sinceMs, count: before.count + 1 });
    const [oldest] = this.#peers.keys();
    if (this.#peers.size > MAX_PEERS && oldest !== undefined) this.#peers.delete(oldest);
  }
}
