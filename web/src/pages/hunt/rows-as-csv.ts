// What a spreadsheet would take for a formula is text: an apostrophe before it, as the API's export does.
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value: string): string => {
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text;
};

/** Rows as RFC 4180 has them. */
export const rowsAsCsv = (names: readonly string[], rows: readonly (readonly (readonly string[])[])[]): string =>
  [names.map(cell), ...rows.map((row) => row.map((values) => cell(values.join("; "))))].map((line) => line.join(",")).join("\r\n");
