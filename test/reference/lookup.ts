// Where a field's values are found in an event.
import type { Fields, Value } from "../../src/core/index.ts";

/** What an event holds under one name: nothing, or values, arrays taken apart (an empty one holds no value but is there). */
export type Found = { readonly present: boolean; readonly values: readonly Value[] };

/** The name itself first, dots and all; only then the way through objects that its dots show. */
export function findField(fields: Fields, name: string): Found {
  const flat = member(fields, name);
  const found = flat.length > 0 ? flat : followPath(fields, name.split("."));
  return { present: found.length > 0, values: found.flatMap(elements) };
}

/** Every string, number and boolean of an event, however deep, and its text. */
export function findAll(fields: Fields, text: string | undefined): Found {
  const values = [...scalars(fields), ...(text === undefined ? [] : [text])];
  return { present: true, values };
}

function followPath(value: Value, steps: readonly string[]): readonly Value[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [value];
  return elements(value).flatMap((element) => member(element, step)).flatMap((inner) => followPath(inner, rest));
}

const member = (value: Value, name: string): readonly Value[] =>
  isObject(value) && Object.hasOwn(value, name) && value[name] !== undefined ? [value[name]] : [];

const elements = (value: Value): readonly Value[] => (Array.isArray(value) ? value.flatMap(elements) : [value]);

function scalars(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value.flatMap(scalars);
  if (isObject(value)) return Object.values(value).flatMap(scalars);
  return value === null || value === undefined ? [] : [value];
}

const isObject = (value: Value): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
