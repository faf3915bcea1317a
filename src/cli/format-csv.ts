import type { Detection } from "../detect/index.ts";
import type { Formatter } from "./format.ts";
import { escaped, plain } from "./terminal-text.ts";

const COLUMNS = "time,level,host,title,rule,status,author,references,tags,path,record,fields,correlation\r\n";

/** RFC 4180 with a header. */
export function csv(): Formatter {
  let isFirst = true;
  const header = (): string => {
    const text = isFirst ? COLUMNS : "";
    isFirst = false;
    return text;
  };
  return { add: (detections) => (detections.length === 0 ? "" : header() + detections.map(row).join("")), end: header };
}

function row({ rule, time, host, source, fields, correlation }: Detection): string {
  const texts = [
    time, rule.level, host, rule.title, rule.id, rule.status, rule.author, rule.references.join(" "), rule.tags.join(" "), source.path, String(source.record),
  ];
  const cells = [...texts.map((text) => harmless(text ?? "")), json(fields), correlation === undefined ? "" : json(correlation)];
  return `${cells.map(quoted).join(",")}\r\n`;
}

// OWASP, "CSV Injection": what a spreadsheet takes for a formula begins with one of these. It takes `;` for the end of a
// cell where the comma is the decimal sign (and heeds no quotes then), so a formula may also begin behind one.
const FORMULA = /(^|;)(\s*[=+\-@＝＋－＠])/g;

/** A text that neither a terminal nor a spreadsheet obeys: no control characters, and then an apostrophe before what would be a formula. */
const harmless = (text: string): string => plain(text).replace(FORMULA, "$1'$2");

/** JSON begins with a brace and can be read back to the byte; what a terminal or a spreadsheet might obey is escaped in it. */
const json = (value: object): string => escaped(JSON.stringify(value)).replaceAll(";", "\\u003b");

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
