import { HOT_FIELDS, type HotField, type HotValues } from "../normalise/index.ts";
import { readAddress } from "../core/index.ts";
import { EVENT_COLUMNS, QUARANTINE_COLUMNS } from "./columns.ts";
import { RowBatch, type Placed } from "./row-batch.ts";
import type { RowBuffer } from "./row-buffer.ts";

/** An event as it is stored: its line, and the fields that have a column. */
export type NewEvent = Placed & { readonly timeMs: number; readonly technology: string; readonly hot: HotValues };

/** A line that nobody could read: why, and what it looks like with its varying parts left out. */
export type NewQuarantined = Placed & { readonly reason: string; readonly shape: string };

/** Events to be stored together. */
export class EventBatch extends RowBatch {
  readonly table = "event";
  readonly columns = EVENT_COLUMNS;

  add(event: NewEvent): void {
    const { rows } = this;
    this.place(event);
    rows.int64(storedTime(event.timeMs, event.arrivedMs));
    rows.text(event.technology);
    for (let i = 0; i < WRITERS.length; i++) WRITERS[i]!(rows, event.hot[i]);
  }
}

/** Lines for the quarantine, to be stored together. */
export class QuarantineBatch extends RowBatch {
  readonly table = "quarantine";
  readonly columns = QUARANTINE_COLUMNS;

  add(line: NewQuarantined): void {
    this.place(line);
    this.rows.text(line.reason);
    this.rows.text(line.shape);
  }
}

// DateTime64(3) ends in 2299, and what reads it may be unable to go before 1970: a year of a mad clock stops here.
const LAST_MS = Date.UTC(2200, 0);

/** The time to file an event under: its own, kept within what a column can hold, or the time of arrival if it has none. */
export function storedTime(timeMs: number, arrivedMs: number): number {
  if (Number.isNaN(timeMs)) return arrivedMs;
  return Math.trunc(Math.min(Math.max(timeMs, 0), LAST_MS));
}

type Value = HotValues[number];
type Write = (rows: RowBuffer, value: Value) => void;

const WRITERS: readonly Write[] = HOT_FIELDS.map(writerOf);

function writerOf({ type, list }: HotField): Write {
  if (list === true) return writeTexts;
  if (type === "long") return writeNumber;
  return type === "ip" ? writeAddress : writeText;
}

function writeText(rows: RowBuffer, value: Value): void {
  if (value === undefined) {
    rows.reserve(1);
    rows.uint8(0);
  } else rows.text(typeof value === "string" ? value : textOf(value));
}

// A list where the field takes one value: the first stands for it.
const textOf = (value: string | number | readonly string[]): string => (typeof value === "object" ? (value[0] ?? "") : String(value));

function writeTexts(rows: RowBuffer, value: Value): void {
  const list = typeof value === "object" ? value : value === undefined ? [] : [String(value)];
  rows.length(list.length);
  for (const text of list) rows.text(text);
}

function writeNumber(rows: RowBuffer, value: Value): void {
  rows.nullableInt64(typeof value === "number" ? value : value === undefined ? Number.NaN : numberOf(textOf(value)));
}

const numberOf = (text: string): number => (/^-?\d{1,19}$/.test(text) ? Number(text) : Number.NaN);

const address = new Uint8Array(16);

function writeAddress(rows: RowBuffer, value: Value): void {
  rows.reserve(17);
  if (value === undefined || !readAddress(textOf(value), address)) return rows.uint8(1);
  rows.uint8(0);
  rows.fixed(address);
}
