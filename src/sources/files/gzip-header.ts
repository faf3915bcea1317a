// RFC 1952, GZIP file format specification, section 2.3.
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;

/** Bytes of the gzip header at the beginning; "more" if it goes on behind the bytes, "none" if there is no header. */
export function gzipHeaderLength(bytes: Buffer): number | "more" | "none" {
  if ((bytes.length > 0 && bytes[0] !== 0x1f) || (bytes.length > 1 && bytes[1] !== 0x8b)) return "none";
  if (bytes.length < 10) return "more";
  const flags = bytes[3]!;
  let at = 10;
  if (flags & FLAG.extra) {
    if (bytes.length < at + 2) return "more";
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const text of [FLAG.name, FLAG.comment]) {
    if ((flags & text) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return "more";
    at = end + 1;
  }
  if (flags & FLAG.headerCrc) at += 2;
  return at > bytes.length ? "more" : at;
}
