// Which names a hunt may use, and what the values behind them are.
import { HOT_FIELDS } from "../../normalise/index.ts";

/**
 * What a field holds. `text`: sentences, of which words are asked. `unknown`: no column; whatever the event has under
 * that name is compared as it is.
 */
export type FieldType = "keyword" | "text" | "long" | "ip" | "time" | "line" | "unknown";

/** A field as far as it is known. `column`: the store's name for it, quoted nowhere yet; undefined if it has none. */
export type Field = { readonly name: string; readonly type: FieldType; readonly isList: boolean; readonly column: string | undefined };

/** The event's document as hunts see it has these beside the fields of ECS: who sent it and what it was taken for. */
const OWN: readonly Field[] = [
  { name: "@timestamp", type: "time", isList: false, column: "time" },
  { name: "event.ingested", type: "time", isList: false, column: "arrived" },
  { name: "event.original", type: "line", isList: false, column: "raw" },
  { name: "vigie.source", type: "keyword", isList: false, column: "source" },
  { name: "vigie.collector", type: "keyword", isList: false, column: "collector" },
  { name: "vigie.technology", type: "keyword", isList: false, column: "technology" },
];

// ECS has them as match_only_text: analysts ask for words in them, never for the whole of them.
const SENTENCES = new Set(["message"]);

const HOT: readonly Field[] = HOT_FIELDS.map(({ name, type, list }) => ({
  name,
  type: SENTENCES.has(name) ? "text" : type,
  isList: list === true,
  // Lists of a common prefix are one `Nested` structure to ClickHouse, all of one length: their names have no dots.
  column: list === true ? name.replaceAll(".", "_") : name,
}));

/** The fields that the store has columns for. */
export const COLUMNS: readonly Field[] = [...OWN, ...HOT];

const BY_NAME = new Map(COLUMNS.map((field) => [field.name, field]));

/** What is known of a field; every name is one, since events may have any. */
export const fieldOf = (name: string): Field => BY_NAME.get(name) ?? { name, type: "unknown", isList: true, column: undefined };

/** Quoted as an identifier. Names are constants of ours; this keeps it so should one ever hold a backquote. */
export function quote(column: string): string {
  if (!/^[\w.]+$/.test(column)) throw new Error(`a column may not be named ${JSON.stringify(column)}`);
  return `\`${column}\``;
}
