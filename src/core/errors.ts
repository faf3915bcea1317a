/** What went wrong, in terms a caller can act on. Each code has one exit code and, later, one HTTP status. */
export type ErrorCode = "invalid" | "not_found" | "conflict" | "forbidden";

/** A refusal the caller can understand and repair. Bugs are plain `Error`s. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
