// IP addresses as numbers, so that `0:0:0:0:0:0:0:1` and `::1` are one (RFC 4291, 2.2; RFC 4632).

/** An address as 32 or 128 bits. */
export type Address = { readonly bits: 32 | 128; readonly value: bigint };
/** A network in CIDR notation. */
export type Network = Address & { readonly prefix: number };

/** Reads an IPv4 or IPv6 address, a zone (`%eth0`) left out; undefined if the text is none. */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 64) return undefined;
  if (!text.includes(":")) {
    const value = parseV4(text);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const zone = text.indexOf("%");
  const value = parseV6(zone < 0 ? text : text.slice(0, zone));
  return value === undefined ? undefined : { bits: 128, value };
}

/** Reads `address/prefix`, or a single address; undefined if the text is none. It may have bits behind its prefix: `mask` takes them away. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const digits = slash < 0 ? String(address.bits) : text.slice(slash + 1);
  const prefix = /^\d{1,3}$/.test(digits) ? Number(digits) : Infinity;
  return prefix > address.bits ? undefined : { ...address, prefix };
}

/** The network without bits behind its prefix. */
export function mask(network: Network): Network {
  const hostBits = BigInt(network.bits - network.prefix);
  return { ...network, value: (network.value >> hostBits) << hostBits };
}

/** A network in CIDR notation; of IPv6 all eight groups are written. */
export function showNetwork({ bits, value, prefix }: Network): string {
  const [width, base, between] = bits === 32 ? [8, 10, "."] : [16, 16, ":"];
  const parts = Array.from({ length: bits / width }, (_, i) => ((value >> BigInt(bits - width * (i + 1))) & ((1n << BigInt(width)) - 1n)).toString(base));
  return `${parts.join(between)}/${prefix}`;
}

/** Whether the network holds the address. An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is in the IPv4 network too. */
export function contains(network: Network, address: Address): boolean {
  if (network.bits === address.bits) {
    const shift = BigInt(network.bits - network.prefix);
    return network.value >> shift === address.value >> shift;
  }
  const isMapped = address.bits === 128 && address.value >> 32n === 0xffffn;
  return isMapped && contains(network, { bits: 32, value: address.value & 0xffffffffn });
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
  const all = [...head, ...Array<number>(missing).fill(0), ...tail];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of one side of `::`; an IPv4 address at the end of the whole counts for two. */
function groups(text: string, isEnd: boolean): number[] | undefined {
  if (text === "") return [];
  const out: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) out.push(parseInt(part, 16));
    else {
      const v4 = isEnd && i === parts.length - 1 ? parseV4(part) : undefined;
      if (v4 === undefined) return undefined;
      out.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
    }
  }
  return out;
}
