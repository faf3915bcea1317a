import type { Value } from "../../core/index.ts";
import { fold } from "../sigma/index.ts";

// An event that lists a thousand users in two fields would join a million groups.
const MAX_COMBINATIONS = 64;

/** The values of one event, compared as Sigma compares: as text, without case. */
export type Combination = { readonly key: string; readonly shown: readonly string[] };

/** A value as text: numbers and truth values as they are written, an absent, null or empty one as undefined. */
function textOf(value: Value): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return undefined;
}

/**
 * The texts at these places, one combination for each element of a list; none if one place has no text.
 * `cut` is told how many combinations were left out.
 */
export function combinations(values: readonly Value[], places: readonly number[], cut: (count: number) => void): readonly Combination[] {
  if (places.length === 1) {
    const value = values[places[0]!];
    const text = textOf(value);
    if (text !== undefined) return [{ key: fold(text), shown: [text] }];
    if (!Array.isArray(value)) return [];
  }
  const lists = places.map((place) => distinctTexts(values[place]));
  const total = lists.reduce((product, list) => product * list.length, 1);
  if (total > MAX_COMBINATIONS) cut(total - MAX_COMBINATIONS);
  return Array.from({ length: Math.min(total, MAX_COMBINATIONS) }, (_, n) => nth(lists, n));
}

function distinctTexts(value: Value): readonly string[] {
  const texts = new Map<string, string>();
  const collect = (part: Value, depth: number): void => {
    const text = textOf(part);
    if (text !== undefined) {
      if (!texts.has(fold(text))) texts.set(fold(text), text);
    } else if (Array.isArray(part) && depth < 4) for (const element of part as readonly Value[]) collect(element, depth + 1);
  };
  collect(value, 0);
  return [...texts.values()];
}

function nth(lists: readonly (readonly string[])[], n: number): Combination {
  let rest = n;
  const shown = lists.map((list) => {
    const text = list[rest % list.length]!;
    rest = Math.floor(rest / list.length);
    return text;
  });
  return { key: keyOf(shown), shown };
}

/** One text for several. The lengths keep `a|b`, `c` and `a`, `b|c` apart: values are the attacker's. */
function keyOf(shown: readonly string[]): string {
  if (shown.length === 1) return fold(shown[0]!);
  return shown.map((text) => fold(text)).map((text) => `${text.length}:${text}`).join("");
}

/** The numbers in a value: its own, or those of a list's elements. Text counts if it is a decimal number and nothing else. */
export function numbersIn(value: Value, depth = 0): readonly number[] {
  if (typeof value === "number") return Number.isFinite(value) ? [value] : [];
  if (typeof value === "string") return decimal(value);
  return Array.isArray(value) && depth < 4 ? (value as readonly Value[]).flatMap((part) => numbersIn(part, depth + 1)) : [];
}

function decimal(text: string): readonly number[] {
  if (text.length > 40 || !/^ *[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? *$/.test(text)) return [];
  const number = Number(text);
  return Number.isFinite(number) ? [number] : [];
}
