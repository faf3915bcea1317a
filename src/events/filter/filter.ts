// What a hunt asks for, as data. The query language writes it, the indicator search makes it; `evaluate.ts` says what
// it means and `sql.ts` asks the store for it.

/** A condition on one event. */
export type Filter =
  | { readonly kind: "all" }
  | { readonly kind: "and" | "or"; readonly of: readonly Filter[] }
  | { readonly kind: "not"; readonly of: Filter }
  /** Words that follow each other anywhere in the line as it arrived. */
  | { readonly kind: "line"; readonly words: Words }
  | { readonly kind: "field"; readonly field: string; readonly test: FieldTest };

/** What is asked of a field; with several values any of them does. A field that is absent or empty passes no test. */
export type FieldTest =
  | { readonly op: "exists" }
  /** The whole value, without regard to case. */
  | { readonly op: "texts"; readonly values: readonly string[] }
  /** The whole value: the pieces in their order, anything between them, without regard to case. */
  | { readonly op: "like"; readonly pieces: Pieces }
  /** Words that follow each other somewhere in the value. */
  | { readonly op: "words"; readonly words: Words }
  | { readonly op: "numbers"; readonly values: readonly number[] }
  | { readonly op: "number"; readonly compare: Compare; readonly value: number }
  /** Milliseconds since 1970, UTC. */
  | { readonly op: "time"; readonly compare: Compare; readonly ms: number }
  /** IP addresses or networks in CIDR notation, of both families. */
  | { readonly op: "networks"; readonly values: readonly string[] };

export type Compare = "<" | "<=" | ">" | ">=";

/** A pattern cut at its `*`: at least one piece; one alone is the whole text. */
export type Pieces = readonly string[];

/**
 * Words that follow each other, with whatever is no letter or digit between them: `C:\Windows` is `c` and `windows`,
 * and so are `C:\\Windows` in JSON and `C:/Windows`. Each is cut at its `*`, which stays inside the word.
 */
export type Words = readonly Pieces[];

export const ALL: Filter = { kind: "all" };
