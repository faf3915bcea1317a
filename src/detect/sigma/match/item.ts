import type { Value } from "../../../core/index.ts";
import type { Item } from "../parse/expression.ts";
import { MAX_DEPTH } from "../values/depth.ts";
import { fold } from "../values/fold.ts";
import { compilePattern } from "../values/wildcard.ts";
import { compileTest, type FieldTest, type TextTest, type ValueTest } from "../values/value-test.ts";

/** Tests one event's values; the slow and direct form, for explanations and for what the index cannot hold. */
export type ItemTest = (value: Value, read: (field: string) => Value) => boolean;

const compiled = new WeakMap<Item, ItemTest>();

/** Compiles an item, once. In a list any element satisfies it; an object is only present; an absent field is only absent. */
export function compileItem(item: Item): ItemTest {
  const known = compiled.get(item);
  if (known !== undefined) return known;
  const tests = item.tests.map(compileOne);
  const test: ItemTest = (value, read) => tests.some((one) => one(value, read));
  compiled.set(item, test);
  return test;
}

function compileOne(test: ValueTest): ItemTest {
  switch (test.kind) {
    case "exists": return (value) => (value !== undefined) === test.want;
    case "null": return (value) => value === undefined || anyElement(value, (element) => element === null);
    case "field": return (value, read) => fieldsMatch(test, value, read(test.field));
    default: {
      const matches = compileTest(test);
      return (value) => anyElement(value, (element) => testText(matches, element));
    }
  }
}

function testText(matches: TextTest, element: Value): boolean {
  if (element === undefined || element === null || typeof element === "object") return false;
  const text = String(element);
  return matches(text, foldOnce(text));
}

let lastText = "";
let lastFolded = "";

/** A rule's tests look at one value after the other's, so the last one's fold is kept: a long value is folded once. */
function foldOnce(text: string): string {
  if (text === lastText) return lastFolded;
  lastFolded = fold(text);
  lastText = text;
  return lastFolded;
}

function anyElement(value: Value, holds: (element: Value) => boolean, depth = 0): boolean {
  if (!Array.isArray(value)) return holds(value);
  return depth < MAX_DEPTH && (value as readonly Value[]).some((element) => anyElement(element, holds, depth + 1));
}

/** Whether the value stands to that of the other field as the test asks; false where either is absent or the other is empty: everything begins with nothing. */
function fieldsMatch(test: FieldTest, value: Value, other: Value): boolean {
  const shown = (text: string): string => (test.cased ? text : fold(text));
  return anyElement(other, (needle) => {
    if (needle === undefined || needle === null || typeof needle === "object") return false;
    const literal = shown(String(needle));
    if (literal === "") return false;
    const matches = compilePattern([...(test.opensStart ? [0 as const] : []), literal, ...(test.opensEnd ? [0 as const] : [])]);
    return anyElement(value, (element) => element !== undefined && element !== null && typeof element !== "object" && matches(shown(String(element))));
  });
}
