// A device or virtual machine as one record: what NetBox keeps in several places, under the names of which mappings speak.
import { kindOfRole } from "./mapping.ts";
import type { Address, Device } from "./shapes.ts";

/** By type and id of the object: who looks after it, who answers for it. */
export type Contacts = { readonly team: ReadonlyMap<string, string>; readonly contact: ReadonlyMap<string, string> };

const TYPES = { device: "dcim.device", vm: "virtualization.virtualmachine" } as const;

export function recordOf(kind: "device" | "vm", device: Device, addresses: readonly Address[], { team, contact }: Contacts, zone: string | null) {
  const { id, name, display, serial, asset_tag, platform, site, location, tenant, cluster, device_type, status, tags, custom_fields } = device;
  const role = device.role ?? device.device_role;
  const own = ownAddresses(addresses).get(`${kind}:${id}`) ?? [];
  return {
    key: `${kind}:${id}`, name: name ?? display ?? `${kind} ${id}`, kind: kind === "vm" ? "virtual_machine" : kindOfRole(role?.slug ?? ""),
    serial: serial ?? "", assetTag: asset_tag ?? "", role: role?.name ?? "", platform: platform?.name ?? "", site: site?.name ?? "", tenant: tenant?.name ?? "", cluster: cluster?.name ?? "", model: [device_type?.manufacturer?.name, device_type?.model].filter((part) => part !== undefined && part !== null).join(" "),
    place: [site?.name, location?.name].filter((part) => part !== undefined && part !== null && part !== "").join(", "), status: status?.value ?? "", tags: tags.map((tag) => tag.name),
    team: team.get(`${TYPES[kind]}:${id}`) ?? "", contact: contact.get(`${TYPES[kind]}:${id}`) ?? "",
    addresses: own.map(({ address, vrf }) => placed(address, vrf?.name ?? zone)), names: [...new Set(own.flatMap(({ dns_name: dns }) => (dns === null || dns === undefined || dns === "" ? [] : [dns])))],
    custom_fields,
  };
}

/** 10.0.0.1/24 in the VRF Lab is 10.0.0.1@Lab: without its mask, in its zone. */
const placed = (address: string, zone: string | null): string => `${address.split("/")[0] ?? ""}${zone === null ? "" : `@${zone}`}`;

const byMachine = new WeakMap<readonly Address[], ReadonlyMap<string, readonly Address[]>>();

function ownAddresses(addresses: readonly Address[]): ReadonlyMap<string, readonly Address[]> {
  const known = byMachine.get(addresses);
  if (known !== undefined) return known;
  const grouped = Map.groupBy(addresses, ({ assigned_object: on }) => holderOf(on?.device?.id, on?.virtual_machine?.id));
  byMachine.set(addresses, grouped);
  return grouped;
}

const holderOf = (device: number | undefined, machine: number | undefined): string => (device !== undefined ? `device:${device}` : machine !== undefined ? `vm:${machine}` : "");
