// Syslog: RFC 3164 as programs write it (also with an ISO time, as rsyslog's and systemd's high-precision formats), RFC 5424.
import { yearOf, type Value } from "../core/index.ts";

/** The header of a syslog line taken apart. */
export type SyslogLine = {
  readonly priority: number | undefined;
  /** ISO 8601; undefined where the line names no year and none can be known. */
  readonly time: string | undefined;
  readonly host: string | undefined;
  /** The program as written, without its path's directories; "" if there is none. */
  readonly program: string;
  readonly pid: string | undefined;
  readonly message: string;
  /** RFC 5424's structured data as `id.name`. */
  readonly data: { readonly [name: string]: Value };
};

export type ParsedSyslog = ({ readonly ok: true } & SyslogLine) | { readonly ok: false; readonly reason: string; readonly at: number };

const MONTHS: readonly string[] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const NO_DATA = {};
// Event formats that stand behind a header, with or without blank behind their colon: they are no program's name.
const FORMATS = /^(?:CEF|LEEF): ?\d/;

/** Parses one syslog line. A time that names no year gets the last one in which it is not later than `latestMs`. */
export function parseSyslog(line: string, latestMs?: number): ParsedSyslog {
  let at = 0;
  let priority: number | undefined;
  if (line[0] === "<") {
    const close = line.indexOf(">");
    const digits = close < 0 || close > 4 ? "" : line.slice(1, close);
    if (!/^\d{1,3}$/.test(digits)) return { ok: false, reason: "< without priority>", at: 0 };
    priority = Number(digits);
    at = close + 1;
  }
  if (priority !== undefined && line.startsWith("1 ", at)) return parse5424(line, at + 2, priority);
  // Cisco counts its messages before the time and marks a clock that is not set: `123: *Mar  1 …`.
  const count = /^\d{1,12}: /.exec(line.slice(at, at + 16));
  if (count !== null) at += count[0].length;
  if (line[at] === "*" || line[at] === ".") at += 1;
  const stamp = readTime(line, at, latestMs) ?? (priority !== undefined && isFormat(line, at) ? { time: undefined, end: at } : undefined);
  if (stamp === undefined) return { ok: false, reason: "no syslog time", at };
  return readRest(line, stamp, priority);
}

type Stamp = { readonly time: string | undefined; readonly end: number };

function readTime(line: string, at: number, latestMs: number | undefined): Stamp | undefined {
  const month = MONTHS.indexOf(line.slice(at, at + 3).toLowerCase());
  if (month >= 0) return bsdTime(line, at, month, latestMs);
  const space = line.indexOf(" ", at);
  const word = line.slice(at, space < 0 ? line.length : space);
  // A comma behind the time makes it the first cell of a row.
  if (word.length > 40 || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:,\d{1,9})?[^,]*$/.test(word)) return undefined;
  return { time: word, end: at + word.length };
}

// `Mmm dd hh:mm:ss`, `Mmm dd yyyy hh:mm:ss` (Cisco) and `Mmm dd hh:mm:ss yyyy`.
const BSD = /^[A-Za-z]{3} {1,2}(\d{1,2}) (?:(\d{4}) )?(\d\d:\d\d:\d\d)(\.\d{1,9})?(?: (\d{4})(?=[ :]))?(?: (?!CEF|LEEF)[A-Z]{2,5}(?=:))?/;

function bsdTime(line: string, at: number, month: number, latestMs: number | undefined): Stamp | undefined {
  const found = BSD.exec(line.slice(at, at + 40));
  if (found === null) return undefined;
  const [all, day, before, clock, fraction = "", after] = found;
  const two = (n: number | string) => String(n).padStart(2, "0");
  const inYear = `${two(month + 1)}-${two(day!)}T${clock!}${fraction}`;
  const year = before ?? after ?? (latestMs === undefined ? undefined : yearOf(inYear, latestMs));
  return { time: year === undefined ? undefined : `${year}-${inYear}`, end: at + all.length };
}

