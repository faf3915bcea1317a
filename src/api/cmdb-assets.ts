// Assets: looked at, entered and changed by hand.
import { type Asset, type AssetChange, AssetChangeList, AssetDetail, AssetList, AssetPath, AssetQuery, ChangeAsset, type CmdbFreshness, CreateAsset, HistoryQuery, RetireAsset } from "../contract/cmdb.ts";
import { TenantPath } from "../contract/shared.ts";
import type { z } from "zod";
import { type Asset as StoredAsset, type AssetDetail as Detail, assetHistory, changeAsset, createAsset, type Freshness, listAssets, retireAsset, showAsset, type StoredChange } from "../cmdb/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, isoOrNull, type Routes } from "./routes.ts";

const ASSETS = "/v1/tenants/:tenant/assets";

/** What an organisation has. */
export const assetRoutes = ({ state, now, newId, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(ASSETS, { schema: { ...about("assets", "Assets in the order of their names", "asset:read"), params: TenantPath, querystring: AssetQuery, response: answers(AssetList) } }, async ({ params, query }) => {
    const assets = await listAssets(state, params.tenant, query);
    return { assets: assets.map(presentAsset), next: assets.length < query.limit ? null : (assets.at(-1)?.id ?? null) };
  });

  app.post(ASSETS, { schema: { ...about("assets", "Enter an asset by hand", "asset:change"), params: TenantPath, body: CreateAsset, response: answers(AssetDetail) } }, async (request) => {
    const { reason, ...values } = request.body;
    return presentDetail(await createAsset(state, callerOf(request), request.params.tenant, { id: newId(), reason, values }));
  });

  app.get(`${ASSETS}/:asset`, { schema: { ...about("assets", "One asset with all that each source says of it", "asset:read"), params: AssetPath, response: answers(AssetDetail) } }, async ({ params }) => presentDetail(await showAsset(state, params.tenant, params.asset, now())));

  app.patch(`${ASSETS}/:asset`, { schema: { ...about("assets", "Set values by hand, or take them back", "asset:change"), params: AssetPath, body: ChangeAsset, response: answers(AssetDetail) } }, async (request) =>
    presentDetail(await changeAsset(state, callerOf(request), request.params.tenant, { id: request.params.asset, ...request.body })));

  app.post(`${ASSETS}/:asset/retire`, { schema: { ...about("assets", "Take an asset out of service; it stays to be looked up", "asset:change"), params: AssetPath, body: RetireAsset, response: answers(AssetDetail) } }, async (request) =>
    presentDetail(await retireAsset(state, callerOf(request), request.params.tenant, { id: request.params.asset, reason: request.body.reason })));

  app.get(`${ASSETS}/:asset/history`, { schema: { ...about("assets", "What happened to an asset, the newest first", "asset:read"), params: AssetPath, querystring: HistoryQuery, response: answers(AssetChangeList) } }, async ({ params, query }) => {
    const changes = await assetHistory(state, params.tenant, params.asset, query);
    return { changes: changes.map(presentChange), next: changes.length < query.limit ? null : (changes.at(-1)?.seq ?? null) };
  });
};

const presentAsset = ({ tags, services, externalIds, names, addresses, createdAt, changedAt, staleSince, ...asset }: StoredAsset): z.infer<typeof Asset> => ({
  ...asset, tags: [...tags], services: [...services], externalIds: [...externalIds], names: [...names],
  addresses: addresses.map(({ from, until, ...address }) => ({ ...address, from: isoOrNull(from), until: isoOrNull(until) })),
  createdAt: iso(createdAt), changedAt: iso(changedAt), staleSince: isoOrNull(staleSince),
});

function presentDetail({ macs, said, claims, freshness, freshnessBySource, teamDetail, serviceDetails, relations, ...asset }: Detail): z.infer<typeof AssetDetail> {
  return {
    ...presentAsset(asset), macs: [...macs], teamDetail: teamDetail ?? null, serviceDetails: [...serviceDetails],
    values: Object.fromEntries(Object.entries(said).map(([field, list]) => [field, list.map(({ source, at, value }) => ({ source, at: iso(at), value }))])),
    sources: claims.map(({ source, sourceKind: kind, key, givenAt, staleSince }) => ({ source, kind, key, givenAt: iso(givenAt), staleSince: isoOrNull(staleSince), freshness: presentFreshness(freshnessBySource.get(source)) })),
    freshness: presentFreshness(freshness),
    relations: relations.map(({ changedAt, ...relation }) => ({ ...relation, changedAt: iso(changedAt) })),
  };
}

/** How old something is, as answers have it. */
export const presentFreshness = ({ readAt, isStale, words }: Freshness = { readAt: null, isStale: false, words: null }): z.infer<typeof CmdbFreshness> => ({ readAt: isoOrNull(readAt), isStale, words });

/** A change as answers have it. */
export const presentChange = ({ seq, at, who, source, import_id: imported, kind, asset_id: asset, name, line, details }: StoredChange): z.infer<typeof AssetChange> =>
  ({ seq, at: iso(at), who, source, import: imported, kind, asset, name, line, details: { ...details } });
