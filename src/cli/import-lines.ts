// Records of files as lines that can be posted: one a line, whatever they were.
import type { Batch, Rejected } from "../sources/index.ts";
import { tableParser } from "../parsers/index.ts";

/** The lines of a batch, and what of it cannot be one. */
export type ImportedLines = { readonly lines: readonly string[]; readonly rejected: readonly Rejected[] };

/** The records of a batch as lines: JSON on one line, a row of a table as a JSON object under the names of its columns. */
export function linesOf(batch: Batch): ImportedLines {
  const lines: string[] = [];
  const rejected = [...batch.rejected];
  const make = maker(batch);
  for (const { text, record, offset } of batch.lines) {
    const line = make(text);
    if (typeof line === "string") lines.push(line);
    else rejected.push({ path: batch.path, record, offset, reason: line.reason, text: text.slice(0, 4096) });
  }
  return { lines, rejected };
}

function maker({ format, columns }: Batch): (text: string) => string | { readonly reason: string } {
  if (format === "json") return compact;
  // Within a value a line break and its character reference mean the same (XML 1.0, 2.11 and 4.1).
  if (format === "windows-xml") return (text) => text.trim().replace(/\r?\n/g, "&#10;");
  if (columns === undefined) return (text) => text;
  const parse = tableParser(columns);
  return (text) => {
    const parsed = parse(text);
    if (!parsed.ok) return { reason: parsed.reason };
    return JSON.stringify(columns.log === "" ? parsed.fields : { _path: columns.log, ...parsed.fields });
  };
}

function compact(text: string): string | { readonly reason: string } {
  if (!text.includes("\n")) return text;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    return { reason: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
