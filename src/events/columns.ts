// The columns of the two tables, in the order in which rows are written.
import { HOT_FIELDS, type HotField } from "../normalise/index.ts";
import { fieldOf } from "./filter/index.ts";

/** One column: its type, how it is compressed where that is not ClickHouse's default. */
export type Column = { readonly name: string; readonly type: string; readonly codec?: string };

const LOW = "LowCardinality(String)";
const TIME = "DateTime64(3, 'UTC')";

const column = (name: string, type: string, codec?: string): Column => (codec === undefined ? { name, type } : { name, type, codec });

/** What both tables hold of every line. */
const ARRIVAL: readonly Column[] = [
  column("tenant", LOW),
  column("arrived", TIME, "Delta, ZSTD(1)"),
  column("id", "FixedString(16)", "NONE"),
  column("seq", "UInt64", "Delta, ZSTD(1)"),
  column("line", "UInt32", "ZSTD(1)"),
  column("part", "UInt32", "ZSTD(1)"),
  column("batch", "UInt64", "ZSTD(1)"),
  column("key", "String", "ZSTD(1)"),
  column("source", LOW),
  column("collector", LOW),
  column("raw", "String", "ZSTD(1)"),
];

/** Columns of `quarantine`: lines that nobody could read. */
export const QUARANTINE_COLUMNS: readonly Column[] = [...ARRIVAL, column("reason", LOW), column("shape", LOW)];

// Fields whose values hardly repeat: a dictionary of them would be as large as the column.
const MANY_VALUES: ReadonlySet<string> = new Set([
  "message", "process.command_line", "process.parent.command_line", "process.entity_id", "process.parent.entity_id", "registry.data.strings",
  "url.original", "url.query", "email.subject", "email.message_id", "event.id", "winlog.logon.id", "http.request.referrer",
]);

/** The column of a hot field. A keyword that an event lacks is the empty text, a number or an address is NULL, a list is empty. */
export function hotColumn({ name: field, type, list }: HotField): Column {
  const name = fieldOf(field).column ?? field;
  if (type === "long") return column(name, "Nullable(Int64)", "ZSTD(1)");
  if (type === "ip") return column(name, "Nullable(IPv6)", "ZSTD(1)");
  const text = MANY_VALUES.has(field) ? "String" : LOW;
  return column(name, list === true ? `Array(${text})` : text, "ZSTD(1)");
}

/** Columns of `event`. */
export const EVENT_COLUMNS: readonly Column[] = [...ARRIVAL, column("time", TIME, "Delta, ZSTD(1)"), column("technology", LOW), ...HOT_FIELDS.map(hotColumn)];

/** The index of words: it costs as much as all the rest of an insert, so merges make it, and the newest rows are read without. */
export const INDEXED_BY_MERGES = "by_word";

/** A name as SQL takes it. Only for names of our own. */
export const quoted = (name: string): string => `\`${name.replace(/[\\`]/g, "\\$&")}\``;
