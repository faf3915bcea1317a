import { stripVTControlCharacters, styleText } from "node:util";
import type { Value } from "../core/index.ts";
import type { Detection, Level } from "../detect/index.ts";

export const FORMATS = ["table", "jsonl", "csv"] as const;

/** Turns detections into text as they come. */
export type Formatter = { readonly line: (detection: Detection) => string; readonly end: () => string };

export function formatter(format: (typeof FORMATS)[number], out: { readonly isTTY?: boolean; readonly columns?: number }): Formatter {
  switch (format) {
    case "jsonl": return { line: (detection) => `${JSON.stringify(detection)}\n`, end: () => "" };
    case "csv": return csv();
    case "table": return table(out.isTTY === true, out.isTTY === true ? (out.columns ?? 120) : 160);
  }
}

const COLOURS = { critical: "magentaBright", high: "red", medium: "yellow", low: "cyan", informational: "gray" } as const satisfies Record<Level, string>;

const WIDTHS = { time: 19, level: 8, host: 16, title: 48 };

/** One line a detection, in columns; what does not fit is cut. */
function table(colours: boolean, width: number): Formatter {
  const paint = (colour: Parameters<typeof styleText>[0], text: string): string => (colours ? styleText(colour, text, { validateStream: false }) : text);
  let isFirst = true;
  const header = `${"TIME (UTC)".padEnd(WIDTHS.time)}  ${"LEVEL".padEnd(WIDTHS.level)}  ${"HOST".padEnd(WIDTHS.host)}  ${"RULE".padEnd(WIDTHS.title)}  WHAT\n`;
  return {
    line({ rule, time, host, fields, correlation, source }) {
      const level = rule.level ?? "informational";
      const cells = [
        cut((time ?? "").replace("T", " "), WIDTHS.time),
        paint(COLOURS[level], cut(level === "informational" ? "info" : level, WIDTHS.level)),
        cut(host ?? "", WIDTHS.host),
        paint("bold", cut(rule.title, WIDTHS.title)),
      ];
      const used = WIDTHS.time + WIDTHS.level + WIDTHS.host + WIDTHS.title + 8;
      const what = correlation === undefined ? showFields(fields) : `${correlation.figure} in ${correlation.hits} hits since ${clock(correlation.firstTime)}: ${showFields(fields)}`;
      const last = cut(what === "" ? `${source.path}:${source.record}` : what, Math.max(width - used, 20)).trimEnd();
      const text = `${isFirst ? paint("dim", header) : ""}${cells.join("  ")}  ${last}\n`;
      isFirst = false;
      return text;
    },
    end: () => (isFirst ? "no detections\n" : ""),
  };
}

const clock = (time: string): string => time.slice(0, 19).replace("T", " ");

function showFields(fields: Readonly<Record<string, Value>>): string {
  return Object.entries(fields).map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`).join(" ");
}

/** A text in a column. The value is the attacker's: nothing in it may move the cursor or colour the terminal. */
function cut(text: string, width: number): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const plain = stripVTControlCharacters(text.slice(0, width * 8)).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ");
  return plain.length <= width ? plain.padEnd(width) : `${plain.slice(0, width - 1)}…`;
}

const CSV_COLUMNS = ["time", "level", "host", "title", "rule", "author", "tags", "path", "record", "fields"] as const;

/** RFC 4180 with a header. */
function csv(): Formatter {
  let isFirst = true;
  const header = (): string => {
    const text = isFirst ? `${CSV_COLUMNS.join(",")}\r\n` : "";
    isFirst = false;
    return text;
  };
  return {
    line({ rule, time, host, source, fields }) {
      const cells = [time, rule.level, host, rule.title, rule.id, rule.author, rule.tags.join(" "), source.path, String(source.record), JSON.stringify(fields)];
      return `${header()}${cells.map((cell) => csvCell(cell ?? "")).join(",")}\r\n`;
    },
    end: header,
  };
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
