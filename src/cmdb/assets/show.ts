// Assets as people look at them: in lists, and one with all that is said of it.
import { isIP } from "node:net";
import type { z } from "zod";
import type { AssetQuery } from "../../contract/cmdb.ts";
import { DomainError } from "../../core/index.ts";
import { readTenant, type State, type TenantDb } from "../../store/index.ts";
import { type Relation, relationsOf } from "../register/relations.ts";
import { settingsIn } from "../settings.ts";
import { type Freshness, freshnessOfAsset, freshnessOfClaims } from "../sources/freshness.ts";
import { type Claim, FIELDS } from "./asset.ts";
import { type Said, saidOf } from "./merge.ts";
import { type Asset, claimsOf, selectAsset, selectHistory, selectPage, selectServicesNamed, selectTeamNamed, type StoredChange } from "./repo.ts";

export type AssetDetail = Asset & {
  readonly macs: readonly string[];
  /** Field → what each source says of it, the one that counts first. */
  readonly said: Readonly<Record<string, readonly Said[]>>;
  readonly claims: readonly Claim[];
  /** By the name of the source. */
  readonly freshnessBySource: ReadonlyMap<string, Freshness>;
  /** Of the asset, by the source that saw it last. */
  readonly freshness: Freshness;
  readonly teamDetail: Awaited<ReturnType<typeof selectTeamNamed>>;
  readonly serviceDetails: readonly { readonly name: string; readonly id: string | null; readonly criticality: number | null }[];
  readonly relations: readonly Relation[];
};

/** Assets in the order of their names. */
export function listAssets(state: State, tenant: string, query: z.infer<typeof AssetQuery>): Promise<readonly Asset[]> {
  if (query.address !== undefined && !isRange(query.address)) throw new DomainError("invalid", `address: "${query.address}" is neither an address nor a range such as 10.0.0.0/8.`);
  return readTenant(state, tenant, (db) => selectPage(db, query));
}

function isRange(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return most > 0 && more.length === 0 && !address.includes("%") && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

/** One asset with all that is known of it. */
export const showAsset = (state: State, tenant: string, id: string, now: Date): Promise<AssetDetail> => readTenant(state, tenant, (db) => detailOf(db, id, now));

/** The same, within a transaction. */
export async function detailOf(db: TenantDb, id: string, now: Date): Promise<AssetDetail> {
  const asset = await selectAsset(db, id);
  if (asset === undefined) throw new DomainError("not_found", `There is no asset ${id} here.`);
  const claims = (await claimsOf(db, [id])).get(id) ?? [];
  const weighing = await settingsIn(db);
  const said = Object.fromEntries(FIELDS.map((field) => [field, saidOf(claims, field, weighing)] as const).filter(([, list]) => list.length > 0));
  const registered = new Map((await selectServicesNamed(db, asset.services)).map((service) => [service.name.toLowerCase(), service]));
  const serviceDetails = asset.services.map((name) => ({ name, id: registered.get(name.toLowerCase())?.id ?? null, criticality: registered.get(name.toLowerCase())?.criticality ?? null }));
  const fresh = { freshnessBySource: await freshnessOfClaims(db, claims, now), freshness: await freshnessOfAsset(db, id, now) };
  return { ...asset, said, claims, ...fresh, teamDetail: asset.team === null ? undefined : await selectTeamNamed(db, asset.team), serviceDetails, relations: await relationsOf(db, { asset: id }) };
}

/** What happened to an asset, the newest first. */
export function assetHistory(state: State, tenant: string, id: string, page: { readonly before?: number | undefined; readonly limit: number }): Promise<readonly StoredChange[]> {
  return readTenant(state, tenant, async (db) => {
    if ((await selectAsset(db, id)) === undefined) throw new DomainError("not_found", `There is no asset ${id} here.`);
    return selectHistory(db, id, page);
  });
}
