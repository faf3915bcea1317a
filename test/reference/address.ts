// Addresses and networks as numbers, for `cidr`. RFC 4291 section 2.2 and RFC 4632.
import { IllegalRule } from "./illegal.ts";

type Address = { readonly bits: 32 | 128; readonly value: bigint };
export type Network = Address & { readonly prefix: number };

/** A network must be written by its first address: 10.0.0.0/8, not 10.1.2.3/8. */
export function parseNetwork(text: string): Network {
  const [, head, length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseAddress(head ?? "");
  if (address === undefined) throw new IllegalRule(`${text} is no network`);
  const prefix = length === undefined ? address.bits : Number(length);
  if (prefix > address.bits) throw new IllegalRule(`${text} has too long a prefix`);
  const host = address.value % 2n ** BigInt(address.bits - prefix);
  if (host !== 0n) throw new IllegalRule(`${text} has bits set behind its prefix`);
  return { ...address, prefix };
}

/** An address of IPv4 written in IPv6 (::ffff:10.0.0.1) also lies in the networks of IPv4. */
export function inNetwork(text: string, network: Network): boolean {
  const address = parseAddress(text);
  if (address === undefined) return false;
  return [address, ...mapped(address)].some(
    ({ bits, value }) => bits === network.bits && first(value, network) === first(network.value, network),
  );
}

const first = (value: bigint, { bits, prefix }: Network): bigint => value / 2n ** BigInt(bits - prefix);

const mapped = ({ bits, value }: Address): readonly Address[] =>
  bits === 128 && value / 2n ** 32n === 0xffffn ? [{ bits: 32, value: value % 2n ** 32n }] : [];

function parseAddress(text: string): Address | undefined {
  const four = parseFour(text);
  if (four !== undefined) return { bits: 32, value: four };
  const six = parseSix(text);
  return six === undefined ? undefined : { bits: 128, value: six };
}

// Four decimal numbers without leading zeros, which some programs read as octal.
function parseFour(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function parseSix(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [left, right] = halves.map(parseGroups);
  if (left === undefined || (halves.length === 2 && right === undefined)) return undefined;
  if (halves.length === 1) return left.length === 8 ? joinGroups(left) : undefined;
  const missing = 8 - left.length - right!.length;
  // Groups of the left half may not end in dotted IPv4: it is always the address's last 32 bits.
  if (missing < 1 || halves[0]!.includes(".")) return undefined;
  return joinGroups([...left, ...Array<bigint>(missing).fill(0n), ...right!]);
}

function parseGroups(text: string): readonly bigint[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const groups = parts.flatMap((part, i) => {
    const four = i === parts.length - 1 ? parseFour(part) : undefined;
    if (four !== undefined) return [four / 65536n, four % 65536n];
    return /^[0-9a-f]{1,4}$/i.test(part) ? [BigInt(`0x${part}`)] : [undefined];
  });
  return groups.includes(undefined) ? undefined : (groups as bigint[]);
}

const joinGroups = (groups: readonly bigint[]): bigint => groups.reduce((value, group) => value * 65536n + group, 0n);
