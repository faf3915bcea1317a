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
    if (!looksLikeRow(rows, delimiter, names)) continue;
    return { names, delimiter, dialect: "quoted", log: "" };
  }
  return undefined;
}

/** Whether the line below the header is a row: of as many cells, and none that repeats its name, as lines without a header do. */
function looksLikeRow(rows: readonly string[], delimiter: string, names: readonly string[]): boolean {
  const [row = ""] = rows;
  if (row === "") return false;
  // A quoted cell may hold delimiters and newlines, and the last line may be cut off.
  if (row.includes('"') || rows.length < 2) return true;
  const cells = row.split(delimiter);
  return cells.length === names.length && !cells.some((cell, i) => cell !== "" && cell === names[i]);
}

const readHeader = (header: string, delimiter: string): string[] => header.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
