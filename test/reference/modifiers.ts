// All modifiers of specification v2.1 that act on a value. `all` and `neq` act on the whole item.
import { Buffer } from "node:buffer";
import { parseNetwork, type Network } from "./address.ts";
import { base64, base64offset, utf16be, utf16le, utf8 } from "./bytes.ts";
import type { Operator, Part } from "./compare.ts";
import { IllegalRule } from "./illegal.ts";
import { parsePattern } from "./pattern.ts";
import { ANY, expand, literal, windash, type Text } from "./text.ts";

export type Placeholders = Readonly<Record<string, readonly unknown[]>>;

/** A value of a rule on its way through the modifiers. */
export type Operand =
  | { readonly kind: "null" }
  /**
   * `source` is the value as YAML gave it, until a modifier changes it. `bytes`: each character stands for one byte;
   * where no base64 follows, it is looked for as a reader shows it that takes one byte for one character.
   */
  | { readonly kind: "text"; readonly text: Text; readonly cased: boolean; readonly bytes?: true; readonly source?: string | number | boolean }
  | { readonly kind: "regex"; readonly regex: RegExp; readonly pattern: string; readonly flags: string }
  | { readonly kind: "number"; readonly operator: Operator; readonly number: number }
  | { readonly kind: "part"; readonly part: Part; readonly operator: Operator; readonly number: number }
  | { readonly kind: "network"; readonly network: Network }
  | { readonly kind: "field"; readonly name: string; readonly before: boolean; readonly after: boolean }
  | { readonly kind: "exists"; readonly want: boolean };

type Modifier = (operand: Operand, placeholders: Placeholders) => readonly Operand[];

/** Applies one modifier; `position` is its place among those that act on values. More than one result = alternatives. */
export function modify(name: string, operand: Operand, position: number, placeholders: Placeholders): readonly Operand[] {
  if (!Object.hasOwn(MODIFIERS, name)) throw new IllegalRule(`no modifier ${name}`);
  if (FIRST.includes(name) && position > 0) throw new IllegalRule(`${name} must come first`);
  return MODIFIERS[name]!(operand, placeholders);
}

const FIRST = ["re", "cidr", "exists", "fieldref", "minute", "hour", "day", "week", "month", "year"];

const MODIFIERS: Readonly<Record<string, Modifier>> = {
  contains: (operand) => open(operand, true, true),
  startswith: (operand) => open(operand, false, true),
  endswith: (operand) => open(operand, true, false),
  cased: (operand) => texts({ ...textual(operand), cased: true }, (text) => [text]),
  windash: (operand) => texts(notBytes(operand), windash),
  expand: (operand, placeholders) => texts(notBytes(operand), (text) => expand(text, placeholders)),
  wide: (operand) => encode(operand, utf16le),
  utf16le: (operand) => encode(operand, utf16le),
  utf16be: (operand) => encode(operand, utf16be),
  utf16: (operand) => marked(encode(operand, utf16le)),
  base64: (operand) => encoded(operand, (bytes) => [base64(bytes)]),
  base64offset: (operand) => encoded(operand, base64offset),
  re: (operand) => [regex(String(sourceOf(operand)), "")],
  i: (operand) => flag(operand, "i"),
  m: (operand) => flag(operand, "m"),
  s: (operand) => flag(operand, "s"),
  lt: (operand) => order(operand, "lt"),
  lte: (operand) => order(operand, "lte"),
  gt: (operand) => order(operand, "gt"),
  gte: (operand) => order(operand, "gte"),
  minute: (operand) => part(operand, "minute"),
  hour: (operand) => part(operand, "hour"),
  day: (operand) => part(operand, "day"),
  week: (operand) => part(operand, "week"),
  month: (operand) => part(operand, "month"),
  year: (operand) => part(operand, "year"),
  cidr: (operand) => [{ kind: "network", network: parseNetwork(typed(operand, "string")) }],
  fieldref: (operand) => [{ kind: "field", name: typed(operand, "string"), before: false, after: false }],
  exists: (operand) => [{ kind: "exists", want: typed(operand, "boolean") }],
};

