// A file → records with their place. A record that cannot be read is a refusal with its line.
import { setImmediate as breathe } from "node:timers/promises";
import { CsvError, parse } from "csv-parse";
import type { ImportMapping } from "../../contract/cmdb-import.ts";
import { DomainError } from "../../core/index.ts";
import { decodeFile, type Encoding } from "./decode.ts";

/** One row: `get` gives what a column holds, several values where a JSON path leads to a list. */
export type FileRecord = { readonly line: number; readonly get: (column: string) => string | readonly string[] | undefined };
export type Refusal = { readonly line: number; readonly reason: string };
export type Reading = { readonly format: "csv" | "json"; readonly encoding: Encoding; readonly delimiter: string | null; readonly columns: readonly string[] };
export type ReadFile = { readonly reading: Reading; readonly records: readonly FileRecord[]; readonly refused: readonly Refusal[] };

const MAX_RECORDS = 500_000;
const MAX_COLUMNS = 1_000;
const MAX_RECORD_CHARS = 256 * 1024;

/** Reads a file as the mapping says, and finds out what it does not say. */
export function readFile(bytes: Uint8Array, mapping: Pick<ImportMapping, "format" | "encoding" | "delimiter" | "records">): Promise<ReadFile> {
  const { text, encoding } = decodeFile(bytes, mapping.encoding);
  return mapping.format === "json" ? readJson(text, encoding, mapping.records) : readCsv(text, encoding, mapping.delimiter);
}

async function readCsv(whole: string, encoding: Encoding, named: string | undefined): Promise<ReadFile> {
  // Excel's own first line: `sep=;`
  const sep = /^sep=(.)\r?\n/i.exec(whole);
  const text = sep === null ? whole : whole.slice(sep[0].length);
  const delimiter = named ?? sep?.[1] ?? delimiterOf(text);
  const linesBefore = sep === null ? 0 : 1;
  const refused: Refusal[] = [];
  const records: FileRecord[] = [];
  let header: Header | undefined;
  for await (const { cells, line } of rowsOf(text, delimiter, ({ lines = 0, message }) => refused.push({ line: lines + linesBefore, reason: message.slice(0, 300) }))) {
    if (header === undefined) {
      const unread = refused.find((one) => one.line < line + linesBefore);
      if (unread !== undefined) throw new DomainError("invalid", `The first line, which names the columns, cannot be read: ${unread.reason}.`);
      header = headerOf(cells);
    } else if (cells.length !== header.columns.length) refused.push({ line: line + linesBefore, reason: `it has ${cells.length} cells, the heading ${header.columns.length}` });
    else if (cells.some((cell) => cell.trim() !== "")) records.push(rowOf(cells, line + linesBefore, header));
    if (records.length > MAX_RECORDS) throw new DomainError("invalid", `The file has more than ${MAX_RECORDS} rows: split it by source.`);
    if (records.length % 2_000 === 0) await breathe();
  }
  if (header === undefined) throw new DomainError("invalid", "The file is empty: its first line names the columns.");
  return { reading: { format: "csv", encoding, delimiter, columns: header.columns }, records, refused };
}

/** Rows as they stand; of those that cannot be read `skip` hears. A quote that is never closed swallows the rest: then nothing is read. */
async function* rowsOf(text: string, delimiter: string, skip: (error: Error & { readonly lines?: number }) => void): AsyncGenerator<{ readonly cells: readonly string[]; readonly line: number }> {
  const parser = parse({ delimiter, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: MAX_RECORD_CHARS, skip_records_with_error: true, encoding: "utf8" });
  let broken: Error | undefined;
  parser.on("skip", (error: CsvError) => (FATAL.has(error.code) ? (broken ??= error) : skip(error)));
  parser.end(text);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ readonly record: readonly string[]; readonly info: { readonly lines: number } }>) yield { cells: record, line: info.lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    broken = error;
  }
  if (broken !== undefined) throw new DomainError("invalid", `The file cannot be read to its end: ${broken.message.slice(0, 300)}.`);
}

const FATAL: ReadonlySet<string> = new Set(["CSV_QUOTE_NOT_CLOSED", "CSV_MAX_RECORD_SIZE"]);

type Header = { readonly columns: readonly string[]; readonly places: ReadonlyMap<string, number> };

function headerOf(cells: readonly string[]): Header {
  const columns = cells.map((cell) => cell.trim());
  if (columns.length > MAX_COLUMNS) throw new DomainError("invalid", `The file has ${columns.length} columns, more than ${MAX_COLUMNS}: is the delimiter right?`);
  const twice = columns.find((name, i) => name !== "" && columns.indexOf(name) !== i);
  if (twice !== undefined) throw new DomainError("invalid", `Two columns are named "${twice}": give them names of their own.`);
  return { columns, places: new Map(columns.map((name, i) => [name, i])) };
}

const rowOf = (cells: readonly string[], line: number, { places }: Header): FileRecord => ({ line, get: (column) => cells[places.get(column) ?? -1] });

const DELIMITERS = [";", ",", "\t", "|"];

/** The one that the heading has most of, outside quotes. */
function delimiterOf(text: string): string {
  const heading = text.slice(0, text.search(/\r|\n|$/)).replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => heading.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

async function readJson(text: string, encoding: Encoding, path: string | undefined): Promise<ReadFile> {
  const all = at(parsed(text), path);
  if (!Array.isArray(all)) throw new DomainError("invalid", path === undefined ? "The file is no list of records: say in the mapping under which name it stands (records)." : `There is no list at ${path} in the file.`);
  if (all.length > MAX_RECORDS) throw new DomainError("invalid", `The file has more than ${MAX_RECORDS} records: split it by source.`);
  await breathe();
  return readRecords(all, encoding);
}

/** Records that came one by one, not as a file: their place is their number. */
export function readRecords(all: readonly unknown[], encoding: Encoding = "utf-8"): ReadFile {
  const refused: Refusal[] = [];
  const columns = new Set<string>();
  const records = all.flatMap((record: unknown, i): readonly FileRecord[] => {
    const line = i + 1;
    if (typeof record !== "object" || record === null || Array.isArray(record)) {
      refused.push({ line, reason: "it is no record with names" });
      return [];
    }
    if (columns.size < MAX_COLUMNS) for (const name of Object.keys(record)) columns.add(name);
    return [{ line, get: (column) => texts(at(record, column)) }];
  });
  return { reading: { format: "json", encoding, delimiter: null, columns: [...columns] }, records, refused };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DomainError("invalid", `The file is no JSON: ${error instanceof Error ? error.message.slice(0, 200) : "it cannot be read"}.`);
  }
}

/** What stands at a path of names; in a list, what stands there in each entry. A name with dots of its own counts as it is. */
function at(value: unknown, path: string | undefined): unknown {
  if (path === undefined) return value;
  if (isRecord(value) && Object.hasOwn(value, path)) return value[path];
  return path.split(".").reduce<unknown>((inner, name) => (Array.isArray(inner) ? inner.map((entry) => own(entry, name)) : own(inner, name)), value);
}

const isRecord = (value: unknown): value is Readonly<{ [name: string]: unknown }> => typeof value === "object" && value !== null && !Array.isArray(value);
const own = (value: unknown, name: string): unknown => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined);

function texts(value: unknown): string | readonly string[] | undefined {
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => texts(entry) ?? []);
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
