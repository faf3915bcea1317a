import type { Fields } from "../core/index.ts";

/** What a parser makes of one record: its fields, or why it is not of the format and at which character. */
export type Parsed =
  | { readonly ok: true; readonly fields: Fields }
  | { readonly ok: false; readonly reason: string; readonly at: number };

/** A parser is pure and total: it never throws, whatever the line. */
export type Parser = (line: string) => Parsed;
