import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import type { IndicatorMapping } from "../../contract/indicators.ts";
import { DomainError, readAddress } from "../../core/index.ts";
import type { GivenIndicator, Read } from "./indicator.ts";
import { dateIn, stixType, tlpIn } from "./words.ts";

const MAX_RECORD = 64 * 1024;

/** Reads a CSV file; lines that begin with # are remarks, as most feeds write them. */
export function readCsv(text: string, mapping: IndicatorMapping | undefined): Read {
  if (mapping === undefined) throw new DomainError("invalid", "mapping: say which column is what; a CSV file cannot tell itself.");
  const [header, ...rows] = rowsOf(text, mapping.delimiter);
  if (header === undefined) throw new DomainError("invalid", "The file has no line: its first one names the columns.");
  const columns = header.map((name) => name.trim());
  const { delimiter: _, ...named } = mapping;
  const places = new Map<string, number>();
  for (const [field, column] of Object.entries(named)) {
    if (column === undefined) continue;
    const at = columns.findIndex((name) => name.toLowerCase() === column.toLowerCase());
    if (at < 0) throw new DomainError("invalid", `mapping.${field}: the file has no column "${column}"; it has ${columns.slice(0, 30).join(", ")}.`);
    places.set(field, at);
  }
  const given: GivenIndicator[] = [];
  const refused: { readonly reason: string; readonly example: string }[] = [];
  for (const row of rows) {
    const cell = (field: string): string | undefined => row[places.get(field) ?? -1]?.trim() || undefined;
    const one = indicatorOf(cell);
    if ("reason" in one) refused.push(one);
    else given.push(one);
  }
  return { given, refused };
}

function rowsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  try {
    return parse(text, { delimiter, bom: true, comment: "#", comment_no_infix: true, relax_column_count: true, skip_empty_lines: true, max_record_size: MAX_RECORD });
  } catch (error) {
    if (error instanceof CsvError) throw new DomainError("invalid", `The file cannot be read to its end: ${error.message.slice(0, 300)}.`);
    throw error;
  }
}

function indicatorOf(cell: (field: string) => string | undefined): GivenIndicator | { readonly reason: string; readonly example: string } {
  const value = cell("value");
  if (value === undefined) return { reason: "it has no value", example: "" };
  const no = (reason: string) => ({ reason, example: value });
  const type = cell("type");
  const confidence = cell("confidence");
  if (confidence !== undefined && !/^(?:100|\d{1,2})$/.test(confidence)) return no("its confidence is no number from 0 to 100");
  const [tlp, from, until] = [cell("tlp"), cell("validFrom"), cell("validUntil")];
  const read = { tlp: tlpIn(tlp), validFrom: dateIn(from), validUntil: dateIn(until) };
  // Who writes a colour that nobody knows means less than CLEAR, not more.
  if (tlp !== undefined && read.tlp === undefined) return no(`its TLP is none of version 2.0`);
  if ((from !== undefined && read.validFrom === undefined) || (until !== undefined && read.validUntil === undefined)) return no("its dates are no times");
  return { type: type === undefined ? typeOf(value) : stixType(type), value, ...read, confidence: confidence === undefined ? undefined : Number(confidence), tags: cell("tags")?.split(/[,;|]/).map((tag) => tag.trim()).filter((tag) => tag !== ""), reference: cell("reference") };
}

/** What a value looks like. */
function typeOf(value: string): string {
  const address = value.split("/", 1)[0]!;
  if (readAddress(address, new Uint8Array(16))) return address.includes(":") ? "ipv6-addr" : "ipv4-addr";
  if (/^[\da-f]+$/i.test(value) && [32, 40, 64, 128].includes(value.length)) return "file";
  if (/^(?:h(?:tt|xx)ps?|ftp):/i.test(value)) return "url";
  return value.includes("@") ? "email-addr" : "domain-name";
}
