// Which network announces an address: ranges with their AS number and organisation, from the two CSV files of
// @ip-location-db/asn. Read once, kept as numbers.
import { readAddress } from "../../core/index.ts";
import { isV4 } from "../context/cidr-index.ts";
import { RangeTable } from "./range-table.ts";

export type AutonomousSystem = { readonly number: number; readonly organisation: string };

export type AsTable = {
  readonly of: (bytes: Uint8Array) => AutonomousSystem | undefined;
  readonly ranges: number;
  /** Lines that are no ranges, or not in order. */
  readonly skipped: number;
};

/** Reads the texts of the files: `start,end,number,organisation` in ascending order, addresses as they are written. */
export function readAsTable(v4: Buffer, v6: Buffer): AsTable {
  const systems: AutonomousSystem[] = [];
  const known = new Map<string, number>();
  const four = new RangeTable(1, 1 << 19);
  const six = new RangeTable(4, 1 << 17);
  let skipped = 0;
  const systemOf = (told: string): number | undefined => {
    const comma = told.indexOf(",");
    const number = told.slice(0, comma);
    if (!/^\d{1,10}$/.test(number)) return undefined;
    const system = systems.push({ number: Number(number), organisation: unquoted(told.slice(comma + 1)) }) - 1;
    known.set(told, system);
    return system;
  };
  const [start, end] = [new Uint8Array(16), new Uint8Array(16)];
  for (const [table, file] of [[four, v4], [six, v6]] as const) {
    for (const line of linesOf(file)) {
      const first = line.indexOf(",");
      const second = line.indexOf(",", first + 1);
      const told = line.slice(second + 1);
      const system = known.get(told) ?? systemOf(told);
      if (system === undefined || second < 0 || !readAddress(line.slice(0, first), start) || !readAddress(line.slice(first + 1, second), end)) {
        skipped++;
        continue;
      }
      if (!table.add(wordsOf(start), wordsOf(end), system)) skipped++;
    }
  }
  return {
    ranges: four.size + six.size, skipped,
    of(bytes) {
      const at = (isV4(bytes) ? four : six).find(wordsOf(bytes));
      return at < 0 ? undefined : systems[at];
    },
  };
}

const unquoted = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);

// The words of an address: one of IPv4, four of IPv6.
function wordsOf(bytes: Uint8Array): readonly number[] {
  const last = word(bytes, 12);
  return isV4(bytes) ? [last] : [word(bytes, 0), word(bytes, 4), word(bytes, 8), last];
}

const word = (bytes: Uint8Array, at: number): number => bytes[at]! * 0x1000000 + (bytes[at + 1]! << 16) + (bytes[at + 2]! << 8) + bytes[at + 3]!;

// By line, not by `split`: the texts are some twenty megabytes, and half a million of slices would keep them alive.
function* linesOf(file: Buffer): Generator<string> {
  for (let from = 0; from < file.length; ) {
    const newline = file.indexOf(10, from);
    const to = newline < 0 ? file.length : newline;
    if (to > from) yield file.toString("utf8", from, to).trimEnd();
    from = to + 1;
  }
}
