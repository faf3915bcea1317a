import { ImportMapping } from "../../../../contract/cmdb-import.ts";

/** Fields of an item that are asked for. */
export const FIELDS = [
  "sys_id", "sys_updated_on", "name", "sys_class_name", "fqdn", "host_name", "ip_address", "mac_address", "serial_number", "asset_tag", "os", "os_version", "model_id", "operational_status", "install_status", "environment", "used_for",
  "business_criticality", "busines_criticality", "support_group", "assignment_group", "managed_by", "owned_by", "assigned_to", "location", "company",
] as const;

const CRITICALITIES = { "1 - most critical": "4", "2 - somewhat critical": "3", "3 - less critical": "2", "4 - not critical": "1" };
const ENVIRONMENTS = { production: "production", "pre-production": "preproduction", staging: "preproduction", "user acceptance test": "test", uat: "test", qa: "test", test: "test", development: "development", "disaster recovery": "recovery", training: "training" };

/** What ServiceNow's records tell of assets: fields as people see them, `raw` as they are kept. */
export const MAPPING = ImportMapping.parse({
  format: "json", key: "sys_id",
  columns: {
    name: "name", kind: "kind", names: "names", addresses: "ip_address", zone: "zone", macs: "mac_address", serial: "serial_number", os: "system", team: "team", contact: "contact", location: "location", services: "services",
    criticality: { from: "criticality", values: CRITICALITIES, otherwise: "2" }, environment: { from: "stage", values: ENVIRONMENTS, otherwise: "" }, externalIds: { from: "sys_id", prefix: "servicenow:" },
    lifecycle: { from: "raw.install_status", values: { "2": "planned", "3": "in_maintenance", "4": "planned", "6": "in_stock", "7": "retired", "8": "retired" }, otherwise: "in_service" },
  },
});

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/vm_instance|vmware|hyper_v/, "virtual_machine"], [/firewall|ids|ips$/, "security_device"], [/server|esx|aix|solaris|unix|mainframe/, "server"], [/netgear|switch|router|network|wap|lb|load_bal/, "network_device"],
  [/storage|san|nas|msd/, "storage"], [/printer/, "printer"], [/computer|pc_hardware|workstation/, "workstation"], [/mobile|handheld|phone/, "mobile"], [/db_|database/, "database"], [/appl|app_/, "application"],
];

/** The kind of an asset by the class of an item. */
export const kindOfClass = (name: string): string => KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? "other";
