// Places in lists, as `next` tells them and `after` takes them: the values of the last entry by which the list is sorted.
import { DomainError } from "../core/index.ts";

/** A place as text. */
export const placeAfter = (values: readonly (string | number | null)[]): string => Buffer.from(JSON.stringify(values)).toString("base64url");

/** The values of a place; refuses what this list has not given. */
export function placeOf(text: string, count: number): readonly (string | number | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    const isPlace = Array.isArray(values) && values.length === count && values.every((value) => value === null || typeof value === "number" || (typeof value === "string" && value.length < 300 && !value.includes("\0")));
    if (isPlace) return values as readonly (string | number | null)[];
  } catch {}
  throw new DomainError("invalid", "`after` is no place in this list: take `next` from the page before.");
}

/** The time in a place. */
export function timeOfPlace(value: string | number | null | undefined): Date {
  const time = new Date(typeof value === "string" ? value : Number.NaN);
  if (Number.isNaN(time.getTime())) throw new DomainError("invalid", "`after` is no place in this list: take `next` from the page before.");
  return time;
}
