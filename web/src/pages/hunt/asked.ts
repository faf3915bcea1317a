// What the address of a hunt holds: the query, filters as chips, the range, the columns. What is asked of the API is
// made of these.
import type { View } from "../../data/search.ts";

/** A chip: a field and a value, in or out, at work or switched off. */
export type Filter = { readonly field: string; readonly value: string; readonly isOut: boolean; readonly isOff: boolean };
export type Range = { readonly last: string } | { readonly since: string; readonly until: string };

/** Ranges that end now, by name, in milliseconds. */
export const LASTS: Readonly<Record<string, number>> = { "15m": 900_000, "1h": 3_600_000, "4h": 14_400_000, "24h": 86_400_000, "7d": 604_800_000, "30d": 2_592_000_000, "183d": 15_811_200_000 };
const USUAL = "24h";
const FILTERS_AT_MOST = 50;

/** Columns of a table that nobody has changed; `*` is what happened, in the fields that tell it. */
export const USUAL_COLUMNS: readonly string[] = ["host.name", "user.name", "*"];

const isTime = (text: string | undefined): text is string => text !== undefined && !Number.isNaN(Date.parse(text));

export function rangeOf({ since, until, last }: View): Range {
  if (isTime(since) && isTime(until) && Date.parse(since) < Date.parse(until)) return { since: new Date(since).toISOString(), until: new Date(until).toISOString() };
  return { last: last !== undefined && Object.hasOwn(LASTS, last) ? last : USUAL };
}

/** A range as two times. */
export const timesOf = (range: Range, now: number): { readonly since: string; readonly until: string } =>
  "last" in range ? { since: new Date(now - (LASTS[range.last] ?? 0)).toISOString(), until: new Date(now).toISOString() } : range;

/** The chips of an address; whatever does not fit is left out, as anybody may have written it. */
export function filtersOf({ f }: View): readonly Filter[] {
  if (f === undefined) return [];
  try {
    const read: unknown = JSON.parse(f);
    if (!Array.isArray(read)) return [];
    return read.slice(0, FILTERS_AT_MOST).flatMap((one: unknown) => {
      if (!Array.isArray(one)) return [];
      const [field, value, isOut, isOff] = one as readonly unknown[];
      return typeof field === "string" && typeof value === "string" && FIELD.test(field) ? [{ field, value, isOut: isOut === 1, isOff: isOff === 1 }] : [];
    });
  } catch {
    return [];
  }
}

/** As the address holds them. */
export const writeFilters = (filters: readonly Filter[]): string | undefined => (filters.length === 0 ? undefined : JSON.stringify(filters.map(({ field, value, isOut, isOff }) => [field, value, isOut ? 1 : 0, isOff ? 1 : 0])));

// What the language takes for a name without a backslash.
const FIELD = /^[^\s():<>"*{}\\]+$/;

export const columnsOf = ({ cols }: View): readonly string[] => (cols === undefined || cols === "" ? USUAL_COLUMNS : [...new Set(cols.split(",").filter((name) => name === "*" || FIELD.test(name)))]);

/** A value as the language takes it for itself. */
const quoted = (value: string): string => `"${value.replaceAll("\\", "\\\\").replaceAll("\"", "\\\"")}"`;

/** A field and one of its values, as a term. */
export const termOf = (field: string, value: string): string => `${field}: ${quoted(value)}`;

/** The query and the chips that are at work, as one query: several values of one field are any of them. */
export function queryOf(query: string, filters: readonly Filter[]): string {
  const on = filters.filter(({ isOff }) => !isOff);
  const wanted = Map.groupBy(on.filter(({ isOut }) => !isOut), ({ field }) => field);
  const ins = [...wanted].map(([field, list]) => (list.length === 1 ? termOf(field, list[0]!.value) : `${field}: (${list.map(({ value }) => quoted(value)).join(" or ")})`));
  const outs = on.filter(({ isOut }) => isOut).map(({ field, value }) => `not ${termOf(field, value)}`);
  const own = query.trim();
  const parts = [...(own === "" ? [] : [ins.length + outs.length === 0 ? own : `(${own})`]), ...ins, ...outs];
  return parts.join(" and ");
}

/** Adds a chip; one of the same field and value gives way. */
export const withFilter = (filters: readonly Filter[], added: Filter): readonly Filter[] => [...filters.filter(({ field, value }) => field !== added.field || value !== added.value), added];
