import { ImportMapping } from "../../../../contract/cmdb-import.ts";

/** What iTop's items tell of assets. */
export const MAPPING = ImportMapping.parse({
  format: "json", key: "id",
  columns: {
    name: "name", kind: "kind", serial: "serialnumber", os: "system", location: "location_name", team: "team", contact: "contact", services: "services", addresses: "addresses", macs: "macs", zone: "zone",
    externalIds: { from: "id", prefix: "itop:" },
    criticality: { from: "business_criticity", values: { high: "3", medium: "2", low: "1" }, otherwise: "" },
    lifecycle: { from: "status", values: { production: "in_service", implementation: "planned", stock: "in_stock", obsolete: "retired" }, otherwise: "in_service" },
  },
});

const KINDS: Readonly<Record<string, string>> = {
  Server: "server", VirtualMachine: "virtual_machine", Hypervisor: "server", Farm: "server", NetworkDevice: "network_device", SANSwitch: "network_device", PC: "workstation", Printer: "printer", StorageSystem: "storage", NAS: "storage", TapeLibrary: "storage",
  MobilePhone: "mobile", Tablet: "mobile", IPPhone: "other", DBServer: "database", DatabaseSchema: "database", WebServer: "application", WebApplication: "application", MiddlewareInstance: "application", ApplicationSolution: "application",
};

/** The kind of an asset by its class. */
export const kindOfClass = (name: string): string => KINDS[name] ?? "other";
