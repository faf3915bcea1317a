// IP addresses as logs write them.

/** The 4 or 16 bytes of an address, or undefined if the text is none. A zone (`%eth0`) is no part of the address. */
export function addressBytes(text: string): readonly number[] | undefined {
  if (text.length > 64) return undefined;
  if (!text.includes(":")) return v4(text);
  const percent = text.indexOf("%");
  return v6(percent < 0 ? text : text.slice(0, percent));
}

/** The address alone, without brackets, zone or the IPv6 form of an IPv4 address; undefined if the text is none. */
export function normalAddress(text: string): string | undefined {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (!bare.includes(":")) return isV4(bare) ? bare : undefined;
  const bytes = addressBytes(bare);
  if (bytes === undefined) return undefined;
  const isMapped = bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (isMapped) return bytes.slice(12).join(".");
  const percent = bare.indexOf("%");
  return percent < 0 ? bare : bare.slice(0, percent);
}

// By character: this is read for two addresses of every event.
function isV4(text: string): boolean {
  let parts = 1;
  let digits = 0;
  let number = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (digits === 0) return false;
      parts += 1;
      digits = 0;
      number = 0;
    } else if (code >= 48 && code <= 57) {
      digits += 1;
      number = number * 10 + code - 48;
      if (digits > 3 || number > 255) return false;
    } else return false;
  }
  return parts === 4 && digits > 0;
}

const v4 = (text: string): readonly number[] | undefined => (isV4(text) ? text.split(".").map(Number) : undefined);

function v6(text: string): readonly number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groups);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (tail === undefined) return head.length === 16 ? head : undefined;
  const gap = 16 - head.length - tail.length;
  return gap < 2 ? undefined : [...head, ...Array.from({ length: gap }, () => 0), ...tail];
}

function groups(text: string): readonly number[] | undefined {
  if (text === "") return [];
  const bytes: number[] = [];
  const words = text.split(":");
  for (const [i, word] of words.entries()) {
    const embedded = i === words.length - 1 && word.includes(".") ? v4(word) : undefined;
    if (embedded !== undefined) bytes.push(...embedded);
    else if (/^[\da-fA-F]{1,4}$/.test(word)) bytes.push(Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 255);
    else return undefined;
  }
  return bytes;
}

/** Whether nobody on the internet can have the address: RFC 1918, 6598, 4193, loopback, link-local, multicast. */
export function isPrivate(address: string): boolean {
  const bytes = addressBytes(address);
  if (bytes === undefined) return false;
  const [a = 0, b = 0] = bytes;
  if (bytes.length === 16) return (a & 0xfe) === 0xfc || (a === 0xfe && (b & 0xc0) === 0x80) || a === 0xff || bytes.slice(0, 15).every((byte) => byte === 0);
  return a === 10 || a === 127 || a === 0 || a >= 224 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254) || (a === 100 && b >= 64 && b < 128);
}
