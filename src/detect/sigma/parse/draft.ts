import { parsePattern, type Pattern } from "../values/pattern.ts";
import type { TimePart, ValueTest } from "../values/value-test.ts";
import type { Placeholders } from "./placeholders.ts";

/** A value on its way through the chain. `texts` are alternatives: some modifiers make several of one. */
export type Draft =
  | { readonly form: "plain"; readonly value: Scalar }
  | { readonly form: "text"; readonly texts: readonly Pattern[]; readonly isBytes: boolean }
  | { readonly form: "regex"; readonly source: string; readonly flags: string }
  | { readonly form: "field"; readonly pattern: Pattern }
  | { readonly form: "time"; readonly part: TimePart; readonly value: number }
  | { readonly form: "done"; readonly test: ValueTest };
export type Scalar = string | number | boolean | null;

/** A modifier that does not fit: what is wrong and what to write instead. The caller knows where it stands. */
export class ModifierError extends Error {
  readonly hint: string;
  constructor(reason: string, hint: string) {
    super(reason);
    this.hint = hint;
  }
}

/** What a modifier knows besides the value: the placeholders, and the modifiers that stand before it. */
export type Context = {
  readonly placeholders: Placeholders;
  /** Takes the names of placeholders that have no value. */
  readonly missing: Set<string>;
  readonly before: readonly string[];
};
export type Step = (draft: Draft, context: Context) => Draft;

/** The patterns of a draft that is, or can become, text. */
export function textsOf(draft: Draft, modifier: string): { readonly texts: readonly Pattern[]; readonly isBytes: boolean } {
  if (draft.form === "text") return draft;
  if (draft.form === "plain" && typeof draft.value === "string") return { texts: [parsePattern(draft.value)], isBytes: false };
  if (draft.form === "plain" && draft.value !== null) return { texts: [literal(String(draft.value))], isBytes: false };
  const what = draft.form === "plain" ? "null" : draft.form === "done" ? "a finished test" : `a ${draft.form}`;
  throw new ModifierError(`${modifier} cannot follow ${what}`, `Give ${modifier} a text, and put it before the other modifiers.`);
}

export const literal = (text: string): Pattern => (text === "" ? [] : [text]);
