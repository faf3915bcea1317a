// Rows as the store gives them back: RowBinary again, cut into rows as its bytes come.

/** An event as it was stored. */
export type StoredEvent = {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly timeMs: number;
  readonly arrivedMs: number;
  readonly seq: number;
  readonly line: number;
  readonly part: number;
  readonly batch: number;
  readonly key: string;
  readonly source: string;
  readonly collector: string;
  readonly technology: string;
  readonly raw: Buffer;
};

/** A line of the quarantine. */
export type QuarantinedLine = Omit<StoredEvent, "timeMs" | "technology"> & { readonly reason: string; readonly shape: string };

const ARRIVAL = "arrived, id, seq, line, part, batch, key, source, collector, raw";

/** What to select for `eventOf`. */
export const EVENT_ROW = `${ARRIVAL}, time, technology`;
/** What to select for `quarantinedOf`. */
export const QUARANTINE_ROW = `${ARRIVAL}, reason, shape`;

/** Reads one value after the other from the bytes of a row; throws `Incomplete` where they end too early. */
export class RowReader {
  at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(size: number): Buffer {
    const end = this.at + size;
    if (end > this.#bytes.length) throw new Incomplete();
    const taken = this.#bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  uint32(): number {
    return this.take(4).readUInt32LE(0);
  }

  int64(): number {
    const bytes = this.take(8);
    return bytes.readInt32LE(4) * 2 ** 32 + bytes.readUInt32LE(0);
  }

  blob(): Buffer {
    let length = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.take(1)[0]!;
      length += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return this.take(length);
    }
    throw new Error("The event store gave a length of more than five bytes.");
  }

  text(): string {
    return this.blob().toString();
  }
}

/** The bytes of a row are not all there yet. */
class Incomplete extends Error {
  override readonly name = "Incomplete";
}

/** An event from a row of `EVENT_ROW`. Its bytes are a copy: they hold nothing else in memory. */
export function eventOf(row: RowReader): StoredEvent {
  const placed = placedOf(row);
  return { ...placed, timeMs: row.int64(), technology: row.text() };
}

/** A line from a row of `QUARANTINE_ROW`. */
export function quarantinedOf(row: RowReader): QuarantinedLine {
  const placed = placedOf(row);
  return { ...placed, reason: row.text(), shape: row.text() };
}

function placedOf(row: RowReader): Omit<StoredEvent, "timeMs" | "technology"> {
  return {
    arrivedMs: row.int64(),
    id: row.take(16).toString("hex"),
    seq: row.int64(),
    line: row.uint32(),
    part: row.uint32(),
    batch: row.int64(),
    key: row.text(),
    source: row.text(),
    collector: row.text(),
    raw: Buffer.from(row.blob()),
  };
}

/** All rows of an answer. */
export function rowsOf<Row>(bytes: Buffer, rowOf: (row: RowReader) => Row): Row[] {
  const reader = new RowReader(bytes);
  const rows: Row[] = [];
  while (reader.at < bytes.length) rows.push(rowOf(reader));
  return rows;
}

/** The rows in a stream of bytes. Throws if it ends within one. */
export async function* rowsIn<Row>(chunks: AsyncIterable<Buffer>, rowOf: (row: RowReader) => Row): AsyncGenerator<Row> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const reader = new RowReader(bytes);
    let end = 0;
    for (let row = nextRow(reader, rowOf); row !== undefined; row = nextRow(reader, rowOf)) {
      end = reader.at;
      yield row;
    }
    rest = bytes.subarray(end);
  }
  if (rest.length > 0) throw new Error(`The event store's answer ends ${rest.length} bytes into a row.`);
}

function nextRow<Row>(reader: RowReader, rowOf: (row: RowReader) => Row): Row | undefined {
  try {
    return rowOf(reader);
  } catch (error) {
    if (error instanceof Incomplete) return undefined;
    throw error;
  }
}
