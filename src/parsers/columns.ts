// Cells of a separated line under names that somebody gives: CSV (RFC 4180), TSV and the like without a header.
import { put, type Draft } from "../core/index.ts";
import type { Parsed } from "./parser.ts";

/**
 * Reads cells under their names; a name that is "" or "-" passes its cell over. Quotes are doubled inside quotes. Cells
 * that have no name stay in the line; names that have no cell, or an empty one, get none.
 */
export function parseColumns(text: string, names: readonly string[], delimiter = ","): Parsed {
  const fields: Draft = {};
  let at = 0;
  for (const name of names) {
    if (at > text.length) break;
    // Some write a blank before the quote.
    if (text[at] === " " && text[at + 1] === '"') at += 1;
    const isQuoted = text[at] === '"';
    let end = isQuoted ? text.indexOf('"', at + 1) : text.indexOf(delimiter, at);
    while (isQuoted && end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
    const stop = end < 0 ? text.length : end;
    const from = isQuoted ? at + 1 : at;
    if (name !== "" && name !== "-" && stop > from) put(fields, name, isQuoted ? text.slice(from, stop).replaceAll('""', '"') : text.slice(from, stop));
    at = stop + (isQuoted ? 1 : 0) + delimiter.length;
  }
  return text.includes(delimiter) ? { ok: true, fields } : { ok: false, reason: `no ${JSON.stringify(delimiter)} in it`, at: 0 };
}
