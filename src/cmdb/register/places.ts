// Zones, and the networks in them. Ranges of two zones may overlap: an address means something only within its zone.
import { isIP } from "node:net";
import { DomainError } from "../../core/index.ts";
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
function rangeOf(text: string): string {
  const [address = "", bits, ...more] = text.trim().split("/");
  const ip = ipAddress(address);
  const most = ip === undefined ? 0 : isIP(ip) === 4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (ip === undefined || more.length > 0 || length < 0 || length > most) throw new DomainError("invalid", `"${text}" is no network: write it as 10.1.0.0/16 or 2001:db8::/32.`);
  if (bitsBehind(ip, length) !== 0n) throw new DomainError("invalid", `${ip}/${length} has bits behind its mask: give the first address of the range.`);
  return `${ip}/${length}`;
}

/** The bits of the address behind the mask. */
function bitsBehind(ip: string, length: number): bigint {
  const [value, most] = isIP(ip) === 4 ? [ip.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n), 32] : [groupsOf(ip).reduce((sum, part) => (sum << 16n) | BigInt(part), 0n), 128];
  return value & ((1n << BigInt(most - length)) - 1n);
}

function groupsOf(ip: string): readonly number[] {
  const [head = "", tail] = ip.split("::");
  const read = (text: string): number[] => (text === "" ? [] : text.split(":").map((part) => Number.parseInt(part, 16)));
  const [before, after] = [read(head), tail === undefined ? [] : read(tail)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}
