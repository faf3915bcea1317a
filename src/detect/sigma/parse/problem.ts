/** A path inside a YAML document: keys and list positions from its root. */
export type At = readonly (string | number)[];

/**
 * Why a document cannot be used. Thrown anywhere while one document is parsed and caught by its loader, which
 * turns it into a `Refusal` with line and column; it never leaves this folder.
 */
export class RuleProblem extends Error {
  override readonly name = "RuleProblem";
  readonly at: At;
  readonly hint: string;

  constructor(at: At, reason: string, hint: string) {
    super(reason);
    this.at = at;
    this.hint = hint;
  }
}