function open(operand: Operand, before: boolean, after: boolean): readonly Operand[] {
  if (operand.kind === "field") return [{ ...operand, before: operand.before || before, after: operand.after || after }];
  return texts(operand, (text) => [[...(before ? [ANY] : []), ...text, ...(after ? [ANY] : [])]]);
}

function texts(operand: Operand, change: (text: Text) => readonly Text[]): readonly Operand[] {
  const { text, cased, bytes } = textual(operand);
  return change(text).map((changed) => ({ kind: "text", text: changed, cased, ...(bytes && { bytes }) }));
}

function textual(operand: Operand): Operand & { readonly kind: "text" } {
  if (operand.kind === "text") return operand;
  throw new IllegalRule(`a modifier of strings cannot follow ${operand.kind}`);
}

function notBytes(operand: Operand): Operand & { readonly kind: "text" } {
  const text = textual(operand);
  if (text.bytes) throw new IllegalRule("what is encoded as UTF-16 can only be searched for or encoded as base64");
  return text;
}

/** Encodes all but the wildcards. */
function encode(operand: Operand, encoding: (text: string) => Buffer): readonly Operand[] {
  const { text, cased } = notBytes(operand);
  const coded = text.flatMap((token) => ("char" in token ? literal(encoding(token.char).toString("latin1")) : [token]));
  return [{ kind: "text", text: coded, cased, bytes: true }];
}

/** Puts the byte order mark of little endian in front. */
const marked = (operands: readonly Operand[]): readonly Operand[] =>
  operands.map((operand) => ({ ...textual(operand), text: [...literal("\u00ff\u00fe"), ...textual(operand).text] }));

function encoded(operand: Operand, encoding: (bytes: Buffer) => readonly string[]): readonly Operand[] {
  const { text, cased, bytes } = textual(operand);
  const exact = exactly(text);
  return encoding(bytes ? Buffer.from(exact, "latin1") : utf8(exact)).map((one) => ({ kind: "text", text: literal(one), cased }));
}

/** The text as characters; what has a wildcard cannot be encoded. */
const exactly = (text: Text): string =>
  text.map((token) => {
    if ("char" in token) return token.char;
    throw new IllegalRule("a value with wildcards cannot be encoded");
  }).join("");

const regex = (pattern: string, flags: string): Operand =>
  ({ kind: "regex", regex: parsePattern(pattern, flags), pattern, flags });

function flag(operand: Operand, name: string): readonly Operand[] {
  if (operand.kind !== "regex") throw new IllegalRule(`${name} must follow re`);
  return [regex(operand.pattern, operand.flags + name)];
}

function order(operand: Operand, operator: Operator): readonly Operand[] {
  if (operand.kind === "part" && operand.operator === "eq") return [{ ...operand, operator }];
  return [{ kind: "number", operator, number: typed(operand, "number") }];
}

const LAST: Readonly<Record<Part, number>> = { minute: 59, hour: 23, day: 31, week: 53, month: 12, year: 9999 };

function part(operand: Operand, name: Part): readonly Operand[] {
  const number = typed(operand, "number");
  const possible = Array.from({ length: LAST[name] + 1 }, (_, i) => i).slice(name === "minute" || name === "hour" ? 0 : 1);
  if (!possible.includes(number)) throw new IllegalRule(`no ${name} is ${number}`);
  return [{ kind: "part", part: name, operator: "eq", number }];
}

type Types = { string: string; number: number; boolean: boolean };

function typed<T extends keyof Types>(operand: Operand, type: T): Types[T] {
  const source = sourceOf(operand);
  if (typeof source !== type) throw new IllegalRule(`${String(source)} must be a ${type}`);
  return source as Types[T];
}

function sourceOf(operand: Operand): string | number | boolean {
  if (operand.kind === "text" && operand.source !== undefined) return operand.source;
  throw new IllegalRule(`this modifier takes a value as it is written, not ${operand.kind}`);
}
