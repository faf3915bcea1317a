// Random events that rules are likely to meet: values are made from the rules' own operands, then spoilt now and then.
import type { Event, Fields, Value } from "../../src/core/index.ts";
import { eventOf } from "../reference/event.ts";
import { IllegalRule } from "../reference/illegal.ts";
import { operandsOf } from "../reference/item.ts";
import type { Operand } from "../reference/modifiers.ts";
import type { Text } from "../reference/text.ts";
import { ADDRESSES, NUMBERS, NUMERALS, ODD, PIECES, PLACEHOLDERS, PLAIN, TIMES } from "./alphabet.ts";
import type { Detection } from "./generate.ts";

/** A die that falls the same way for the same seed: a whole number below `sides`. */
type Die = (sides: number) => number;

/** Mulberry32. */
function dieOf(seed: number): Die {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

const pick = <T>(die: Die, items: readonly T[]): T => items[die(items.length)]!;
const chance = (die: Die, percent: number): boolean => die(100) < percent;

/** An event that meets some items of some of the rules. */
export function eventFor(rules: readonly Detection[], seed: number): Event {
  const die = dieOf(seed);
  const flat: Record<string, Value> = {};
  const lines: string[] = [];
  for (const rule of [pick(die, rules), pick(die, rules), pick(die, rules)]) {
    for (const [key, value] of itemsOf(rule)) {
      if (chance(die, 80)) addItem({ die, flat, lines }, key, value);
    }
  }
  if (chance(die, 30)) flat[pick(die, ["F", "G", "a.b"])] = odd(die);
  const fields = nest(die, flat, lines);
  const text = chance(die, 30) ? lines.join(pick(die, [" ", "", "\n"])) : undefined;
  return eventOf(fields, text, chance(die, 60) ? jsonOf(die, fields) : undefined);
}

function itemsOf(rule: Detection): readonly (readonly [string, unknown])[] {
  const { condition: _, ...selections } = rule;
  const walk = (part: unknown): readonly (readonly [string, unknown])[] => {
    if (Array.isArray(part)) return part.flatMap(walk);
    return typeof part === "object" && part !== null ? Object.entries(part) : [["", part]];
  };
  return Object.values(selections).flatMap(walk);
}

type Draft = { readonly die: Die; readonly flat: Record<string, Value>; readonly lines: string[] };

function addItem({ die, flat, lines }: Draft, key: string, value: unknown): void {
  const [field = ""] = key.split("|");
  const groups = operands(key, value);
  const chosen = key.includes("|all") && chance(die, 80) ? groups : groups.length > 0 ? [pick(die, groups)] : [];
  const made = chosen.filter((group) => group.length > 0).map((group) => valueFor(die, pick(die, group), flat)).filter((one) => one !== undefined);
  if (made.length === 0) return;
  if (field === "") {
    lines.push(...made.map(String));
    return;
  }
  const joined: Value = made.length > 1 && made.every((one) => typeof one === "string") && chance(die, 50) ? made.join("") : made.length > 1 ? made : made[0];
  const before = flat[field];
  flat[field] = before === undefined || chance(die, 60) ? joined : [before, joined];
}

function operands(key: string, value: unknown): readonly (readonly Operand[])[] {
  try {
    return operandsOf(key, value, PLACEHOLDERS);
  } catch (error) {
    if (error instanceof IllegalRule) return [];
    throw error;
  }
}

function valueFor(die: Die, operand: Operand, flat: Readonly<Record<string, Value>>): Value {
  if (chance(die, 5)) return odd(die);
  switch (operand.kind) {
    case "null": return chance(die, 50) ? null : undefined;
    case "exists": return chance(die, 30) ? undefined : odd(die);
    case "text": return typedAgain(die, spell(die, operand.text));
    case "regex": return sample(die, operand.pattern);
    case "number": {
      const near = operand.number + pick(die, [0, 0, 1, -1, 0.5]);
      return chance(die, 30) ? near : chance(die, 30) ? String(near) : pick<Value>(die, [...NUMERALS, ...NUMBERS]);
    }
    case "part": return pick<Value>(die, TIMES);
    case "network": return pick(die, ADDRESSES);
    case "field": {
      const other = flat[operand.name];
      return typeof other === "string" ? swapCase(die, `${operand.before ? "b" : ""}${other}${operand.after ? "a" : ""}`) : (other ?? "a");
    }
  }
}

/** A text that meets a pattern, unless a character's case has no such relative. */
function spell(die: Die, text: Text): string {
  const parts = text.map((token) => {
    if ("char" in token) return token.char;
    const filling = chance(die, 2) ? 300 : pick(die, [0, 0, 1, 2]);
    return token.wild === "?" ? letter(die) : Array.from({ length: filling }, () => letter(die)).join("");
  });
  const spelt = swapCase(die, parts.join(""));
  return chance(die, 90) ? spelt : chance(die, 50) ? spelt.slice(1) : spelt + letter(die);
}

const letter = (die: Die): string => (chance(die, 80) ? pick<string>(die, PLAIN) : pick<string>(die, [...ODD, "*", "?"]));

const RELATIVES = ["kK\u212a", "sSſ", "ßẞ", "σςΣ", "iIİı", "åÅ\u212b", "µμ", "ǆǅǄ", "𐐀𐐨", "-/–—―"].map((all) => [...all]);

function swapCase(die: Die, text: string): string {
  if (chance(die, 50)) return text;
  return [...text].map((char) => {
    if (chance(die, 50)) return char;
    const relatives = RELATIVES.find((all) => all.includes(char) && (all[0] !== "-" || chance(die, 30)));
    return relatives === undefined ? (chance(die, 50) ? char.toUpperCase() : char.toLowerCase()) : pick(die, relatives);
  }).join("");
}

/** A number or boolean where the text is just that: events are typed, or not, as their products like. */
function typedAgain(die: Die, text: string): Value {
  if (text === "true" || text === "false") return chance(die, 50) ? text === "true" : text;
  return text !== "" && String(Number(text)) === text && chance(die, 50) ? Number(text) : text;
}

function sample(die: Die, pattern: string): string {
  const [known] = PIECES.filter(([source]) => pattern.startsWith(source)).toSorted((a, b) => b[0].length - a[0].length);
  if (pattern === "") return "";
  if (known !== undefined) return (chance(die, 90) ? known[1] : letter(die)) + sample(die, pattern.slice(known[0].length));
  return pattern.startsWith("(?i)") ? sample(die, pattern.slice(4)) : sample(die, pattern.slice(1));
}

const odd = (die: Die): Value => pick<Value>(die, [
  null, "", "a", "ab", " ", "null", 0, 1, -1, 1.5, true, false, [], ["a", null], [[], ["b", [1]]], { a: "b" }, {}, [{ b: "a" }, "c"],
  { b: ["a", { d: "c" }] }, "*", "?", "\\", "true", "1e+21", 1e21, pick(die, NUMERALS), pick(die, TIMES), pick(die, ADDRESSES),
  "a\ud83d", "\ude00b", "constructor", "[object Object]", "undefined",
]);

/** Puts names with dots flat, into objects or into arrays of objects; keywords that fit nowhere else go into other fields. */
function nest(die: Die, flat: Readonly<Record<string, Value>>, lines: readonly string[]): Fields {
  const fields: Record<string, Value> = {};
  for (const [name, value] of Object.entries(flat)) {
    if (value === undefined) continue;
    if (!name.includes(".") || chance(die, 25)) fields[name] = value;
    if (!name.includes(".") || chance(die, 10)) continue;
    const [head = "", ...steps] = name.split(".");
    const inner = steps.reduceRight<Value>((held, step) => (chance(die, 70) ? { [step]: held } : [{ [step]: held }, odd(die)]), value);
    const before = fields[head];
    fields[head] = before === undefined ? inner : Array.isArray(before) ? [...(before as Value[]), inner] : [before, inner];
  }
  if (lines.length > 0 && chance(die, 60)) fields[pick(die, ["msg", "G"])] = chance(die, 50) ? lines.join(" ") : { deep: [...lines] };
  return fields;
}

/** The record's JSON as different writers would write it, and as somebody would who hides; all of them mean the same. */
function jsonOf(die: Die, fields: Fields): string {
  const text = JSON.stringify(fields);
  switch (die(7)) {
    case 0: return text.replaceAll(/[^\0-~]/g, codeOf);
    case 1: return text.replaceAll(/[^\0-~]/g, (char) => codeOf(char).toUpperCase().replace("\\U", "\\u"));
    case 2: return text.replaceAll("/", "\\/");
    case 3: return JSON.stringify(fields, undefined, 2);
    // A letter behind a backslash belongs to an escape.
    case 4: return text.replaceAll(/\\u....|\\.|[a-z1-9]/gi, (part, at: number) =>
      part.length === 1 && inString(text, at) && chance(die, 30) ? codeOf(part) : part);
    case 5: return text.replaceAll(/(?<=[[:,])(?:1|2|100)(?=[,}\]])/g, (number, at: number) => (inString(text, at) ? number : number === "100" ? "1e2" : `${number}.0`));
    default: return text;
  }
}

const codeOf = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

const inString = (json: string, at: number): boolean =>
  (json.slice(0, at).replaceAll(/\\./g, "").match(/"/g) ?? []).length % 2 === 1;
