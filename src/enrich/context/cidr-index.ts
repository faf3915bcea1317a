// Ranges of addresses by prefix: asking costs one look for each length of prefix there is, however many ranges there are.
import { readAddress } from "../../core/index.ts";

/** An address as `readAddress` writes it, and how many of its 128 bits count. */
export type Cidr = { readonly bytes: Uint8Array; readonly bits: number };

const V4_BITS = 96;

/** Reads `address` or `address/prefix` (RFC 4632); bits behind the prefix do not count. Undefined if the text is none. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  const bytes = new Uint8Array(16);
  if (!readAddress(slash < 0 ? text : text.slice(0, slash), bytes)) return undefined;
  if (slash < 0) return { bytes, bits: 128 };
  const digits = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(digits)) return undefined;
  const bits = Number(digits) + (text.includes(":") ? 0 : V4_BITS);
  return bits > 128 ? undefined : { bytes, bits };
}

/** Whether an address is one of IPv4. */
export function isV4(bytes: Uint8Array): boolean {
  for (let i = 0; i < 10; i++) if (bytes[i] !== 0) return false;
  return bytes[10] === 0xff && bytes[11] === 0xff;
}

/** What ranges mean, asked by address. Ranges may lie in each other, and several things may have one range. */
export class CidrIndex<T> {
  /** Longest prefix first. */
  readonly #levels: readonly { readonly bits: number; readonly byPrefix: ReadonlyMap<string, readonly T[]> }[];

  constructor(entries: Iterable<readonly [Cidr, T]>) {
    const levels = new Map<number, Map<string, T[]>>();
    for (const [{ bytes, bits }, value] of entries) {
      const byPrefix = levels.get(bits) ?? new Map<string, T[]>();
      levels.set(bits, byPrefix);
      const key = prefixOf(bytes, bits);
      const known = byPrefix.get(key);
      if (known === undefined) byPrefix.set(key, [value]);
      else known.push(value);
    }
    this.#levels = [...levels].map(([bits, byPrefix]) => ({ bits, byPrefix })).toSorted((a, b) => b.bits - a.bits);
  }

  /** What the ranges mean that an address lies in: those of the longest prefix first, each prefix a list of its own. */
  covering(bytes: Uint8Array): readonly (readonly T[])[] {
    const isFour = isV4(bytes);
    const found: (readonly T[])[] = [];
    for (const { bits, byPrefix } of this.#levels) {
      // `::/0` and the like are ranges of IPv6 alone: no network operator means IPv4 by them.
      if (isFour && bits < V4_BITS) break;
      const values = byPrefix.get(prefixOf(bytes, bits));
      if (values !== undefined) found.push(values);
    }
    return found;
  }
}

const scratch = Buffer.alloc(16);

function prefixOf(bytes: Uint8Array, bits: number): string {
  const whole = bits >> 3;
  const rest = bits & 7;
  scratch.set(bytes);
  if (rest !== 0) scratch[whole]! &= 0xff << (8 - rest);
  return scratch.toString("latin1", 0, rest === 0 ? whole : whole + 1);
}

/** Tells an address from others, whatever its spelling. */
export const addressKey = (bytes: Uint8Array): string => prefixOf(bytes, 128);
