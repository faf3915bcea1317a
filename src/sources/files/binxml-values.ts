// Binary XML of Windows event logs, value types: [MS-EVEN6] 2.2.12, and "Windows XML Event Log (EVTX) format" (libevtx).

const scratch = Buffer.allocUnsafeSlow(65536);

/** UTF-16 text; as a one-byte string where it can be, which is half the memory and faster for whoever searches it. */
export function readUtf16(bytes: Buffer, start: number, end: number): string {
  if (end > bytes.length || end < start) throw new RangeError("text goes beyond its chunk");
  let length = 0;
  for (let at = start; at + 1 < end; at += 2) {
    if (bytes[at + 1] !== 0) return bytes.toString("utf16le", start, end);
    scratch[length++] = bytes[at]!;
  }
  return scratch.toString("latin1", 0, length);
}

/** The text of one value as Windows renders it. `type` has no array bit and is not binary XML. Throws on a type that nobody knows. */
export function readValue(bytes: Buffer, type: number, start: number, size: number): string {
  if (start + size > bytes.length) throw new RangeError("value goes beyond its chunk");
  switch (type) {
    case 0x00: return "";
    case 0x01: return readUtf16(bytes, start, trimNuls(bytes, start, start + size));
    case 0x02: return bytes.toString("latin1", start, start + size).replace(/\0+$/, "");
    case 0x03: return String(bytes.readInt8(start));
    case 0x04: return String(bytes.readUInt8(start));
    case 0x05: return String(bytes.readInt16LE(start));
    case 0x06: return String(bytes.readUInt16LE(start));
    case 0x07: return String(bytes.readInt32LE(start));
    case 0x08: return String(bytes.readUInt32LE(start));
    case 0x09: return String(bytes.readBigInt64LE(start));
    case 0x0a: return readUnsigned64(bytes, start, 10);
    case 0x0b: return String(bytes.readFloatLE(start));
    case 0x0c: return String(bytes.readDoubleLE(start));
    case 0x0d: return size >= 4 ? String(bytes.readUInt32LE(start) !== 0) : String(bytes[start] !== 0);
    case 0x0e: return bytes.toString("hex", start, start + size).toUpperCase();
    case 0x0f: return readGuid(bytes, start);
    case 0x10: return size === 8 ? `0x${readUnsigned64(bytes, start, 16)}` : `0x${bytes.readUInt32LE(start).toString(16)}`;
    case 0x11: return readFileTime(bytes, start);
    case 0x12: return readSystemTime(bytes, start);
    case 0x13: return readSid(bytes, start, size);
    case 0x14: return `0x${bytes.readUInt32LE(start).toString(16)}`;
    case 0x15: return `0x${readUnsigned64(bytes, start, 16)}`;
    case 0x20: return bytes.toString("hex", start, start + size).toUpperCase();
    case 0x23: return readUtf16(bytes, start, trimNuls(bytes, start, start + size));
    default: throw new RangeError(`unknown value type 0x${type.toString(16)}`);
  }
}

// Bytes of one element of an array; a SID, a string and binary data have no fixed size.
const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  3: 1, 4: 1, 5: 2, 6: 2, 7: 4, 8: 4, 9: 8, 10: 8, 11: 4, 12: 8, 13: 4, 15: 16, 16: 8, 17: 8, 18: 16, 20: 4, 21: 8,
};

/** The elements of an array value; one element, in hexadecimal, where they cannot be told apart. */
export function readArray(bytes: Buffer, type: number, start: number, size: number): readonly string[] {
  if (type === 0x01) {
    const text = readValue(bytes, type, start, size);
    return text === "" ? [] : text.split("\0");
  }
  if (type === 0x02) return bytes.toString("latin1", start, start + size).replace(/\0+$/, "").split("\0");
  const step = ELEMENT_BYTES[type];
  if (step === undefined) return [readValue(bytes, 0x0e, start, size)];
  const values: string[] = [];
  for (let at = start; at + step <= start + size; at += step) values.push(readValue(bytes, type, at, step));
  return values;
}

function trimNuls(bytes: Buffer, start: number, end: number): number {
  while (end - 2 >= start && bytes[end - 1] === 0 && bytes[end - 2] === 0) end -= 2;
  return end;
}

function readUnsigned64(bytes: Buffer, start: number, base: 10 | 16): string {
  const high = bytes.readUInt32LE(start + 4);
  const low = bytes.readUInt32LE(start);
  if (high < 0x20_0000) return (high * 2 ** 32 + low).toString(base);
  return bytes.readBigUInt64LE(start).toString(base);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, "0"));

function readGuid(bytes: Buffer, at: number): string {
  if (at + 16 > bytes.length) throw new RangeError("GUID is too short");
  const byte = (index: number) => HEX[bytes[at + index]!]!;
  return `{${byte(3)}${byte(2)}${byte(1)}${byte(0)}-${byte(5)}${byte(4)}-${byte(7)}${byte(6)}-${byte(8)}${byte(9)}-${byte(10)}${byte(11)}${byte(12)}${byte(13)}${byte(14)}${byte(15)}}`;
}

// Steps of 100 nanoseconds since 1601; 2^32 of them are 429 seconds and 4,967,296 steps.
const SECONDS_1601_TO_1970 = 11_644_473_600;
// Above, which is after the year 8,900, the sum below might not be exact.
const HIGH_LIMIT = 0x2000_0000;

function readFileTime(bytes: Buffer, at: number): string {
  const high = bytes.readUInt32LE(at + 4);
  // A nonsense value still has to be shown: as the number it is.
  if (high >= HIGH_LIMIT) return readUnsigned64(bytes, at, 10);
  const steps = high * 4_967_296 + bytes.readUInt32LE(at);
  const seconds = high * 429 + Math.floor(steps / 1e7) - SECONDS_1601_TO_1970;
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}.${String(steps % 1e7).padStart(7, "0")}Z`;
}

function readSystemTime(bytes: Buffer, at: number): string {
  const part = (index: number, digits = 2) => String(bytes.readUInt16LE(at + 2 * index)).padStart(digits, "0");
  return `${part(0, 4)}-${part(1)}-${part(3)}T${part(4)}:${part(5)}:${part(6)}.${part(7, 3)}Z`;
}

function readSid(bytes: Buffer, at: number, size: number): string {
  const count = bytes.readUInt8(at + 1);
  if (size < 8 + 4 * count) throw new RangeError("SID is too short");
  let sid = `S-${bytes[at]}-${bytes.readUIntBE(at + 2, 6)}`;
  for (let i = 0; i < count; i++) sid += `-${bytes.readUInt32LE(at + 8 + 4 * i)}`;
  return sid;
}
