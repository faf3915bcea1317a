// RFC 4180 (CSV), W3C Extended Log File Format (IIS), and the Zeek ASCII writer.
import type { Value } from "../core/index.ts";
import type { Parsed, Parser } from "./parser.ts";

/** What the columns of a table are called and how its rows are written. */
export type Table = { readonly names: readonly string[]; readonly delimiter: string; readonly dialect: "quoted" | "w3c" | "zeek" };

/** A parser for the rows of one table. An empty cell is an empty string; in `w3c` and `zeek`, `-` means no value and gives no field. */
export function tableParser({ names, delimiter, dialect }: Table): Parser {
  return (row): Parsed => {
    const cells = dialect === "quoted" ? splitQuoted(row, delimiter) : dialect === "w3c" ? splitW3c(row, delimiter, names.length) : row.split(delimiter);
    if (typeof cells === "number") return { ok: false, reason: "quoted cell is not closed", at: cells };
    if (cells.length > names.length && cells.slice(names.length).some((cell) => cell !== "")) {
      return { ok: false, reason: `${cells.length} cells for ${names.length} columns`, at: row.length };
    }
    const pairs: [string, Value][] = [];
    for (const [index, cell] of cells.entries()) {
      const name = names[index];
      if (name === undefined || name === "") continue;
      if (dialect === "quoted") pairs.push([name, cell]);
      else if (cell !== "-") pairs.push([name, dialect === "w3c" ? readW3c(name, cell) : readZeek(cell)]);
    }
    // Not by assignment: the header may name a column `__proto__`.
    return { ok: true, fields: Object.fromEntries(pairs) };
  };
}

/** IIS writes blanks as `+`, but for the parts of an address, where a `+` is the client's own. */
const readW3c = (name: string, cell: string): string => (/uri/i.test(name) ? cell : cell.replaceAll("+", " "));

const readZeek = (cell: string): string => (cell === "(empty)" ? "" : cell.replace(/\\x([\da-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));

/**
 * IIS never quotes, other writers of the W3C format do (ProxySG). Only a row that has too many cells otherwise is read as
 * quoted: a client that calls itself `"` must not take its neighbours in.
 */
function splitW3c(row: string, delimiter: string, columns: number): string[] {
  const cells = row.split(delimiter);
  const quoted = cells.length > columns && row.includes('"') ? splitQuoted(row, delimiter) : undefined;
  if (Array.isArray(quoted)) return quoted;
  return cells.map((cell) => (cell.length > 1 && cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1) : cell));
}

/** The cells of a row, or where the quoted cell begins that is not closed. */
function splitQuoted(row: string, delimiter: string): string[] | number {
  const cells: string[] = [];
  for (let at = 0; ; ) {
    if (row[at] !== '"') {
      const end = row.indexOf(delimiter, at);
      cells.push(end < 0 ? row.slice(at) : row.slice(at, end));
      if (end < 0) return cells;
      at = end + 1;
      continue;
    }
    const begin = at;
    let quote = row.indexOf('"', at + 1);
    while (quote >= 0 && row[quote + 1] === '"') quote = row.indexOf('"', quote + 2);
    if (quote < 0) return begin;
    // What some programs write between the closing quote and the delimiter is part of the cell.
    const found = row.indexOf(delimiter, quote + 1);
    const end = found < 0 ? row.length : found;
    cells.push(row.slice(begin + 1, quote).replaceAll('""', '"') + row.slice(quote + 1, end));
    if (end >= row.length) return cells;
    at = end + 1;
  }
}
