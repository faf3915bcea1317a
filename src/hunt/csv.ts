// RFC 4180, and harmless for the spreadsheet that opens it: what stands in a log was written by an attacker.
import type { Scalar } from "../events/filter/index.ts";

/** The first line: names of ours, of which none is a formula. */
export const csvHeader = (names: readonly string[]): string => `${names.map((name) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(",")}\r\n`;

/** One line of CSV, with its end. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(cell).join(",")}\r\n`;

/** Several values of a field in one cell. */
export const cellOf = (values: readonly Scalar[]): string => values.map(String).join(" | ");

// OWASP, "CSV Injection": what a spreadsheet takes for a formula begins with one of these. It takes `;` for the end of a
// cell where the comma is the decimal sign (and heeds no quotes then), so a formula may also begin behind one.
const FORMULA = /(^|;)(\s*[=+\-@\t\r\n＝＋－＠])/g;

// Controls of the terminal, and marks that make a text read otherwise than it is. Line ends and tabs stay.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function cell(text: string): string {
  const safe = text.replace(UNSAFE, "\ufffd").replace(FORMULA, "$1'$2");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
