import type { Columns } from "./batch.ts";

const DELIMITERS = ["\t", ";", ",", "|"];
// A name has no quote and no delimiter inside, so a header can be cut without regard to quotes.
const NAME = /^"?[A-Za-z_@#$][\w .#:@()/%?&*+-]{0,100}"?$/;
/** What PowerShell (`#TYPE …`) and Excel (`sep=;`) write above the header. */
export const PREAMBLE = /^(?:#TYPE .*|sep=.)\r?\n/;

/** The columns of a table with a header, judged by its first lines; undefined if it is none. */
export function sniffColumns(text: string): Columns | undefined {
  if (text.startsWith("#separator ")) return { names: [], delimiter: "\t", dialect: "zeek", log: "" };
  if (/^#(?:Software|Version|Fields|Date): /.test(text)) return { names: [], delimiter: " ", dialect: "w3c", log: "" };
  const [header = "", ...rows] = text.replace(PREAMBLE, "").split("\n", 4).map((line) => line.replace(/\r$/, ""));
  for (const delimiter of DELIMITERS) {
    const names = readHeader(header, delimiter);
    if (names.length < 2 || !names.every((name) => NAME.test(name))) continue;
    // Two words with a comma between them are a sentence more often than a table.
    if (names.length < 3 && !/^"?\w+"?[\t;,|]"?\w+"?$/.test(header)) continue;
    // The last row may be cut off, and a quoted cell may hold a newline: only the first row must look like the header.
    if (rows[0] !== undefined && rows[0] !== "" && !rows[0].includes('"') && rows[0].split(delimiter).length !== names.length && rows.length > 1) continue;
    return { names, delimiter, dialect: "quoted", log: "" };
  }
  return undefined;
}

const readHeader = (header: string, delimiter: string): string[] => header.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
