// Zones, and the networks in them. Ranges of two zones may overlap: an address means something only within its zone.
import { isIP } from "node:net";
import { DomainError, readAddress } from "../../core/index.ts";
import { ipAddress } from "../assets/values.ts";
import { checkName } from "./names.ts";
import { registerOf } from "./register.ts";
import { countNaming, countNetworksOf, networkWith, selectRow } from "./repo.ts";

export type Zone = { readonly id: string; readonly name: string; readonly description: string | null; readonly source: string; readonly changedAt: Date };
export type GivenZone = Pick<Zone, "name" | "description">;

export const zones = registerOf<GivenZone, Zone>({
  table: "zone", word: "zone", order: "name",
  titleOf: ({ name }) => name,
  columns: async (db, { name, description }, id) => {
    await checkName(db, "zone", name, id);
    return { name, description };
  },
  show: (_db, { id, name, description, source, changed_at: changedAt }) => ({ id, name: name as string, description: description as string | null, source, changedAt }),
  usedBy: async (db, { id, name }) => {
    const [networks, assets] = [await countNetworksOf(db, id), await countNaming(db, "zone", name as string)];
    return networks + assets === 0 ? undefined : `${networks} networks are in this zone, and ${assets} assets have addresses in it: move them first.`;
  },
});

export type Network = { readonly id: string; readonly zone: string; readonly cidr: string; readonly meaning: string; readonly isInternal: boolean; readonly source: string; readonly changedAt: Date };
/** `zone` is a zone's id. */
export type GivenNetwork = Pick<Network, "zone" | "cidr" | "meaning" | "isInternal">;

export const networks = registerOf<GivenNetwork, Network>({
  table: "network", word: "network", order: "cidr",
  titleOf: ({ cidr }) => cidr,
  columns: async (db, { zone, cidr: given, meaning, isInternal }, id) => {
    const cidr = rangeOf(given);
    if ((await selectRow(db, "zone", zone)) === undefined) throw new DomainError("not_found", `There is no zone ${zone} here: register it first.`);
    if ((await networkWith(db, zone, cidr, id)) !== undefined) throw new DomainError("conflict", `The zone has the network ${cidr} already.`);
    return { zone_id: zone, cidr, meaning, is_internal: isInternal };
  },
  show: (_db, { id, zone_id: zone, cidr, meaning, is_internal: isInternal, source, changed_at: changedAt }) => ({ id, zone: zone as string, cidr: cidr as string, meaning: meaning as string, isInternal: isInternal as boolean, source, changedAt }),
});

/** The range as PostgreSQL writes it. One with bits behind its mask is refused: 10.1.2.3/8 was meant otherwise. */
export function rangeOf(text: string): string {
  const [address = "", bits, ...more] = text.trim().split("/");
  const ip = ipAddress(address);
  const most = ip === undefined ? 0 : isIP(ip) === 4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (ip === undefined || more.length > 0 || length < 0 || length > most) throw new DomainError("invalid", `"${text}" is no network: write it as 10.1.0.0/16 or 2001:db8::/32.`);
  if (!isFirst(ip, length)) throw new DomainError("invalid", `${ip}/${length} has bits behind its mask: give the first address of the range.`);
  return `${ip}/${length}`;
}

/** Whether all bits of the address behind the mask are zero. */
function isFirst(ip: string, length: number): boolean {
  const bytes = new Uint8Array(16);
  readAddress(ip, bytes);
  // The address of an IPv4 one is the last 32 of 128 bits.
  const mask = isIP(ip) === 4 ? length + 96 : length;
  return bytes.every((byte, i) => (byte & (255 >> Math.min(Math.max(mask - i * 8, 0), 8))) === 0);
}
