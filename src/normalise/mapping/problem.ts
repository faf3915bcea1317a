/** The way to a part of a mapping: keys and indexes from the top. */
export type At = readonly (string | number)[];

/** Why a mapping cannot be used. `at` tells where; the file and line are added where the text is known. */
export class MappingProblem extends Error {
  override readonly name = "MappingProblem";
  readonly at: At;
  readonly reason: string;
  /** What to write instead. */
  readonly hint: string;
  /** Further problems that were found with this one. */
  readonly others: readonly MappingProblem[];

  constructor(at: At, reason: string, hint: string, others: readonly MappingProblem[] = []) {
    super(`${at.join(".")}: ${reason}`);
    this.at = at;
    this.reason = reason;
    this.hint = hint;
    this.others = others;
  }
}

/** Collects the problems of one file, so that its writer hears of all of them at once. */
export class Problems {
  readonly found: MappingProblem[] = [];
  /** What is wrong, and yet does nobody harm: the mapping can be used. */
  readonly doubts: MappingProblem[] = [];

  /** What `make` gives; undefined if a problem of the mapping kept it from that. */
  attempt<Result>(make: () => Result): Result | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof MappingProblem)) throw error;
      this.found.push(error, ...error.others);
      return undefined;
    }
  }
}
