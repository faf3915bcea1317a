// Linux audit records, one line each. Source: "audit event fields" and audit_encode_nv_string(3): a value that could hold
// spaces or quotes is either "quoted" or, unquoted, upper-case hexadecimal.
import { put, type Draft, type Value } from "../core/index.ts";

/** One audit record; several with the same `id` are one event. */
export type AuditRecord = {
  readonly type: string;
  /** Seconds since 1970, with a fraction. */
  readonly time: string;
  /** `time:serial`: the same in all records of one event. */
  readonly id: string;
  readonly node: string | undefined;
  readonly fields: { readonly [name: string]: Value };
};

export type ParsedAudit = ({ readonly ok: true } & AuditRecord) | { readonly ok: false; readonly reason: string; readonly at: number };

// Fields that the kernel or a program lets others fill, so that they may be encoded.
const ENCODED = new Set(["acct", "cmd", "comm", "cwd", "data", "dir", "exe", "file", "key", "name", "new", "ocomm", "old", "path", "proctitle", "vm", "watch", "grp", "new_group", "device", "root_dir", "list"]);
const LINE_LIMIT = 1 << 20;

/** Parses one audit line, also behind a syslog or audispd header. Reads forward once. */
export function parseAuditd(line: string): ParsedAudit {
  const mark = line.indexOf("audit(");
  if (mark < 0) return { ok: false, reason: "no audit(", at: 0 };
  const end = line.indexOf(")", mark);
  const id = end < 0 ? "" : line.slice(mark + 6, end);
  const colon = id.indexOf(":");
  if (colon <= 0 || id.length > 64) return { ok: false, reason: "audit( without time:serial)", at: mark };
  const type = word(line, line.lastIndexOf("type=", mark), "type=");
  if (type === undefined) return { ok: false, reason: "no type=", at: 0 };
  if (line.length > LINE_LIMIT) return { ok: false, reason: "line is longer than 1 MiB", at: LINE_LIMIT };
  const start = line[end + 1] === ":" ? end + 2 : end + 1;
  const fields: Draft = {};
  readPairs(line, start, type, fields);
  return { ok: true, type, time: id.slice(0, colon), id, node: word(line, nodeAt(line, mark), "node="), fields };
}

// The kernel's own log names types by number: `audit: type=1400 audit(…): apparmor="DENIED" …`.
const KERNEL_TYPES: Readonly<Record<string, string>> = {
  "1300": "SYSCALL", "1302": "PATH", "1306": "SOCKADDR", "1307": "CWD", "1309": "EXECVE", "1327": "PROCTITLE", "1400": "AVC", "1326": "SECCOMP",
  "1130": "SERVICE_START", "1131": "SERVICE_STOP", "1100": "USER_AUTH", "1105": "USER_START", "1106": "USER_END", "1112": "USER_LOGIN", "1123": "USER_CMD", "1305": "CONFIG_CHANGE",
};


// Before the type only: `inode=` stands in every PATH.
function nodeAt(line: string, mark: number): number {
  if (line.startsWith("node=")) return 0;
  const at = line.lastIndexOf(" node=", mark);
  return at < 0 ? -1 : at + 1;
}

function word(line: string, at: number, name: string): string | undefined {
  if (at < 0) return undefined;
  const from = at + name.length;
  const space = line.indexOf(" ", from);
  const found = line.slice(from, space < 0 ? line.length : space);
  return found === "" ? undefined : Object.hasOwn(KERNEL_TYPES, found) ? KERNEL_TYPES[found] : found;
}

const SPACE = 32;
const EQUALS = 61;
const QUOTE = 34;
const APOSTROPHE = 39;
// auditd's ENRICHED format puts the names that it looked up behind this sign.
const GROUP_SEPARATOR = 29;

const isGap = (code: number): boolean => code === SPACE || code === GROUP_SEPARATOR || code === 44 /* , */;

function readPairs(line: string, start: number, type: string, fields: Draft): void {
  let at = start;
  while (at < line.length) {
    while (at < line.length && isGap(line.charCodeAt(at))) at += 1;
    const from = at;
    while (at < line.length && !isGap(line.charCodeAt(at)) && line.charCodeAt(at) !== EQUALS) at += 1;
    if (line.charCodeAt(at) !== EQUALS) continue; // a bare word, as in `avc:  denied  { getattr } for`
    const name = line.slice(from, at);
    const close = valueEnd(line, at + 1);
    const raw = line.slice(at + 1, close);
    at = close;
    // A user-space message nests its own pairs, msg='op=login acct="root" …', and so does SADDR={ laddr=::1 lport=80 }.
    const nested = (name === "msg" && raw.charCodeAt(0) === APOSTROPHE) || (name === "SADDR" && raw[0] === "{");
    if (nested) readPairs(raw.slice(1, raw.endsWith("'") || raw.endsWith("}") ? -1 : undefined), 0, type, fields);
    else if (name !== "") put(fields, name, decode(name, raw, type));
  }
}

function valueEnd(line: string, from: number): number {
  const first = line.charCodeAt(from);
  if (first === QUOTE || first === APOSTROPHE) {
    const close = line.indexOf(first === QUOTE ? '"' : "'", from + 1);
    return close < 0 ? line.length : close + 1;
  }
  if (line[from] === "{") {
    const close = line.indexOf("}", from);
    return close < 0 ? line.length : close + 1;
  }
  let at = from;
  while (at < line.length && line.charCodeAt(at) !== SPACE && line.charCodeAt(at) !== GROUP_SEPARATOR) at += 1;
  return at;
}

function decode(name: string, raw: string, type: string): string {
  const first = raw.charCodeAt(0);
  if (first === QUOTE || first === APOSTROPHE) return raw.slice(1, raw.length > 1 && raw.charCodeAt(raw.length - 1) === first ? -1 : undefined);
  const mayBeHex = ENCODED.has(name) || (type === "EXECVE" && name.startsWith("a") && name !== "argc");
  // Old user-space messages separate by comma: `hostname=?, addr=?`. Lists (grantors=pam_a,pam_b) hold commas.
  if (raw.endsWith(",")) return raw.slice(0, -1);
  if (!mayBeHex || raw.length < 2 || raw.length % 2 !== 0 || !/^[0-9A-F]+$/.test(raw)) return raw;
  const text = decodeHex(raw);
  // A process title separates its arguments by NUL; rules mean a command line.
  return name === "proctitle" || name === "cmd" ? text.replaceAll("\0", " ") : text;
}

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

function decodeHex(hex: string): string {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return UTF8.decode(bytes);
}
