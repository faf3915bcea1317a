import type { Columns } from "./batch.ts";
import { decodeText } from "./decode.ts";
import { addText, excerpt, type Found, type Framer, type Step } from "./frame.ts";
import { PREAMBLE } from "./sniff-columns.ts";

const [NEWLINE, QUOTE] = [10, 34];

/** Cuts a table into its rows. A quoted cell may hold newlines. The record is the number of the row, the header not counted. */
export function frameTable(columns: Columns): Framer {
  return columns.dialect === "quoted" ? frameQuoted(columns) : frameDirected(columns);
}

function frameQuoted(columns: Columns): Framer {
  const delimiter = columns.delimiter.charCodeAt(0);
  let record = 0; // the header's
  return {
    leaveOut: () => record++,
    resync: (bytes) => bytes.indexOf(NEWLINE) + 1 || -1,
    frame(bytes, offset, last, found): Step {
      found.columns = columns;
      let at = 0;
      if (record === 0) {
        const preamble = PREAMBLE.exec(bytes.toString("latin1", 0, 4096));
        at = preamble?.[0].length ?? 0;
      }
      while (at < bytes.length) {
        const end = endOfRow(bytes, at, delimiter);
        if (end < 0 && !last) break;
        const text = decodeText(bytes, at, end < 0 ? bytes.length : end).replace(/\r?\n$/, "");
        if (end < 0 && bytes.length > at && isOpen(bytes, at, delimiter)) {
          found.rejected.push({ record: record++, offset: offset + at, reason: "quoted cell is not closed", text: excerpt(bytes.subarray(at)) });
        } else if (record === 0) record = 1;
        else if (text.trim() !== "") addText(found, text, record++, offset + at);
        at = end < 0 ? bytes.length : end;
      }
      return { done: record === 0 ? 0 : at, next: "wait" };
    },
  };
}

/** Behind the newline that ends the row, or -1. A quote opens a cell only where the cell begins. */
function endOfRow(bytes: Buffer, start: number, delimiter: number): number {
  let cellBegins = true;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === NEWLINE) return at + 1;
    if (byte === QUOTE && cellBegins) {
      at = endOfQuoted(bytes, at);
      if (at < 0) return -1;
      cellBegins = false;
    } else cellBegins = byte === delimiter;
  }
  return -1;
}

/** The quote that closes the cell opened at `at`, or -1. A doubled quote stands for one. */
function endOfQuoted(bytes: Buffer, at: number): number {
  for (let quote = bytes.indexOf(QUOTE, at + 1); quote >= 0; quote = bytes.indexOf(QUOTE, quote + 2)) {
    if (bytes[quote + 1] !== QUOTE) return quote;
  }
  return -1;
}

/** Whether the last row ends inside a quoted cell rather than only without newline. */
function isOpen(bytes: Buffer, start: number, delimiter: number): boolean {
  const closed = Buffer.concat([bytes.subarray(start), Buffer.from("\n")]);
  return endOfRow(closed, 0, delimiter) < 0;
}

/** W3C (IIS) and Zeek logs say with lines that begin with `#` what the columns are, and may change it on the way. */
function frameDirected(initial: Columns): Framer {
  let columns = initial;
  let record = 1;
  return {
    leaveOut: () => record++,
    resync: (bytes) => bytes.indexOf(NEWLINE) + 1 || -1,
    frame(bytes, offset, last, found): Step {
      let at = 0;
      while (at < bytes.length) {
        const newline = bytes.indexOf(NEWLINE, at);
        if (newline < 0 && !last) break;
        const end = newline < 0 ? bytes.length : newline + 1;
        const text = decodeText(bytes, at, end).replace(/\r?\n$/, "");
        if (text.startsWith("#")) {
          // One batch has one set of columns.
          if (found.lines.length > 0) return { done: at, next: "again" };
          columns = direct(columns, text);
        } else if (text !== "") takeRow(text, offset + at, found);
        at = end;
      }
      return { done: at, next: "wait" };
    },
  };

  function takeRow(text: string, offset: number, found: Found): void {
    found.columns = columns;
    if (columns.names.length > 0) addText(found, text, record++, offset);
    else found.rejected.push({ record: record++, offset, reason: "row comes before the names of the columns", text });
  }
}

function direct(columns: Columns, text: string): Columns {
  if (columns.dialect === "w3c") {
    return text.startsWith("#Fields:") ? { ...columns, names: text.slice(8).trim().split(/\s+/) } : columns;
  }
  if (text.startsWith("#separator \\x")) return { ...columns, delimiter: String.fromCharCode(Number.parseInt(text.slice(13), 16) || 9) };
  const [directive, ...values] = text.split(columns.delimiter);
  if (directive === "#fields") return { ...columns, names: values };
  if (directive === "#path") return { ...columns, log: values[0] ?? "" };
  return columns;
}
