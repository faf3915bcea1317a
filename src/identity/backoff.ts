// How long somebody who failed has to wait: guessing becomes slower with each failure, and nobody is locked out for good.

const FREE = 5;
const LONGEST_SECONDS = 900;
const ADDRESSES = 10_000;

/** Seconds to wait after so many failures in a row: none for the first five, then 2, 4, 8… up to a quarter of an hour. */
export const waitAfter = (failures: number): number => (failures < FREE ? 0 : Math.min(2 ** (failures - FREE + 1), LONGEST_SECONDS));

/**
 * The same for addresses of nobody, so that waiting does not tell who exists. Of so many at most; the one that was quiet
 * longest is forgotten first.
 */
export class Strangers {
  readonly #failures = new Map<string, { readonly count: number; readonly untilMs: number }>();

  waitSeconds(email: string, nowMs: number): number {
    return Math.max(0, Math.ceil(((this.#failures.get(email)?.untilMs ?? 0) - nowMs) / 1000));
  }

  /** Counts a failure; gives how many seconds to wait. */
  add(email: string, nowMs: number): number {
    const count = (this.#failures.get(email)?.count ?? 0) + 1;
    this.#failures.delete(email);
    this.#failures.set(email, { count, untilMs: nowMs + waitAfter(count) * 1000 });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > ADDRESSES && oldest !== undefined) this.#failures.delete(oldest);
    return waitAfter(count);
  }
}
