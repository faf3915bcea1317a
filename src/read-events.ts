// From records to events: which parser and normaliser a batch needs. The first half of the pipeline.
import type { Event } from "./core/index.ts";
import { createTextNormaliser, eventsFromFields, eventsFromJson, hintFromPath, type Hint, type ReadFurther } from "./normalise/index.ts";
import { parseWindowsXml, tableParser, type Parser } from "./parsers/index.ts";
import { readFile, type Batch, type FileToRead, type Line, type Rejected } from "./sources/index.ts";

type Read = (line: Line) => readonly Event[] | Rejected;
/** Takes events one by one: they are not kept, so that a batch needs no more memory than its text. */
type Each = (event: Event) => void;

/** Makes events of the records of one file, which must come in order. */
export class FileReader {
  readonly #path: string;
  readonly #hint: Hint;
  readonly #text = createTextNormaliser();

  /** `latestMs`: no record is younger; it tells the year of times that name none. `read` reads further what a technology declares. */
  constructor(path: string, { latestMs, read }: Pick<Hint, "latestMs" | "read">) {
    this.#path = path;
    this.#hint = { ...hintFromPath(path), latestMs, read };
  }

  /** Gives each event of a batch, and all that could not be read: read = parsed + rejected. */
  take(batch: Batch, each: Each): readonly Rejected[] {
    const read = this.#reader(batch);
    const rejected = [...batch.rejected];
    for (const line of batch.lines) {
      const outcome = read(line);
      if ("reason" in outcome) rejected.push(outcome);
      else for (const event of outcome) each(event);
    }
    return rejected;
  }

  /** Gives the events that waited for further records. */
  end(each: Each): void {
    for (const event of this.#text.flush()) each(event);
  }

  #reader({ format, columns }: Batch): Read {
    if (format === "json") return (line) => this.#readJson(line);
    if (format === "windows-xml") return this.#parsed(parseWindowsXml, this.#hint);
    if (columns === undefined) return (line) => this.#text.push(line.text, { path: this.#path, record: line.record }, this.#hint);
    return this.#parsed(tableParser(columns), columns.log === "" ? this.#hint : { ...this.#hint, product: "zeek", channel: columns.log });
  }

  #readJson(line: Line): readonly Event[] | Rejected {
    let value: unknown;
    try {
      value = JSON.parse(line.text);
    } catch (error) {
      return this.#reject(line, `not JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
    return eventsFromJson(value, line.text, { path: this.#path, record: line.record }, this.#hint);
  }

  #parsed(parser: Parser, hint: Hint): Read {
    return (line) => {
      const parsed = parser(line.text);
      if (!parsed.ok) return this.#reject(line, parsed.reason);
      return eventsFromFields(parsed.fields, { path: this.#path, record: line.record }, hint);
    };
  }

  #reject(line: Line, reason: string): Rejected {
    return { path: this.#path, record: line.record, offset: line.offset, reason, text: line.text.slice(0, REJECTED_CHARS) };
  }
}

const REJECTED_CHARS = 4096;

// A clock that runs ahead, and a time zone that the line does not tell.
const DAY_MS = 86_400_000;

/** The latest time that a line of the file may hold; `nowMs` for what is still being written. */
export const latestMsOf = ({ modifiedMs }: FileToRead, nowMs: number): number => (modifiedMs ?? nowMs) + DAY_MS;

/** The events of one file, and what could not be read of it. For a few records that a person asks about: they are kept. */
export type FileEvents = { readonly events: readonly Event[]; readonly unread: readonly { readonly record?: number; readonly reason: string }[] };

export async function eventsOfFile(file: FileToRead, nowMs: number, read: ReadFurther): Promise<FileEvents> {
  const events: Event[] = [];
  const unread: { record?: number; reason: string }[] = [];
  const each: Each = (event) => events.push(event);
  const reader = new FileReader(file.path, { latestMs: latestMsOf(file, nowMs), read });
  for await (const part of readFile(file)) {
    if (part.type === "batch") unread.push(...reader.take(part, each));
    else unread.push({ reason: part.type === "skipped" ? `is no log but ${part.kind}` : part.reason });
  }
  reader.end(each);
  return { events, unread };
}

// Any will do: records that stand in a test are of no certain year.
const TEST_LATEST_MS = Date.UTC(2026, 11, 31);

/** The events of records given as objects or lines, as if they stood in a file of that name. */
export function eventsOfRecords(records: readonly (object | string)[], path: string, read?: ReadFurther): readonly Event[] {
  const events: Event[] = [];
  const reader = new FileReader(path, { latestMs: TEST_LATEST_MS, read });
  for (const [i, record] of records.entries()) {
    const isText = typeof record === "string";
    const line = { text: isText ? record : JSON.stringify(record), record: i + 1 };
    reader.take({ type: "batch", path, format: isText ? "text" : "json", columns: undefined, lines: [line], rejected: [], bytesRead: 0 }, (event) => events.push(event));
  }
  reader.end((event) => events.push(event));
  return events;
}
