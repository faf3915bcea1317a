import type { Fields } from "../../../src/core/index.ts";

/** One fact about Sigma: a rule's `detection:`, an event, and whether they match, or that the rule must be refused. */
export type Row = {
  readonly what: string;
  readonly detection: Readonly<Record<string, unknown>>;
  readonly fields: Fields;
  /** The event's line, for logs made of text. */
  readonly text?: string;
  readonly want: boolean | "refused";
};

/** Values that `expand` finds under each placeholder's name. */
export const PLACEHOLDERS = {
  Admins: ["root", "Adm"],
  Ports: [22, 3389],
  Shares: ["c$*"],
  "DC-NAMES": ["dc$"],
} as const;

/** A rule of one selection that holds one item. */
export const item = (what: string, selection: unknown, fields: Fields, want: Row["want"]): Row =>
  ({ what, detection: { selection, condition: "selection" }, fields, want });

/** As `item`, for keywords that search a line of text too. */
export const keyword = (what: string, selection: unknown, fields: Fields, text: string, want: Row["want"]): Row =>
  ({ ...item(what, selection, fields, want), text });

export const rule = (what: string, detection: Row["detection"], fields: Fields, want: Row["want"]): Row =>
  ({ what, detection, fields, want });

/** A condition over the selections a, b and c (true where `truths` names them) and _d, which holds. */
export const condition = (what: string, text: string | readonly string[], truths: string, want: Row["want"]): Row => ({
  what,
  detection: { a: { A: 1 }, b: { B: 1 }, c: { C: 1 }, _d: { D: 1 }, condition: text },
  fields: { A: Number(truths.includes("a")), B: Number(truths.includes("b")), C: Number(truths.includes("c")), D: 1 },
  want,
});
