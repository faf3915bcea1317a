/** Why the event store did not answer: who asked may ask less, or later; the rest is for the operator. */
export type StoreErrorCode = "invalid" | "cancelled" | "timeout" | "too_much" | "busy" | "unavailable" | "failed";

// ClickHouse's numbers (src/Common/ErrorCodes.cpp): those that a caller can do something about.
const CODES: Readonly<Record<number, StoreErrorCode>> = {
  159: "timeout",
  160: "timeout",
  394: "cancelled",
  158: "too_much",
  241: "too_much",
  307: "too_much",
  396: "too_much",
  202: "busy",
  252: "busy",
};

/** An answer that did not come. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** From ClickHouse's own number and words. */
  static of(code: number, text: string): StoreError {
    return new StoreError(CODES[code] ?? "failed", `The event store answered: ${text === "" ? "nothing" : text}`);
  }

  /** From whatever went wrong on the way. */
  static from(error: unknown, signal: AbortSignal | undefined): StoreError {
    if (error instanceof StoreError) return error;
    if (signal?.aborted === true && signal.reason instanceof DOMException && signal.reason.name === "TimeoutError") return new StoreError("timeout", "The event store said nothing in time.", { cause: error });
    if (signal?.aborted === true) return new StoreError("cancelled", "The question was withdrawn.", { cause: error });
    return new StoreError("unavailable", `The event store did not answer: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
