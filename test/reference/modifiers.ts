// All modifiers of specification v2.1 that act on a value. `all` and `neq` act on the whole item.
import { Buffer } from "node:buffer";
import { parseNetwork, type Network } from "./address.ts";
import { base64, base64offset, utf16, utf16be, utf16le, utf8 } from "./bytes.ts";
import type { Operator, Part } from "./compare.ts";
import { IllegalRule } from "./illegal.ts";
import { parsePattern } from "./pattern.ts";
import { ANY, expand, literal, windash, type Text } from "./text.ts";

export type Placeholders = Readonly<Record<string, readonly unknown[]>>;

/** A value of a rule on its way through the modifiers. */
export type Operand =
  | { readonly kind: "null" }
  /** `source` is the value as YAML gave it, until a modifier changes it. */
  | { readonly kind: "text"; readonly text: Text; readonly cased: boolean; readonly source?: string | number | boolean }
  | { readonly kind: "bytes"; readonly bytes: Buffer; readonly cased: boolean }
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
  cased: (operand) => [{ ...textual(operand), cased: true }],
  windash: (operand) => texts(operand, windash),
  expand: (operand, placeholders) => texts(operand, (text) => expand(text, placeholders)),
  wide: (operand) => encode(operand, utf16le),
  utf16le: (operand) => encode(operand, utf16le),
  utf16be: (operand) => encode(operand, utf16be),
  utf16: (operand) => encode(operand, utf16),
  base64: (operand) => [encoded(operand, (bytes) => [base64(bytes)])].flat(),
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
  const { text, cased } = asText(textual(operand));
  return change(text).map((changed) => ({ kind: "text", text: changed, cased }));
}

function textual(operand: Operand): Operand & { readonly kind: "text" | "bytes" } {
  if (operand.kind === "text" || operand.kind === "bytes") return operand;
  throw new IllegalRule(`a modifier of strings cannot follow ${operand.kind}`);
}

// Bytes that no base64 follows are looked for as a reader shows them that takes one byte for one character.
const asText = (operand: Operand & { readonly kind: "text" | "bytes" }): { readonly text: Text; readonly cased: boolean } =>
  operand.kind === "text" ? operand : { text: literal(operand.bytes.toString("latin1")), cased: operand.cased };

const encode = (operand: Operand, encoding: (text: string) => Buffer): readonly Operand[] =>
  [{ kind: "bytes", bytes: encoding(exactly(asText(textual(operand)).text)), cased: textual(operand).cased }];

function encoded(operand: Operand, encoding: (bytes: Buffer) => readonly string[]): readonly Operand[] {
  const from = textual(operand);
  const bytes = from.kind === "bytes" ? from.bytes : utf8(exactly(from.text));
  return encoding(bytes).map((text) => ({ kind: "text", text: literal(text), cased: from.cased }));
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

const part = (operand: Operand, name: Part): readonly Operand[] =>
  [{ kind: "part", part: name, operator: "eq", number: typed(operand, "number") }];

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
