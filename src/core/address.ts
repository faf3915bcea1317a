// An IP address as 16 bytes, as ClickHouse's IPv6 has it: an IPv4 address is written ::ffff:a.b.c.d (RFC 4291, 2.5.5.2).

const BYTES = 16;

/** Reads an address into `out`; false if the text is none. A zone (`%eth0`) is left out: it means nothing elsewhere. */
export function readAddress(text: string, out: Uint8Array): boolean {
  // The longest address with an IPv4 tail has 45 characters; a zone may follow.
  if (text.length < 2 || text.length > 128) return false;
  const zone = text.indexOf("%");
  const end = zone === -1 ? text.length : zone;
  out.fill(0);
  if (text.indexOf(":") === -1) {
    out[10] = 0xff;
    out[11] = 0xff;
    return zone === -1 && readIpv4(text, 0, end, out, 12);
  }
  return readIpv6(text, end, out);
}

function readIpv4(text: string, from: number, end: number, out: Uint8Array, outAt: number): boolean {
  let at = outAt;
  let value = -1;
  for (let i = from; i <= end; i++) {
    const digit = i < end ? text.charCodeAt(i) - 48 : -2;
    if (digit >= 0 && digit <= 9) {
      // A leading zero is octal to some and decimal to others: no address to us.
      if (value === 0) return false;
      value = value === -1 ? digit : value * 10 + digit;
      if (value > 255) return false;
    } else if ((digit === -2 || text.charCodeAt(i) === 46) && value !== -1 && at < outAt + 4) {
      out[at++] = value;
      value = -1;
    } else return false;
  }
  return at === outAt + 4;
}

function readIpv6(text: string, end: number, out: Uint8Array): boolean {
  let at = 0;
  let gapAt = -1;
  let i = 0;
  if (text.startsWith("::")) {
    gapAt = 0;
    i = 2;
  }
  while (i < end) {
    const colon = text.indexOf(":", i);
    const groupEnd = colon === -1 || colon > end ? end : colon;
    if (groupEnd === end && text.lastIndexOf(".", end - 1) > i) {
      if (at > BYTES - 4 || !readIpv4(text, i, end, out, at)) return false;
      at += 4;
      break;
    }
    const group = hex(text, i, groupEnd);
    if (group === -1 || at > BYTES - 2) return false;
    out[at++] = group >> 8;
    out[at++] = group & 0xff;
    i = groupEnd + 1;
    if (groupEnd === end) break;
    if (i === end) return false;
    if (text.charCodeAt(i) !== 58) continue;
    if (gapAt !== -1) return false;
    gapAt = at;
    i++;
  }
  if (gapAt === -1) return at === BYTES;
  if (at > BYTES - 2) return false;
  out.copyWithin(BYTES - (at - gapAt), gapAt, at);
  out.fill(0, gapAt, BYTES - (at - gapAt));
  return true;
}

// One to four hexadecimal digits, or -1.
function hex(text: string, from: number, end: number): number {
  if (end <= from || end - from > 4) return -1;
  let value = 0;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    const letter = code | 0x20;
    if (code >= 48 && code <= 57) value = value * 16 + code - 48;
    else if (letter >= 97 && letter <= 102) value = value * 16 + letter - 87;
    else return -1;
  }
  return value;
}
