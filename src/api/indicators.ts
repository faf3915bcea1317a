// Lists of indicators: of one organisation, and of the provider for all of them.
import type { z } from "zod";
import { ImportIndicators, type Indicator, IndicatorList, IndicatorLists, IndicatorQuery, Indicators, ListPath, ListQuery, TenantListPath, WithdrawIndicators } from "../contract/indicators.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import { importIndicators, indicatorList, indicatorsOf, type IndicatorList as List, listIndicatorLists, type Scope, withdrawIndicators } from "../enrich/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, dateOf, iso, isoOrNull, type Routes } from "./routes.ts";

// Half a million of indicators, as text.
const IMPORT_BYTES = 96 * 1024 * 1024;
const TAG = "indicators";

/** The routes of indicators, once under a tenant and once above all of them. */
export const indicatorRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, newId, callerOf } = deps;
  const verbs = {
    lists: async (scope: Scope, query: z.infer<typeof ListQuery>) => {
      const lists = await listIndicatorLists(state, scope, { withdrawn: query.withdrawn, after: query.after, limit: query.limit });
      return { lists: lists.map(presentList), next: lists.length < query.limit ? null : (lists.at(-1)?.id ?? null) };
    },
    indicators: async (scope: Scope, id: string, { value, after, limit }: z.infer<typeof IndicatorQuery>) => {
      const rows = await indicatorsOf(state, scope, id, { value, after: after === undefined ? undefined : placeOf(after), limit });
      const last = rows.at(-1);
      return { indicators: rows.map(present), next: rows.length < limit || last === undefined ? null : cursorOf(last) };
    },
  };
  const imported = async (request: Parameters<typeof callerOf>[0], scope: Scope, { validUntil, ...asked }: z.infer<typeof ImportIndicators>) =>
    presentList(await importIndicators({ state, newId }, callerOf(request), scope, { ...asked, validUntil: dateOf(validUntil) }));
  const withdrawn = async (request: Parameters<typeof callerOf>[0], scope: Scope, list: string, { reason, value }: z.infer<typeof WithdrawIndicators>) => presentList(await withdrawIndicators(state, callerOf(request), scope, list, { reason, value }));

  const ofTenant = "/v1/tenants/:tenant/indicator-lists";
  app.get(ofTenant, { schema: { ...about(TAG, "Lists of the organisation, and those of the provider that may be shown", "indicator:read"), params: TenantPath, querystring: ListQuery, response: answers(IndicatorLists) } }, ({ params, query }) => verbs.lists(params.tenant, query));
  app.post(ofTenant, { bodyLimit: IMPORT_BYTES, schema: { ...about(TAG, "Import a file: makes a list, or its next state", "indicator:change"), params: TenantPath, body: ImportIndicators, response: answers(IndicatorList) } }, (request) => imported(request, request.params.tenant, request.body));
  app.get(`${ofTenant}/:list`, { schema: { ...about(TAG, "One list", "indicator:read"), params: TenantListPath, response: answers(IndicatorList) } }, async ({ params }) => presentList(await indicatorList(state, params.tenant, params.list)));
  app.get(`${ofTenant}/:list/indicators`, { schema: { ...about(TAG, "What a list holds", "indicator:read"), params: TenantListPath, querystring: IndicatorQuery, response: answers(Indicators) } }, ({ params, query }) => verbs.indicators(params.tenant, params.list, query));
  app.post(`${ofTenant}/:list/withdraw`, { schema: { ...about(TAG, "Match a list, or one of its indicators, no more", "indicator:change"), params: TenantListPath, body: WithdrawIndicators, response: answers(IndicatorList) } }, (request) => withdrawn(request, request.params.tenant, request.params.list, request.body));

  const ofAll = "/v1/indicator-lists";
  app.get(ofAll, { schema: { ...about(TAG, "Lists of the provider, matched for every organisation", "indicator:read"), querystring: ListQuery, response: answers(IndicatorLists) } }, ({ query }) => verbs.lists(null, query));
  app.post(ofAll, { bodyLimit: IMPORT_BYTES, schema: { ...about(TAG, "Import a file for every organisation", "indicator:change"), body: ImportIndicators, response: answers(IndicatorList) } }, (request) => imported(request, null, request.body));
  app.get(`${ofAll}/:list`, { schema: { ...about(TAG, "One list of the provider", "indicator:read"), params: ListPath, response: answers(IndicatorList) } }, async ({ params }) => presentList(await indicatorList(state, null, params.list)));
  app.get(`${ofAll}/:list/indicators`, { schema: { ...about(TAG, "What a list of the provider holds", "indicator:read"), params: ListPath, querystring: IndicatorQuery, response: answers(Indicators) } }, ({ params, query }) => verbs.indicators(null, params.list, query));
  app.post(`${ofAll}/:list/withdraw`, { schema: { ...about(TAG, "Match a list of the provider, or one of its indicators, no more", "indicator:change"), params: ListPath, body: WithdrawIndicators, response: answers(IndicatorList) } }, (request) => withdrawn(request, null, request.params.list, request.body));
};

const presentList = ({ tenant, importedAt, withdrawnAt, counts, ...list }: List): z.infer<typeof IndicatorList> => ({
  ...list, scope: tenant === null ? "provider" : "organisation", importedAt: iso(importedAt), withdrawnAt: isoOrNull(withdrawnAt), counts,
});

type Row = Awaited<ReturnType<typeof indicatorsOf>>[number];

const present = ({ type, value, tlp, confidence, valid_from: from, valid_until: until, tags, reference, added_at: added, gone_at: gone, withdrawn_at: taken }: Row): z.infer<typeof Indicator> => ({
  type, value, tlp, confidence, validFrom: iso(from), validUntil: isoOrNull(until), tags: [...tags], reference, addedAt: iso(added), goneAt: isoOrNull(gone), withdrawnAt: isoOrNull(taken),
});

const cursorOf = ({ type, value }: Row): string => Buffer.from(JSON.stringify([type, value])).toString("base64url");

function placeOf(cursor: string): readonly [string, string] {
  try {
    const place = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown;
    if (Array.isArray(place) && place.length === 2 && place.every((one) => typeof one === "string")) return place as unknown as readonly [string, string];
  } catch {
    // Told below.
  }
  throw new DomainError("invalid", "after: use `next` of the answer before as it is, or none for the first page");
}
