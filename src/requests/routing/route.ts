import { isIP } from "node:net";
import { DomainError } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { takeRequest } from "../find.ts";
import type { Asker, Request, Routed } from "../request.ts";
import { ENDED, UNSENT } from "../states.ts";
import { takeStep, writeChange } from "../step.ts";
import { bareAccount, barredBy, isMachineAccount, type Meant } from "./barred.ts";
import { type AssetOwners, chooseTeam } from "./choose.ts";
import { selectAccount, selectAddressed, selectMachine, selectNamed, selectOwners, selectTeam, type StoredMachine, teamOfRoute } from "./repo.ts";

/** What the CMDB says now of the asset of a target: by its id, else by its name or address where that can only be one. */
export async function assetOf(db: TenantDb, { kind, name, asset }: Pick<Request["target"], "kind" | "name" | "asset">, now: Date): Promise<AssetOwners | undefined> {
  if (asset !== null) return selectOwners(db, asset, now);
  if (kind === "account") return undefined;
  // An indicator is of others, as a rule: mail.attacker.example is not the machine mail.
  const [one, ...more] = (await machinesNamed(db, name, now, { exactly: kind === "indicator" })).machines;
  return one === undefined || more.length > 0 ? undefined : selectOwners(db, one.id, now);
}

/** Why nothing is done to a target without a person; undefined: what was agreed holds, silence too. */
export async function barredNow(db: TenantDb, { action, target }: Pick<Request, "action" | "target">, now: Date): Promise<string | undefined> {
  const { name, asset } = target;
  const given = asset === null ? undefined : await selectMachine(db, asset);
  const host = target.kind === "account" && isMachineAccount(name) ? bareAccount(name).slice(0, -1) : name;
  const named = target.kind === "account" && host === name ? { machines: [], isInside: false } : await machinesNamed(db, host, now, { exactly: false });
  // Whoever gave its id said which of them it is.
  return barredBy({ action, target }, { ...named, ...(await selectAccount(db, bareAccount(name))), ...(given === undefined ? {} : { machines: [given] }) });
}

async function machinesNamed(db: TenantDb, text: string, now: Date, { exactly }: { readonly exactly: boolean }): Promise<Pick<Meant, "isInside"> & { readonly machines: readonly StoredMachine[] }> {
  // As it is compared: in lower case, without dots at its end; of an address without the interface.
  const name = text.trim().toLowerCase().replace(/\.{1,300}$/, "");
  const [address = ""] = name.split("%");
  if (isIP(address) !== 0) return selectAddressed(db, address, now);
  return { machines: name === "" ? [] : await selectNamed(db, name, { exactly }), isInside: false };
}

/** The team that gets a request, by the CMDB as it is now. */
export async function route(db: TenantDb, { action, target }: Pick<Request, "action" | "target">, asset: AssetOwners | undefined): Promise<Routed> {
  return chooseTeam({ action, target, asset, ofAction: await teamOfRoute(db, "action", action), fallback: await teamOfRoute(db, "fallback", "") });
}

/** Asks the CMDB again, unless a person chose the team. */
export async function routeAgain(db: TenantDb, request: Request, now: Date): Promise<Pick<Request, "routed" | "target">> {
  const asset = await assetOf(db, request.target, now);
  const target = asset === undefined ? request.target : { ...request.target, criticality: asset.criticality };
  return { target, routed: request.routed.by === "person" ? request.routed : await route(db, request, asset) };
}

/** Gives a request to another team, because a person says so. Where a team has it already, it begins anew at the other. */
export async function reroute(db: TenantDb, caller: Asker, idOrRef: string, { team: id, reason }: { readonly team: string; readonly reason: string }): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  const team = await selectTeam(db, id);
  if (team === undefined) throw new DomainError("not_found", `There is no team ${id.slice(0, 100)} here.`);
  if (team.id === request.routed.team) throw new DomainError("conflict", `${request.ref} is with ${team.name} already.`);
  const routed: Routed = { team: team.id, name: team.name, by: "person", reason: `${team.name}: chosen by ${caller.who}: ${reason}` };
  const details = { fromTeam: request.routed.name, toTeam: team.name };
  if (UNSENT.includes(request.state)) return writeChange(db, caller, request, { action: "rerouted", changes: { routed }, reason, details });
  // The new team has acknowledged nothing.
  return takeStep(db, caller, request, { verb: "reroute", changes: { routed, questionAt: null, planned: null }, note: `For ${team.name} now: ${reason}`, details });
}

/** What the CMDB says now that it did not say when the team was chosen; null: the same, or a person chose. */
export async function teamWarning(db: TenantDb, request: Request, now: Date): Promise<string | null> {
  if (ENDED.has(request.state)) return null;
  const { team, name } = request.routed;
  if (team !== null && (await selectTeam(db, team)) === undefined) return `The team ${name ?? team} is not registered any more: nobody sees this request there.`;
  if (request.target.asset === null) return null;
  const asset = await assetOf(db, request.target, now);
  if (asset === undefined) return null;
  if (asset.isRetired) return `${asset.name} was retired in the CMDB: is there still something to do?`;
  if (request.routed.by !== "owner" || asset.team?.id === request.routed.team) return null;
  return asset.team === null ? `${asset.name} has no team in the CMDB any more.` : `${asset.name} belongs to ${asset.team.name} in the CMDB now.`;
}
