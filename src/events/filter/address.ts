// IP addresses as numbers of 128 bits, IPv4 as IPv6 writes it (`::ffff:0:0/96`, RFC 4291 2.5.5.2), so that one
// address is equal in all its spellings.

/** A range of addresses, both ends in it. */
export type Network = { readonly low: bigint; readonly high: bigint };

const V4_IN_V6 = 0xffff_0000_0000n;

/** Reads an IPv4 or IPv6 address; undefined if the text is none. A zone (`%eth0`) makes it none. */
export function parseAddress(text: string): bigint | undefined {
  if (text.length > 45) return undefined;
  if (text.includes(":")) return parseV6(text);
  const value = parseV4(text);
  return value === undefined ? undefined : V4_IN_V6 | value;
}

/** Reads `address` or `address/prefix` (RFC 4632). Bits behind the prefix do not count: `10.1.2.3/8` is `10.0.0.0/8`. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  if (slash < 0) return { low: address, high: address };
  const isV4 = !text.includes(":");
  const digits = text.slice(slash + 1);
  const prefix = /^\d{1,3}$/.test(digits) ? Number(digits) : Infinity;
  if (prefix > (isV4 ? 32 : 128)) return undefined;
  const hostBits = BigInt((isV4 ? 32 : 128) - prefix);
  const low = (address >> hostBits) << hostBits;
  return { low, high: low + (1n << hostBits) - 1n };
}

/** An address as eight groups, as every reader of IPv6 takes it. */
export function formatAddress(address: bigint): string {
  const hex = address.toString(16).padStart(32, "0");
  return Array.from({ length: 8 }, (_, i) => hex.slice(i * 4, i * 4 + 4)).join(":");
}

/** No leading zeros: some programs take them for octal. */
function parseV4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = groups(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? groups(halves[1]!, true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...Array<number>(missing).fill(0), ...tail].reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of one side of `::`; an IPv4 address at the end of the whole counts for two. */
function groups(text: string, isEnd: boolean): number[] | undefined {
  if (text === "") return [];
  const out: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    const v4 = isEnd && i === parts.length - 1 ? parseV4(part) : undefined;
    if (v4 !== undefined) out.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) out.push(parseInt(part, 16));
    else return undefined;
  }
  return out;
}
