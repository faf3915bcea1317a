import { setTimeout as wait } from "node:timers/promises";

/** A sender of bulk requests that sends again what was not acknowledged, as shippers do. */
export class BulkClient {
  /** How many documents were acknowledged. */
  acknowledged = 0;
  attempts = 0;
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Sends documents until they are acknowledged, or `isOver` says that it is of no use. Gives whether they were. */
  async send(documents: readonly string[], isOver: () => boolean = () => false): Promise<boolean> {
    const body = documents.map((document) => `{"create":{}}\n${document}\n`).join("");
    for (;;) {
      this.attempts++;
      if (await this.#post(body)) {
        this.acknowledged += documents.length;
        return true;
      }
      if (isOver()) return false;
      await wait(50);
    }
  }

  async #post(body: string): Promise<boolean> {
    try {
      const response = await fetch(`${this.#url}/logs/_bulk`, {
        method: "POST",
        headers: { authorization: `ApiKey ${this.#token}`, "content-type": "application/x-ndjson" },
        body,
        signal: AbortSignal.timeout(30_000),
      });
      if (response.status === 429) return false;
      const answer = (await response.json()) as { errors?: boolean };
      if (response.status !== 200) throw new Error(`bulk answered ${response.status}: ${JSON.stringify(answer)}`);
      return answer.errors === false;
    } catch (error) {
      // The process that listens was killed: it comes again.
      if (error instanceof TypeError || (error instanceof Error && error.name === "TimeoutError") || error instanceof SyntaxError) return false;
      throw error;
    }
  }
}
