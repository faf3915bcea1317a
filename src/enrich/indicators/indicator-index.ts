import { addressKey, CidrIndex, parseCidr, type Cidr } from "../context/cidr-index.ts";
import { normalUrl, type Indicator } from "./indicator.ts";

/** How an event's field is looked for: its values are addresses, names, URLs, hashes or e-mail addresses. */
export type Observable = "address" | "domain-name" | "url" | "file" | "email-addr";

/** Indicators by their values. It holds those of one tenant, or those of the provider, which all tenants share. */
export class IndicatorIndex {
  readonly size: number;
  readonly #addresses = new Map<string, Indicator[]>();
  readonly #ranges: CidrIndex<Indicator>;
  readonly #byValue: Readonly<Record<Exclude<Observable, "address">, Map<string, Indicator[]>>> = { "domain-name": new Map(), url: new Map(), file: new Map(), "email-addr": new Map() };
  readonly #parents = new Map<string, Indicator[]>();

  constructor(indicators: readonly Indicator[]) {
    this.size = indicators.length;
    const ranges: (readonly [Cidr, Indicator])[] = [];
    for (const one of indicators) {
      if (one.type === "ipv4-addr" || one.type === "ipv6-addr") {
        const cidr = parseCidr(one.value);
        if (cidr === undefined) continue; // only normal values are stored
        if (cidr.bits === 128) add(this.#addresses, addressKey(cidr.bytes), one);
        else ranges.push([cidr, one]);
      } else if (one.type === "domain-name" && one.value.startsWith("*.")) add(this.#parents, one.value.slice(2), one);
      else add(this.#byValue[one.type], one.value, one);
    }
    this.#ranges = new CidrIndex(ranges);
  }

  /** The indicators of an address and of the ranges that it lies in, whenever they hold. */
  ofAddress(bytes: Uint8Array): readonly Indicator[] {
    return [...(this.#addresses.get(addressKey(bytes)) ?? []), ...this.#ranges.covering(bytes).flat()];
  }

  /** The indicators of another value, whenever they hold. */
  of(kind: Exclude<Observable, "address">, text: string): readonly Indicator[] {
    const known = this.#byValue[kind];
    switch (kind) {
      case "domain-name":
        return this.#ofDomain(text);
      case "url": {
        if (known.size === 0 || !/^(?:https?|ftp):/i.test(text)) return NONE;
        const url = normalUrl(text);
        return url === undefined ? NONE : (known.get(url) ?? NONE);
      }
      default:
        return known.size === 0 ? NONE : (known.get(text.toLowerCase()) ?? NONE);
    }
  }

  #ofDomain(text: string): readonly Indicator[] {
    const names = this.#byValue["domain-name"];
    if (names.size === 0 && this.#parents.size === 0) return NONE;
    const name = (text.endsWith(".") ? text.slice(0, -1) : text).toLowerCase();
    const exact = names.get(name) ?? NONE;
    if (this.#parents.size === 0) return exact;
    const found = [...exact];
    for (let dot = name.indexOf("."), looked = 0; dot >= 0 && looked < MOST_LABELS; dot = name.indexOf(".", dot + 1), looked++) found.push(...(this.#parents.get(name.slice(dot + 1)) ?? NONE));
    return found;
  }
}

// A name has 127 labels at most (RFC 1035, 2.3.4); a log may hold anything.
const MOST_LABELS = 127;
const NONE: readonly Indicator[] = [];

function add(map: Map<string, Indicator[]>, key: string, value: Indicator): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
