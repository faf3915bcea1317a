// The register as spreadsheets read it.
import type { RegisterLine } from "../../contract/incident-export.ts";

const COLUMNS = ["ref", "title", "description", "category", "severity", "tlp", "stage", "mode", "origin", "verdict", "occurredAt", "detectedAt", "openedAt", "openedBy", "notifiedAt", "qualifiedAt", "awareAt", "closedAt", "closedReason", "impact", "risk", "mergedInto", "alerts", "rules", "sources", "collectors", "events", "isPartial"] as const satisfies readonly (keyof RegisterLine)[];

/** RFC 4180: the names of the columns. */
export const CSV_HEADER = `${COLUMNS.join(",")}\r\n`;

/** A line of the register; lists stand in one cell, parted by spaces, or lines where they may hold some. */
export const csvLine = (line: RegisterLine): string => `${COLUMNS.map((name) => cell(line[name])).join(",")}\r\n`;

function cell(value: RegisterLine[keyof RegisterLine]): string {
  if (value === null) return "";
  const text = typeof value === "boolean" ? String(value) : typeof value === "string" ? harmless(value) : value.map(harmless).join("\n");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// OWASP, "CSV Injection": what a spreadsheet takes for a formula, at the start of a cell or behind a `;`, which is the end
// of one where the comma is the decimal sign. Titles and names come from logs.
const FORMULA = /(^|[;\n])(\s*[=+\-@＝＋－＠])/g;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+/gu;

const harmless = (text: string): string => text.replace(HIDDEN, " ").replace(FORMULA, "$1'$2");
