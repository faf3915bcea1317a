// Machines by address. An address means something only within its zone, and while it was the machine's.
import type { AddressFacts, AssetFacts, Inventory, NetworkFacts } from "../../cmdb/index.ts";
import { readAddress } from "../../core/index.ts";
import { addressKey, CidrIndex, parseCidr } from "./cidr-index.ts";
import type { AssetMatch } from "./event-context.ts";

type Held = { readonly asset: AssetFacts; readonly zone: string | null; readonly fromMs: number; readonly untilMs: number };

/** What the inventory says of one address, whatever zone and time. */
export type AddressKnown = {
  readonly held: readonly Held[];
  /** The networks that it lies in, the most specific first. */
  readonly networks: readonly (readonly NetworkFacts[])[];
  /** Whether what it means depends on when. */
  readonly isTimed: boolean;
};

/** Where an address is, as far as the networks tell. Several zones: nobody can know which. */
export type Where = { readonly zones: readonly string[]; readonly isInternal: boolean | undefined };

export class AddressIndex {
  readonly #held = new Map<string, Held[]>();
  readonly #networks: CidrIndex<NetworkFacts>;

  constructor({ assets, networks }: Pick<Inventory, "assets" | "networks">) {
    const bytes = new Uint8Array(16);
    for (const asset of assets) {
      for (const { ip, zone, from, until } of asset.addresses) {
        if (readAddress(ip, bytes)) this.#add(addressKey(bytes), heldBy(asset, { ip, zone, from, until }));
      }
    }
    this.#networks = new CidrIndex(networks.flatMap((network) => {
      const cidr = parseCidr(network.cidr);
      return cidr === undefined ? [] : [[cidr, network] as const];
    }));
  }

  #add(key: string, one: Held): void {
    const known = this.#held.get(key);
    if (known === undefined) this.#held.set(key, [one]);
    else known.push(one);
  }

  find(bytes: Uint8Array): AddressKnown {
    const held = this.#held.get(addressKey(bytes)) ?? [];
    return { held, networks: this.#networks.covering(bytes), isTimed: held.some(({ fromMs, untilMs }) => fromMs !== -Infinity || untilMs !== Infinity) };
  }
}

const heldBy = (asset: AssetFacts, { zone, from, until }: AddressFacts): Held => ({ asset, zone: zone?.toLowerCase() ?? null, fromMs: from?.getTime() ?? -Infinity, untilMs: until?.getTime() ?? Infinity });

/**
 * Where an address is. The zone of the source decides between networks that overlap, if one of them is in it; else the most
 * specific network does, and of several equally specific ones none.
 */
export function whereIs({ networks }: AddressKnown, sourceZone: string | undefined): Where {
  const own = sourceZone === undefined ? undefined : networks.map((level) => level.filter(({ zone }) => zone.toLowerCase() === sourceZone)).find((level) => level.length > 0);
  const level = own ?? networks[0] ?? [];
  const isInternal = level[0]?.isInternal;
  return { zones: [...new Set(level.map(({ zone }) => zone))], isInternal: level.every((one) => one.isInternal === isInternal) ? isInternal : undefined };
}

/** Which machines an address can mean at a time. Those whose zone is another one are none of them. */
export function whoHas({ held }: AddressKnown, { zones }: Where, sourceZone: string | undefined, timeMs: number): AssetMatch | undefined {
  if (held.length === 0) return undefined;
  // Where no network tells the zone, the source's own decides among machines of several.
  const isElsewhere = zones.length > 0 || sourceZone === undefined || !held.some(({ zone }) => zone === sourceZone);
  const here = isElsewhere ? zones.map((zone) => zone.toLowerCase()) : [sourceZone];
  const assets = new Set<AssetFacts>();
  for (const { asset, zone, fromMs, untilMs } of held) {
    if (timeMs >= fromMs && timeMs < untilMs && (zone === null || here.length === 0 || here.includes(zone))) assets.add(asset);
  }
  // One machine of two zones that it could be in is a guess, too: the other zone's may not be registered.
  return assets.size === 0 ? undefined : { assets: [...assets], isAmbiguous: assets.size > 1 || zones.length > 1 };
}
