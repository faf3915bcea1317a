const HEADER = ["TIME (UTC)", "LEVEL", "HOST", "RULE", "ATT&CK"];
const WIDEST = [19, 13, 24, 62, 24];

/** Rows under a header, columns as wide as they must be. What a log says is shortened and shown as plain text. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = [HEADER, ...rows].map((row) => row.map((cell, i) => short(cell.replace(/[\p{Cc}\p{Cf}]/gu, " "), WIDEST[i]!)));
  const widths = HEADER.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  return cells.map((row) => row.map((cell, i) => cell.padEnd(widths[i]!)).join("  ").trimEnd()).join("\n");
}

const short = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
