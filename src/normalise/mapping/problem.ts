/** The way to a part of a mapping: keys and indexes from the top. */
export type At = readonly (string | number)[];

/** Why a mapping cannot be used. `at` tells where; the file and line are added where the text is known. */
export class MappingProblem extends Error {
  override readonly name = "MappingProblem";
  readonly at: At;
  readonly reason: string;
  /** What to write instead. */
  readonly hint: string;

  constructor(at: At, reason: string, hint: string) {
    super(`${at.join(".")}: ${reason}`);
    this.at = at;
    this.reason = reason;
    this.hint = hint;
  }
}
