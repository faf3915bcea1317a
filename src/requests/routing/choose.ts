// Which operational team gets a request: what the CMDB says of the asset, else what was agreed for the rest. Pure.
import type { RequestAction } from "../../contract/requests.ts";
import type { Routed, Target, TeamBy } from "../request.ts";

export type TeamFound = { readonly id: string; readonly name: string };

/** What is known of the asset on which something is done. */
export type AssetOwners = {
  readonly id: string;
  readonly name: string;
  readonly criticality: number;
  readonly environment: string | null;
  readonly location: string | null;
  readonly isRetired: boolean;
  readonly tags: readonly string[];
  readonly services: readonly string[];
  /** The team that the asset names, if it is registered. */
  readonly team: TeamFound | null;
  /** What it names instead, where nobody registered that. */
  readonly unknownTeam: string | null;
  readonly ofServices: readonly { readonly service: string; readonly team: TeamFound }[];
  /** The narrowest network first. */
  readonly ofNetworks: readonly { readonly network: string; readonly team: TeamFound }[];
  readonly ofZones: readonly { readonly zone: string; readonly team: TeamFound }[];
  /** How old what the CMDB says of the team is, or of the services where it names none: "read 3 days ago, stale". */
  readonly read: string | null;
};

export type RouteQuestion = {
  readonly action: RequestAction;
  readonly target: Pick<Target, "kind" | "name">;
  readonly asset: AssetOwners | undefined;
  readonly ofAction: TeamFound | undefined;
  readonly fallback: TeamFound | undefined;
};

/** The team with the reason in a sentence; without a team, what is missing. */
export function chooseTeam({ action, target, asset, ofAction, fallback }: RouteQuestion): Routed {
  const given = (team: TeamFound, by: TeamBy, why: string): Routed => ({ team: team.id, name: team.name, by, reason: `${team.name}: ${why}` });
  const isOnAsset = target.kind === "asset";
  // Addresses and accounts are blocked where that is done, whoever owns the machine on which they were seen.
  if (!isOnAsset && ofAction !== undefined) return given(ofAction, "action", `does "${action}" for the organisation`);
  if (asset !== undefined && !asset.isRetired) {
    const read = asset.read === null ? "" : `, ${asset.read}`;
    if (asset.team !== null) return given(asset.team, "owner", `owner of ${asset.name} in the CMDB${read}`);
    const [service] = asset.ofServices;
    if (service !== undefined) return given(service.team, "service", `looks after the service ${service.service}, which ${asset.name} carries${read}`);
    const [network] = asset.ofNetworks;
    if (network !== undefined) return given(network.team, "network", `looks after the network ${network.network}, in which ${asset.name} stands${read}`);
    const [zone] = asset.ofZones;
    if (zone !== undefined) return given(zone.team, "zone", `looks after the zone ${zone.zone}, in which ${asset.name} stands${read}`);
  }
  if (ofAction !== undefined) return given(ofAction, "action", `does "${action}" for the organisation; ${unowned(target, asset)}`);
  if (fallback !== undefined) return given(fallback, "fallback", `takes what nobody else has; ${unowned(target, asset)}`);
  return { team: null, name: null, by: null, reason: `No team: ${unowned(target, asset)}, and the organisation has no fallback. Choose one.` };
}

/** Why the CMDB gives no team. */
function unowned({ kind, name }: Pick<Target, "kind" | "name">, asset: AssetOwners | undefined): string {
  if (asset === undefined) return kind === "asset" ? `the CMDB does not know ${name}` : `the CMDB names no owner of ${name}`;
  if (asset.isRetired) return `${asset.name} is retired in the CMDB`;
  return asset.unknownTeam === null ? `${asset.name} has no team in the CMDB` : `${asset.name} names the team ${asset.unknownTeam}, which nobody registered`;
}
