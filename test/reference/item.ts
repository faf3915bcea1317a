// One item of a selection: a field, its modifiers from left to right, and its values.
import type { Event, Value } from "../../src/core/index.ts";
import { inNetwork } from "./address.ts";
import { compare, partOf } from "./compare.ts";
import { IllegalRule } from "./illegal.ts";
import { findAll, findField, type Found } from "./lookup.ts";
import { modify, type Operand, type Placeholders } from "./modifiers.ts";
import { search } from "./pattern.ts";
import { ANY, literal, matchText, parseText, type Text } from "./text.ts";

/** Evaluates `key: value` of a selection map. A key without a field (`|all`) searches like keywords. */
export function evaluateItem(key: string, value: unknown, event: Event, placeholders: Placeholders): boolean {
  const [field = "", ...modifiers] = key.split("|");
  const found = field === "" ? findAll(event.fields, event.text) : findField(event.fields, field);
  const holds = operandsOf(key, value, placeholders).map((group) =>
    group.map((operand) => testOperand(operand, found, event)).some(Boolean));
  const result = modifiers.includes("all") ? holds.every(Boolean) : holds.some(Boolean);
  return modifiers.includes("neq") ? !result : result;
}

/** What each value of an item became; the alternatives that one value was expanded to stay alternatives under `all`. */
export function operandsOf(key: string, value: unknown, placeholders: Placeholders): readonly (readonly Operand[])[] {
  const [field = "", ...modifiers] = key.split("|");
  const names = modifiers.filter((name) => name !== "all" && name !== "neq");
  const values: readonly unknown[] = Array.isArray(value) ? (value.length === 0 ? [null] : value) : [value];
  return values.map((one) => {
    const operands = names.reduce<readonly Operand[]>(
      (all, name, i) => all.flatMap((operand) => modify(name, operand, i, placeholders)), [plain(one)]);
    return field === "" ? operands.map(asKeyword) : operands;
  });
}

/** What a value of YAML means before any modifier. A number or boolean is its canonical text. */
function plain(value: unknown): Operand {
  if (value === null) return { kind: "null" };
  if (typeof value === "string") return { kind: "text", text: parseText(value), cased: false, source: value };
  if (typeof value === "number" || typeof value === "boolean") {
    return { kind: "text", text: literal(String(value)), cased: false, source: value };
  }
  throw new IllegalRule(`${JSON.stringify(value)} is no value of an item`);
}

/** A keyword may stand anywhere in a value. */
function asKeyword(operand: Operand): Operand {
  if (operand.kind === "text") return { ...operand, text: [ANY, ...operand.text, ANY] };
  if (operand.kind === "regex") return operand;
  throw new IllegalRule(`${operand.kind} needs a field`);
}

function testOperand(operand: Operand, found: Found, event: Event): boolean {
  if (operand.kind === "exists") return found.present === operand.want;
  if (operand.kind === "null") return !found.present || found.values.includes(null);
  return found.values.some((value) => testValue(operand, value, event));
}

/** Whether one value that is there meets an operand. Null and objects meet none of these. */
function testValue(operand: Operand, value: Value, event: Event): boolean {
  const text = textOf(value);
  if (text === undefined) return false;
  switch (operand.kind) {
    case "text": return matchText(operand.text, text, operand.cased);
    case "regex": return search(operand.regex, text);
    case "number": return compare(operand.operator, value, operand.number);
    case "part": return compare(operand.operator, partOf(operand.part, value), operand.number);
    case "network": return inNetwork(text, operand.network);
    case "field": return findField(event.fields, operand.name).values.some((other) => {
      const otherText = textOf(other);
      return otherText !== undefined && otherText !== "" && matchText(between(operand, otherText), text, false);
    });
    default: throw new Error(`${operand.kind} is no test of a value`);
  }
}

const textOf = (value: Value): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;

const between = ({ before, after }: { readonly before: boolean; readonly after: boolean }, text: string): Text =>
  [...(before ? [ANY] : []), ...literal(text), ...(after ? [ANY] : [])];
