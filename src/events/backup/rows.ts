// RowBinary cut into rows without taking them apart: only lengths are read. https://clickhouse.com/docs/interfaces/formats/RowBinary
import { DomainError } from "../../core/index.ts";

/** How the values of a column are measured: so many bytes; so many behind a byte that says whether there is one; bytes behind their length; a list of these. */
type Measure = { readonly kind: "fixed" | "nullable"; readonly bytes: number } | { readonly kind: "blob" | "list" };

const FIXED: Readonly<Record<string, number>> = { UInt32: 4, UInt64: 8, Int64: 8, IPv6: 16, "DateTime64(3, 'UTC')": 8 };

function measureOf(type: string): Measure {
  if (Object.hasOwn(FIXED, type)) return { kind: "fixed", bytes: FIXED[type]! };
  const [, outer = "", inner = ""] = /^(\w+)\((.+)\)$/.exec(type) ?? [];
  if (outer === "FixedString" && /^\d{1,4}$/.test(inner)) return { kind: "fixed", bytes: Number(inner) };
  if (outer === "Nullable" && Object.hasOwn(FIXED, inner)) return { kind: "nullable", bytes: FIXED[inner]! };
  if (type === "String" || type === "LowCardinality(String)") return { kind: "blob" };
  if (outer === "Array" && measureOf(inner).kind === "blob") return { kind: "list" };
  throw new DomainError("invalid", `The event store has a column of type ${type}, which a backup cannot measure.`);
}

/** Whole rows. */
export type Rows = { readonly bytes: Buffer; readonly count: number };

/** Cuts a stream of RowBinary into whole rows, as they come. */
export class RowCutter {
  readonly #measures: readonly Measure[];
  #rest: Buffer = Buffer.alloc(0);

  constructor(types: readonly string[]) {
    this.#measures = types.map(measureOf);
  }

  /** The rows that these bytes make whole. */
  cut(chunk: Buffer): Rows {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    let count = 0;
    for (let end = this.#end(bytes, at); end !== undefined; end = this.#end(bytes, at)) {
      at = end;
      count++;
    }
    this.#rest = bytes.subarray(at);
    return { bytes: bytes.subarray(0, at), count };
  }

  /** Whether the last row was whole. */
  get isWhole(): boolean {
    return this.#rest.length === 0;
  }

  // Where the row at a place ends; undefined if it is not all there.
  #end(bytes: Buffer, from: number): number | undefined {
    let at: number | undefined = from;
    if (from >= bytes.length) return undefined;
    for (const measure of this.#measures) {
      at = endOfValue(bytes, at, measure);
      if (at === undefined || at > bytes.length) return undefined;
    }
    return at;
  }
}

function endOfValue(bytes: Buffer, at: number, measure: Measure): number | undefined {
  switch (measure.kind) {
    case "fixed": return at + measure.bytes;
    case "nullable": return at >= bytes.length ? undefined : at + 1 + (bytes[at] === 1 ? 0 : measure.bytes);
    case "blob": return endOfBlob(bytes, at);
    case "list": return endOfList(bytes, at);
  }
}

function endOfList(bytes: Buffer, from: number): number | undefined {
  const length = lengthAt(bytes, from);
  if (length === undefined) return undefined;
  let at: number | undefined = length.end;
  for (let left = length.value; left > 0; left--) {
    at = endOfBlob(bytes, at);
    if (at === undefined || at > bytes.length) return undefined;
  }
  return at;
}

function endOfBlob(bytes: Buffer, at: number): number | undefined {
  // Nearly every length is one byte.
  const first = bytes[at];
  if (first !== undefined && first < 0x80) return at + 1 + first;
  const length = lengthAt(bytes, at);
  return length === undefined ? undefined : length.end + length.value;
}

// LEB128 of up to five bytes: no value of ours is longer than 2^35.
function lengthAt(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  throw new DomainError("invalid", "The rows of a backup cannot be read: a length is longer than any can be.");
}
