// What arrived, what became of it, and whether it is still what it was.
import type { z } from "zod";
import { ahead, type KeptHour, lagPercentile, lastHours, listDays, listHours, sourceStatuses, type SourceStatus as Status } from "../collection/index.ts";
import { type CollectionHour, CollectionDays, CollectionHours, DaysQuery, HoursQuery, type SourceStatus, SourceStatuses } from "../contract/collection.ts";
import { TenantPath } from "../contract/shared.ts";
import { readTenant, type State } from "../store/index.ts";
import type { ConfiguredTenant } from "./deps.ts";
import { about, answers, dateOf, iso, isoOrNull, type Routes } from "./routes.ts";

export type CollectionDeps = { readonly state: State; readonly now: () => Date; readonly tenants: () => readonly ConfiguredTenant[] };

const COLLECTION = "/v1/tenants/:tenant/collection";
const DAY_MS = 86_400_000;

/** The account of every line of a tenant. */
export const collectionRoutes = ({ state, now, tenants }: CollectionDeps): Routes => async (app) => {
  app.get(
    `${COLLECTION}/hours`,
    { schema: { ...about("collection", "What became of the lines of each source, by hour of arrival", "source:read"), params: TenantPath, querystring: HoursQuery, response: answers(CollectionHours) } },
    async ({ params, query }) => {
      const until = dateOf(query.until) ?? now();
      const since = dateOf(query.since) ?? new Date(until.getTime() - DAY_MS);
      const hours = await readTenant(state, params.tenant, (db) => listHours(db, since, until));
      return { hours: hours.filter(({ source }) => query.source === undefined || source === query.source).map(presentHour) };
    },
  );

  app.get(
    `${COLLECTION}/days`,
    { schema: { ...about("collection", "Fields and technologies of the events of each source, by day of arrival", "source:read"), params: TenantPath, querystring: DaysQuery, response: answers(CollectionDays) } },
    async ({ params, query }) => {
      const last = query.until ?? dayOf(now().getTime());
      const since = query.since ?? dayOf(Date.parse(last) - 6 * DAY_MS);
      const { fields, technologies } = await readTenant(state, params.tenant, (db) => listDays(db, since, dayOf(Date.parse(last) + DAY_MS)));
      return { fields: [...fields], technologies: technologies.map(({ labelled, ...row }) => ({ ...row, labelled: labelled === "" ? null : labelled })) };
    },
  );

  app.get(`${COLLECTION}/sources`, { schema: { ...about("collection", "How each source is", "source:read"), params: TenantPath, response: answers(SourceStatuses) } }, async ({ params }) => {
    const at = now();
    const [today, yesterday, tomorrow] = [0, -1, 1].map((days) => dayOf(at.getTime() + days * DAY_MS)) as [string, string, string];
    const read = await readTenant(state, params.tenant, async (db) => ({
      hours: await listHours(db, new Date(`${today}T00:00:00Z`), new Date(`${tomorrow}T00:00:00Z`)),
      lastHours: await lastHours(db),
      days: await listDays(db, yesterday, tomorrow),
    }));
    const configured = tenants().find(({ id }) => id === params.tenant)?.sources ?? [];
    return { sources: sourceStatuses({ ...read, configured, today, yesterday, nowMs: at.getTime() }).map(presentStatus) };
  });
};

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const presentHour = ({ hour, lag, droppedBy, ...rest }: KeptHour): z.infer<typeof CollectionHour> => ({ ...rest, hour: iso(hour), lag: presentLag(lag), droppedBy: { ...droppedBy } });

const presentLag = (classes: readonly number[]) => ({ p50Ms: lagOf(classes, 0.5), p95Ms: lagOf(classes, 0.95), ahead: ahead(classes) });

function lagOf(classes: readonly number[], share: number): number | null {
  const ms = lagPercentile(classes, share);
  // JSON has no infinity.
  return ms === undefined ? null : Math.min(ms, DAY_MS + 1);
}

function presentStatus({ source, isConfigured, technology, lastHour, isSilent, silentMs, today: { lag, ...counts }, fields }: Status): SourceStatus {
  return {
    source,
    configured: isConfigured,
    technology: { labelled: technology.labelled, seen: [...technology.seen], wrong: technology.isWrong },
    lastHour: isoOrNull(lastHour),
    silent: isSilent,
    silentSeconds: silentMs === null ? null : Math.floor(silentMs / 1000),
    today: { ...counts, lag: presentLag(lag) },
    fields: fields.map(({ hasDropped, ...fill }) => ({ ...fill, dropped: hasDropped })),
  };
}
