import { ImportMapping } from "../../../../contract/cmdb-import.ts";

/** What NetBox's records tell of assets. `zone` stands in the addresses themselves. */
export const MAPPING = ImportMapping.parse({
  format: "json", key: "key",
  columns: {
    name: "name", kind: "kind", serial: "serial", os: "platform", location: "place", team: "team", contact: "contact", tags: "tags", names: "names", addresses: "addresses",
    externalIds: { from: "key", prefix: "netbox:" },
    lifecycle: { from: "status", values: { active: "in_service", planned: "planned", staged: "planned", inventory: "in_stock", failed: "in_maintenance", offline: "in_maintenance", decommissioning: "in_maintenance" }, otherwise: "in_service" },
  },
});

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/firewall|utm|waf|ids|ips\b|vpn/, "security_device"], [/switch|router|gateway|access-point|wifi|wlan|\blan\b|\bwan\b|network|load-balancer/, "network_device"],
  [/storage|\bnas\b|\bsan\b/, "storage"], [/printer/, "printer"], [/workstation|laptop|desktop|\bpc\b/, "workstation"], [/server|hypervisor|host/, "server"],
];

/** The kind of a device by the slug of its role: a guess that the mapping may replace (kind: {from: role, values}). */
export const kindOfRole = (slug: string): string => KINDS.find(([pattern]) => pattern.test(slug))?.[1] ?? "other";
