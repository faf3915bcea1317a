// The inventory against the logs: who speaks that nobody registered, and who is registered and does not speak. Pure.
import { hostName, ipAddress } from "./assets/values.ts";
import type { AssetFacts } from "./facts.ts";

/** A host name or address that events of a source have, and how many; `isRecent` if some of them are of the last days. */
export type SeenHost = { readonly source: string; readonly host: string; readonly events: number; readonly isRecent: boolean };

export type UnknownHost = { readonly host: string; readonly events: number; readonly isRecent: boolean; readonly sources: readonly { readonly source: string; readonly events: number }[] };
export type UnseenAsset = Pick<AssetFacts, "id" | "name" | "kind" | "criticality" | "environment" | "team"> & {
  /** `never` in all the time that was looked at, `quiet` not in the last days. */
  readonly state: "never" | "quiet";
};
export type SourceCoverage = { readonly source: string; readonly hosts: number; readonly unknownHosts: number; readonly assets: number };

export type Coverage = {
  readonly assets: number;
  readonly seen: number;
  /** Hosts that no asset is called by, the one with the most events first. */
  readonly unknown: readonly UnknownHost[];
  /** The most critical first. */
  readonly unseen: readonly UnseenAsset[];
  readonly sources: readonly SourceCoverage[];
};

/** Compares assets in service with the hosts that logs name. An address that two assets have counts for neither: zones may overlap. */
export function compareWithLogs(assets: readonly AssetFacts[], seen: readonly SeenHost[]): Coverage {
  const inService = assets.filter(({ lifecycle }) => lifecycle === "in_service" || lifecycle === "in_maintenance");
  const find = finderOf(assets);
  const lastSeen = new Map<string, "recent" | "quiet">();
  const unknown = new Map<string, { events: number; isRecent: boolean; sources: Map<string, number> }>();
  const sources = new Map<string, { hosts: number; unknownHosts: number; assets: Set<string> }>();
  for (const { source, host, events, isRecent } of seen) {
    const found = find(host);
    const account = sources.get(source) ?? { hosts: 0, unknownHosts: 0, assets: new Set<string>() };
    sources.set(source, account);
    account.hosts += 1;
    if (found.length === 0) {
      account.unknownHosts += 1;
      const one = unknown.get(host) ?? { events: 0, isRecent: false, sources: new Map<string, number>() };
      one.sources.set(source, (one.sources.get(source) ?? 0) + events);
      unknown.set(host, { events: one.events + events, isRecent: one.isRecent || isRecent, sources: one.sources });
    }
    for (const id of found) {
      account.assets.add(id);
      if (isRecent || !lastSeen.has(id)) lastSeen.set(id, isRecent ? "recent" : "quiet");
    }
  }
  const unseen = inService.flatMap(({ id, name, kind, criticality, environment, team }): readonly UnseenAsset[] => (lastSeen.get(id) === "recent" ? [] : [{ id, name, kind, criticality, environment, team, state: lastSeen.has(id) ? "quiet" : "never" }]));
  return {
    assets: inService.length,
    seen: inService.length - unseen.filter(({ state }) => state === "never").length,
    unknown: [...unknown].map(([host, { events, isRecent, sources: of }]) => ({ host, events, isRecent, sources: [...of].map(([source, n]) => ({ source, events: n })) })).toSorted((a, b) => b.events - a.events || (a.host < b.host ? -1 : 1)),
    unseen: unseen.toSorted((a, b) => b.criticality - a.criticality || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1)),
    sources: [...sources].map(([source, { hosts, unknownHosts, assets: of }]) => ({ source, hosts, unknownHosts, assets: of.size })).toSorted((a, b) => (a.source < b.source ? -1 : 1)),
  };
}

/** Gives the assets that a host may be: by its whole name; where one side is a FQDN and the other is none, by the first label. */
function finderOf(assets: readonly AssetFacts[]): (host: string) => readonly string[] {
  const [byName, byLabel, byAddress] = [new Map<string, string[]>(), new Map<string, string[]>(), new Map<string, string[]>()];
  const add = (map: Map<string, string[]>, key: string, id: string): void => {
    const ids = map.get(key);
    if (ids === undefined) map.set(key, [id]);
    else if (!ids.includes(id)) ids.push(id);
  };
  for (const { id, names, addresses } of assets) {
    for (const name of names) add(byName, name, id);
    for (const name of names) if (name.includes(".")) add(byLabel, labelOf(name), id);
    for (const { ip } of addresses) add(byAddress, ip, id);
  }
  const hasFqdn = new Set([...byLabel.values()].flat());
  return (host) => {
    const ip = ipAddress(host);
    if (ip !== undefined) return (byAddress.get(ip) ?? []).length === 1 ? (byAddress.get(ip) ?? []) : [];
    const name = hostName(host) ?? host.toLowerCase();
    const whole = byName.get(name) ?? [];
    if (whole.length > 0) return whole;
    return name.includes(".") ? (byName.get(labelOf(name)) ?? []).filter((id) => !hasFqdn.has(id)) : (byLabel.get(name) ?? []);
  };
}

const labelOf = (name: string): string => name.slice(0, name.indexOf(".") < 0 ? name.length : name.indexOf("."));
