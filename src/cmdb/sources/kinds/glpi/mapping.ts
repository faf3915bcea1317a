import { ImportMapping } from "../../../../contract/cmdb-import.ts";

/** What GLPI's items tell of assets. */
export const MAPPING = ImportMapping.parse({
  format: "json", key: "key",
  columns: {
    name: "name", kind: "kind", serial: "serial", os: "system", location: "locations_id", team: "team", contact: "technician", addresses: "addresses", macs: "macs", zone: "zone", externalIds: { from: "key", prefix: "glpi:" },
    lifecycle: { from: "states_id", values: { production: "in_service", "en service": "in_service", maintenance: "in_maintenance", "en maintenance": "in_maintenance", stock: "in_stock", "en stock": "in_stock", "hors service": "retired", "réformé": "retired", "mis au rebut": "retired", retired: "retired" }, otherwise: "in_service" },
  },
});

const KINDS: Readonly<Record<string, string>> = { NetworkEquipment: "network_device", Printer: "printer", Phone: "mobile", Peripheral: "other", Monitor: "other", Enclosure: "other" };

/** The kind of an asset by its itemtype, and of a computer by the type that people gave it. */
export function kindOf(itemtype: string, type: string): string {
  if (itemtype !== "Computer") return KINDS[itemtype] ?? "other";
  const word = type.toLowerCase();
  if (/vmware|virtual|\bvm\b|kvm|qemu|hyper-?v/.test(word)) return "virtual_machine";
  return /serve?u?r|rack|blade/.test(word) ? "server" : "workstation";
}
