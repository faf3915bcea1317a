// A record under the source's own words → what it says of an asset. Pure.
import { AssetValues, ENVIRONMENTS, EXPOSURES } from "../../contract/cmdb.ts";
import type { ImportField, ImportMapping } from "../../contract/cmdb-import.ts";
import { DomainError } from "../../core/index.ts";
import type { AssetValues as Values } from "../assets/asset.ts";
import { digestOf } from "../assets/digest.ts";
import { normalValues } from "../assets/values.ts";
import { readDate } from "./read-date.ts";
import type { Reading, FileRecord } from "./read-file.ts";

/** A row that says something of an asset; `key` is what the source itself knows it by. `leftOut`: entries of lists that are none. */
export type Row = { readonly line: number; readonly key: string; readonly values: Values; readonly digest: string; readonly leftOut?: readonly string[] };
export type RefusedRow = { readonly line: number; readonly key: string | undefined; readonly reason: string };

/** How one field is read. */
type Column = { readonly from?: string | undefined; readonly constant?: string | undefined; readonly values?: ReadonlyMap<string, string> | undefined; readonly otherwise?: string | undefined; readonly separator?: string | undefined; readonly prefix?: string | undefined };

export type Mapper = (record: FileRecord) => Row | RefusedRow;

/**
 * Compiles a mapping for a file; one that names columns which the file does not have is refused before any row is read.
 * `isLenient`: a host name, MAC or IP address that is none is left out of its row, and does not refuse it.
 */
export function compileMapping(mapping: ImportMapping, { format, columns: present }: Pick<Reading, "format" | "columns">, isLenient = false): { readonly map: Mapper; readonly unused: readonly string[] } {
  const columns = Object.entries(mapping.columns).map(([field, column]) => [field as ImportField, columnOf(column)] as const);
  const named = [mapping.key, ...columns.flatMap(([, { from }]) => from ?? [])];
  const known = new Set(present);
  // Of JSON the first name of a path; records need not all have it.
  const missing = named.filter((name) => !known.has(name) && !(format === "json" && known.has(name.split(".")[0] ?? "")));
  if (missing.length > 0) throw new DomainError("invalid", `The file has no column ${missing.map((name) => `"${name}"`).join(", ")}: it has ${present.slice(0, 50).map((name) => `"${name}"`).join(", ")}.`);
  const used = new Set(named.flatMap((name) => [name, name.split(".")[0] ?? ""]));
  return { map: (record) => mapRecord(record, mapping, columns, isLenient), unused: present.filter((name) => name !== "" && !used.has(name)) };
}

function columnOf(column: NonNullable<ImportMapping["columns"][ImportField]>): Column {
  if (typeof column === "string") return { from: column };
  return { ...column, values: column.values === undefined ? undefined : new Map(Object.entries(column.values).map(([from, to]) => [fold(from), to])) };
}

const fold = (text: string): string => text.trim().toLowerCase();

const LISTS: ReadonlySet<string> = new Set(["names", "addresses", "macs", "tags", "services", "externalIds"]);

function mapRecord(record: FileRecord, mapping: ImportMapping, columns: readonly (readonly [ImportField, Column])[], isLenient: boolean): Row | RefusedRow {
  const [key = ""] = [record.get(mapping.key) ?? ""].flat();
  if (key.trim() === "") return { line: record.line, key: undefined, reason: `"${mapping.key}" is empty, and it is the key` };
  if (key.length > 200) return { line: record.line, key: undefined, reason: `"${mapping.key}" has more than 200 characters, and it is the key` };
  const given: { [field in ImportField]?: readonly string[] } = {};
  for (const [field, column] of columns) {
    const words = wordsOf(record, column, LISTS.has(field));
    if (words.length > 0) given[field] = words;
  }
  const { values, wrong, leftOut } = valuesOf(given, mapping, isLenient);
  if (wrong.length > 0) return { line: record.line, key: key.trim(), reason: wrong.slice(0, 5).join("; ").slice(0, 1000) };
  return { line: record.line, key: key.trim(), values, digest: digestOf({ values }), ...(leftOut.length === 0 ? {} : { leftOut }) };
}

