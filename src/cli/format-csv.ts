import type { Detection } from "../detect/index.ts";
import type { Formatter } from "./format.ts";

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
  const cells = [
    time, rule.level, host, rule.title, rule.id, rule.status, rule.author, rule.references.join(" "), rule.tags.join(" "),
    source.path, String(source.record), JSON.stringify(fields), correlation === undefined ? "" : JSON.stringify(correlation),
  ];
  return `${cells.map((text) => cell(text ?? "")).join(",")}\r\n`;
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises. */
function cell(text: string): string {
  const safe = /^\s*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