function readRest(line: string, { time, end }: Stamp, priority: number | undefined): ParsedSyslog {
  let at = line[end] === ":" ? end + 1 : end;
  if (line[at] === " ") at += 1;
  const colon = line.indexOf(": ", at);
  const space = line.indexOf(" ", at);
  // Without a host the tag comes first: its colon stands before the first space.
  const hasHost = space >= 0 && !(colon >= 0 && colon < space) && line[at] !== "%" && !isFormat(line, at);
  const host = hasHost ? line.slice(at, space) : undefined;
  if (hasHost) at = space + 1;
  if (hasHost && line.startsWith(": ", at)) at += 2; // Cisco: `host : %ASA-…`
  return { ok: true, priority, time, host: host === "" ? undefined : host, ...readTag(line, at), data: NO_DATA };
}

const isFormat = (line: string, at: number): boolean => FORMATS.test(line.slice(at, at + 8));

function readTag(line: string, at: number): Pick<SyslogLine, "program" | "pid" | "message"> {
  if (isFormat(line, at)) return { program: "", pid: undefined, message: line.slice(at) };
  let end = at;
  while (end < line.length && end - at < 128 && !": [".includes(line[end]!)) end += 1;
  const stop = line[end];
  let pid: string | undefined;
  let after = end;
  if (stop === "[") {
    const close = line.indexOf("]", end);
    if (close < 0 || close - end > 24) return { program: "", pid: undefined, message: line.slice(at) };
    pid = line.slice(end + 1, close);
    after = close + 1;
  }
  // `kernel: …`, `sshd[1]: …`, and without colon `last message repeated 2 times`, which is no program.
  if (line[after] !== ":") return { program: "", pid: undefined, message: line.slice(at) };
  const name = line.slice(at, end);
  // A count or JSON before a colon is no program.
  if (!/^(?=.*[A-Za-z%])[\w./()%@#+-]+$/.test(name)) return { program: "", pid: undefined, message: line.slice(at) };
  const message = line.slice(line[after + 1] === " " ? after + 2 : after + 1);
  return { program: name.slice(name.lastIndexOf("/") + 1), pid, message };
}

// RFC 5424 section 6: VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA [SP MSG].
function parse5424(line: string, start: number, priority: number): ParsedSyslog {
  const words: string[] = [];
  let at = start;
  for (let i = 0; i < 5; i += 1) {
    const space = line.indexOf(" ", at);
    if (space < 0) return { ok: false, reason: "RFC 5424 header ends early", at };
    words.push(line.slice(at, space));
    // ESXi writes a tag of RFC 3164 in the place of the program: `host Hostd: …`, `host localcli[7]: …`.
    if (i === 2 && line[space - 1] === ":" && space - at > 1) return { ok: true, priority, time: words[0], host: words[1] === "-" ? undefined : words[1], ...readTag(line, at), data: NO_DATA };
    at = space + 1;
  }
  const [time, host, program, pid] = words.map((part) => (part === "-" ? undefined : part));
  const data: { [name: string]: Value } = {};
  at = readData(line, at, data);
  const message = line.slice(line[at] === " " ? at + 1 : at);
  return { ok: true, priority, time, host, program: program ?? "", pid, message: message.startsWith("\uFEFF") ? message.slice(1) : message, data };
}

function readData(line: string, start: number, data: { [name: string]: Value }): number {
  if (line[start] === "-") return start + 1;
  let at = start;
  while (line[at] === "[") {
    at += 1;
    const idEnd = firstOf(line, at, " ]");
    const id = line.slice(at, idEnd);
    // Some write no id: the first word is a pair already.
    const prefix = id.includes('="') ? "" : `${id}.`;
    at = prefix === "" ? at - 1 : idEnd;
    while (line[at] === " " || line[at] === "[") {
      const equals = line.indexOf('="', at);
      if (equals < 0) return line.length;
      const [value, end] = quoted(line, equals + 2);
      data[`${prefix}${line.slice(at + 1, equals)}`] = value;
      at = end;
    }
    if (line[at] === "]") at += 1;
    else return at;
  }
  return at;
}

function firstOf(line: string, from: number, marks: string): number {
  let at = from;
  while (at < line.length && !marks.includes(line[at]!)) at += 1;
  return at;
}

// Section 6.3.3: a backslash stands before ", ] and itself.
function quoted(line: string, from: number): [value: string, end: number] {
  let value = "";
  let at = from;
  while (at < line.length && line[at] !== '"') {
    if (line[at] === "\\" && '"\\]'.includes(line[at + 1] ?? "x")) at += 1;
    value += line[at];
    at += 1;
  }
  return [value, at + 1];
}
