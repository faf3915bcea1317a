// Networks of IP addresses, as ranges of numbers of 128 bits: so one address is equal in all its spellings.
import { readAddress } from "../../core/index.ts";

/** A range of addresses, both ends in it. */
export type Network = { readonly low: bigint; readonly high: bigint };

const bytes = new Uint8Array(16);
const view = new DataView(bytes.buffer);

/** Reads an IPv4 or IPv6 address, IPv4 as IPv6 writes it (`::ffff:a.b.c.d`); undefined if the text is none. */
export function parseAddress(text: string): bigint | undefined {
  return readAddress(text, bytes) ? (view.getBigUint64(0) << 64n) | view.getBigUint64(8) : undefined;
}

/** Reads `address` or `address/prefix` (RFC 4632). Bits behind the prefix do not count: `10.1.2.3/8` is `10.0.0.0/8`. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  if (slash < 0) return { low: address, high: address };
  const bits = text.includes(":") ? 128 : 32;
  const digits = text.slice(slash + 1);
  const prefix = /^\d{1,3}$/.test(digits) ? Number(digits) : Infinity;
  if (prefix > bits) return undefined;
  const hostBits = BigInt(bits - prefix);
  const low = (address >> hostBits) << hostBits;
  return { low, high: low + (1n << hostBits) - 1n };
}

/** An address as eight groups, as every reader of IPv6 takes it. */
export function formatAddress(address: bigint): string {
  const hex = address.toString(16).padStart(32, "0");
  return Array.from({ length: 8 }, (_, i) => hex.slice(i * 4, i * 4 + 4)).join(":");
}
