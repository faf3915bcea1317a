// Where the host name stands in a syslog header: RFC 5424 section 6, RFC 3164 section 4.1, and what rsyslog sends by
// default (RFC 3164 with the time of RFC 3339). Only that: the parsers read the rest, later.

const SPACE = 32;
const LESS = 60;
const GREATER = 62;
const COLON = 58;
const BRACKET = 91;
const DASH = 45;

// RFC 5424 allows 255 for the host name; what comes before it is far shorter.
const HEADER_BYTES = 512;
const HOSTNAME_BYTES = 255;

/** The host name in a line's syslog header, as the sender wrote it; undefined if there is none. */
export function hostnameOf(line: Uint8Array): string | undefined {
  const bytes = Buffer.from(line.buffer, line.byteOffset, Math.min(line.length, HEADER_BYTES));
  const start = hostnameStart(bytes, afterPriority(bytes));
  if (start < 0) return undefined;
  const end = bytes.indexOf(SPACE, start);
  if (end <= start || end - start > HOSTNAME_BYTES) return undefined;
  return isHostname(bytes, start, end) ? bytes.toString("latin1", start, end) : undefined;
}

/** Behind `<PRI>`, which some relays leave out. */
function afterPriority(bytes: Uint8Array): number {
  if (bytes[0] !== LESS) return 0;
  for (let at = 1; at <= 4; at++) {
    if (bytes[at] === GREATER) return at + 1;
    if (!isDigit(bytes[at])) return 0;
  }
  return 0;
}

function hostnameStart(bytes: Buffer, at: number): number {
  if (bytes[at] === 49 && bytes[at + 1] === SPACE) return behindToken(bytes, at + 2); // `1 `: RFC 5424
  if (isDigit(bytes[at])) return bytes.subarray(at, at + 32).includes(84) ? behindToken(bytes, at) : -1; // 2026-11-24T…
  return behindBsdTime(bytes, at);
}

/** Behind `Mmm dd hh:mm:ss `, with the year that Cisco puts before or behind the time of day. */
function behindBsdTime(bytes: Buffer, at: number): number {
  if (bytes[at + 3] !== SPACE || !isLetter(bytes[at]) || !isLetter(bytes[at + 2])) return -1;
  const day = bytes[at + 4] === SPACE ? at + 5 : at + 4;
  let next = behindToken(bytes, day);
  if (isYear(bytes, next)) next += 5;
  if (next < 0 || bytes[next + 2] !== COLON) return -1;
  next = behindToken(bytes, next);
  return isYear(bytes, next) ? next + 5 : next;
}

const isYear = (bytes: Uint8Array, at: number): boolean => at >= 0 && isDigit(bytes[at]) && isDigit(bytes[at + 1]) && isDigit(bytes[at + 2]) && isDigit(bytes[at + 3]) && bytes[at + 4] === SPACE;

function behindToken(bytes: Buffer, at: number): number {
  const space = bytes.indexOf(SPACE, at);
  return space <= at ? -1 : space + 1;
}

/** A tag (`sshd[812]:`) stands where a host name should if the sender left that out. */
function isHostname(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[end - 1] === COLON || (end - start === 1 && bytes[start] === DASH)) return false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte <= SPACE || byte > 126 || byte === BRACKET) return false;
  }
  return true;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;
const isLetter = (byte: number | undefined): boolean => byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122));