const SEPARATORS = /[,;|\n\r]+/;

function wordsOf(record: FileRecord, { from, constant, values, otherwise, separator, prefix = "" }: Column, isList: boolean): readonly string[] {
  const held = [constant ?? (from === undefined ? "" : (record.get(from) ?? ""))].flat();
  const cut = isList ? held.flatMap((text) => text.split(separator ?? SEPARATORS)) : held.slice(0, 1);
  return cut.flatMap((text) => {
    const trimmed = text.trim();
    if (trimmed === "") return [];
    const meant = (values === undefined ? trimmed : (values.get(fold(trimmed)) ?? otherwise ?? trimmed)).trim();
    return meant === "" ? [] : [prefix + meant];
  });
}

// Words that are meant as one of ours, whatever their case and separators.
const WORDS: ReadonlySet<string> = new Set(["kind", "environment", "exposure", "lifecycle"]);
const CRITICALITIES: ReadonlyMap<string, number> = new Map([["1", 1], ["2", 2], ["3", 3], ["4", 4], ["low", 1], ["normal", 2], ["medium", 2], ["high", 3], ["critical", 4]]);

function valuesOf(given: { readonly [field in ImportField]?: readonly string[] }, mapping: ImportMapping, isLenient: boolean): { readonly values: Values; readonly wrong: readonly string[]; readonly leftOut: readonly string[] } {
  const wrong: string[] = [];
  const { zone, addressFrom, addressUntil, addresses, criticality, ...others } = given;
  const asked: { [name: string]: unknown } = {};
  for (const [field, words] of Object.entries(others)) asked[field] = LISTS.has(field) ? words : WORDS.has(field) ? fold(words[0] ?? "").replaceAll(/[\s-]+/g, "_") : words[0];
  const level = criticality?.[0];
  if (level !== undefined) asked["criticality"] = CRITICALITIES.get(fold(level)) ?? level;
  if (addresses !== undefined) {
    const [from, until] = [addressFrom, addressUntil].map((words) => dateOf(words?.[0], mapping, wrong));
    asked["addresses"] = addresses.map((address) => ({ ...placed(address, zone?.[0] ?? null), from: from ?? null, until: until ?? null }));
  }
  const checked = AssetValues.safeParse(asked);
  if (!checked.success) return { values: {}, leftOut: [], wrong: [...wrong, ...checked.error.issues.map(({ path, message }) => `${path.join(".")} ${said(asked, path)}: ${message}${hintOf(String(path[0]))}`)] };
  const normal = normalValues(checked.data);
  return isLenient ? { values: normal.values, wrong, leftOut: normal.wrong } : { values: normal.values, wrong: [...wrong, ...normal.wrong], leftOut: [] };
}

/** `10.0.0.1@DMZ` names a zone of its own. */
function placed(address: string, zone: string | null): { readonly ip: string; readonly zone: string | null } {
  const [ip = "", own, ...more] = address.split("@").map((part) => part.trim());
  return own === undefined || own === "" || more.length > 0 ? { ip: more.length > 0 ? address : ip, zone } : { ip, zone: own };
}

const said = (asked: { readonly [name: string]: unknown }, path: readonly PropertyKey[]): string => {
  const value = asked[String(path[0])];
  return JSON.stringify(Array.isArray(value) && typeof path[1] === "number" ? value[path[1]] : value)?.slice(0, 100) ?? "";
};

const hintOf = (field: string): string => (field === "environment" ? ` (${ENVIRONMENTS.join(", ")}; map others by values)` : field === "exposure" ? ` (${EXPOSURES.join(", ")}; map others by values)` : WORDS.has(field) || field === "criticality" ? " (map the source's own words by values)" : "");

function dateOf(text: string | undefined, { dateOrder, timezoneOffset }: ImportMapping, wrong: string[]): string | undefined {
  if (text === undefined) return undefined;
  const date = readDate(text, dateOrder, timezoneOffset);
  if (date === undefined) wrong.push(`"${text.slice(0, 50)}" is no date in the order ${dateOrder}`);
  return date?.toISOString();
}
