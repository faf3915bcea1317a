import type { Value } from "../../../core/index.ts";
import type { Transform } from "../types.ts";

/** Makes the value that Sigma's taxonomy expects of what a product writes. Undefined where a needed part is absent. */
export function transform(as: Transform, parts: readonly Value[]): Value {
  if (as === "first") return parts.find((part) => part !== undefined);
  const [first] = parts;
  return first === undefined || first === null ? first : TRANSFORMS[as](parts);
}

const TRANSFORMS: Readonly<Record<Exclude<Transform, "first">, (parts: readonly Value[]) => Value>> = {
  // Windows Security events write process ids in hexadecimal, Sysmon in decimal.
  decimal: ([value]) => (typeof value === "string" && /^0x[0-9a-f]{1,13}$/i.test(value) ? String(Number(value)) : value),
  integrity_level: ([value]) => (typeof value === "string" ? (INTEGRITY_LEVELS.get(value) ?? value) : value),
  registry_path: (parts) => shortHive(present(parts).join("\\")),
  ip_protocol: ([value]) => (typeof value === "string" || typeof value === "number" ? (PROTOCOLS.get(Number(value)) ?? value) : value),
  // Windows Filtering Platform: %%14592 inbound, %%14593 outbound.
  initiated: ([value]) => (value === "%%14593" ? "true" : value === "%%14592" ? "false" : value),
  join: (parts) => present(parts).join("\\"),
};

const present = (parts: readonly Value[]): string[] =>
  parts.filter((part) => part !== undefined && part !== null && part !== "" && typeof part !== "object").map(String);

// Microsoft, "Mandatory Integrity Control": the last part of the label's SID is the level.
const INTEGRITY_LEVELS: ReadonlyMap<string, string> = new Map([
  ["S-1-16-0", "Untrusted"], ["S-1-16-4096", "Low"], ["S-1-16-8192", "Medium"], ["S-1-16-8448", "Medium"], ["S-1-16-12288", "High"],
  ["S-1-16-16384", "System"],
]);

// IANA protocol numbers, in the words of Sysmon.
const PROTOCOLS: ReadonlyMap<number, string> = new Map([[1, "icmp"], [6, "tcp"], [17, "udp"], [58, "ipv6-icmp"]]);

/** The kernel's name of a registry key in the short form of Sysmon. */
function shortHive(path: string): string {
  return path.replace(/^\\REGISTRY\\MACHINE(?=\\|$)/i, "HKLM").replace(/^\\REGISTRY\\USER(?=\\|$)/i, "HKU");
}
