// Where an inventory is read from by itself: set up, tried, read, held.
import { z } from "zod";
import { askReading, addSource, type CmdbReading, changeSource, cmdbSourceKinds, enableSource, listReadings, listRecords, listSources, pauseSource, probeSource, readWords, removeSource, type ShownSource, showReading, showSource } from "../cmdb/index.ts";
import { AddCmdbSource, AskCmdbRead, ChangeCmdbSource, CmdbRead, CmdbReadList, CmdbReadPath, CmdbReadQuery, CmdbRecordList, CmdbRecordQuery, CmdbSource, CmdbSourceKindList, CmdbSourceList, CmdbSourcePath, CmdbSourceReason } from "../contract/cmdb-sources.ts";
import { TenantPath } from "../contract/shared.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, isoOrNull, type Routes } from "./routes.ts";

const SOURCES = "/v1/tenants/:tenant/cmdb/sources";
const OF_ONE = `${SOURCES}/:cmdbSource`;
const [LOOK, CHANGE] = ["asset:read", "asset:change"] as const;
const HOUR_MS = 3_600_000;

/** What is reached of the systems of clients: hosts inside the network that the configuration names, and its proxy. */
export type Outside = { readonly internalHosts: ReadonlySet<string>; readonly proxy: string | undefined };
type Deps = RouteDeps & Outside;

/** Sources of the inventory. */
export const cmdbSourceRoutes = (deps: Deps): Routes => async (app) => {
  for (const routes of [sourceRoutes, verbRoutes, readRoutes]) await app.register(routes(deps));
};

const sourceRoutes = (deps: Deps): Routes => async (app) => {
  const { state, now, callerOf } = deps;
  const present = (source: ShownSource) => presentSource(source, now());

  app.get("/v1/tenants/:tenant/cmdb/source-kinds", { schema: { ...about("cmdb", "Kinds of sources, with what each needs and how its records are mapped", LOOK), params: TenantPath, response: answers(CmdbSourceKindList) } }, async () => ({
    kinds: cmdbSourceKinds.map(({ kind, product, reads, changes, secrets, options, mapping }) => ({ kind, product, reads: [...reads], changes, secrets: [...secrets], options: z.toJSONSchema(options, { io: "input" }), mapping })),
  }));

  app.get(SOURCES, { schema: { ...about("cmdb", "Sources of the inventory, with how old what each says is", LOOK), params: TenantPath, response: answers(CmdbSourceList) } }, async ({ params }) => ({ sources: (await listSources(state, params.tenant)).map(present) }));

  app.get(OF_ONE, { schema: { ...about("cmdb", "One source", LOOK), params: CmdbSourcePath, response: answers(CmdbSource) } }, async ({ params }) => present(await showSource(state, params.tenant, params.cmdbSource)));

  app.post(SOURCES, { schema: { ...about("cmdb", "Add a source; it is off until it was probed", CHANGE), params: TenantPath, body: AddCmdbSource, response: answers(CmdbSource) } }, async (request) => present(await addSource(deps, callerOf(request), request.params.tenant, request.body)));

  app.patch(OF_ONE, { schema: { ...about("cmdb", "Change how a source is reached and read; all of it is read next", CHANGE), params: CmdbSourcePath, body: ChangeCmdbSource, response: answers(CmdbSource) } }, async (request) =>
    present(await changeSource(deps, callerOf(request), request.params.tenant, request.params.cmdbSource, request.body)));

  app.post(`${OF_ONE}/remove`, { schema: { ...about("cmdb", "Take a source out of use: what it said stays, its secrets go", CHANGE), params: CmdbSourcePath, body: CmdbSourceReason, response: answers(z.object({})) } }, async (request) => {
    await removeSource(deps, callerOf(request), request.params.tenant, request.params.cmdbSource, request.body.reason);
    return {};
  });
};

const verbRoutes = (deps: Deps): Routes => async (app) => {
  const { state, now, newId, callerOf } = deps;
  const present = (source: ShownSource) => presentSource(source, now());

  app.post(`${OF_ONE}/probe`, { schema: { ...about("cmdb", "Look at the other side: rights, clock, what it has; nothing is read into the inventory", CHANGE), params: CmdbSourcePath, response: answers(CmdbSource) } }, async (request) => present(await probeSource(deps, callerOf(request), request.params.tenant, request.params.cmdbSource)));

  app.post(`${OF_ONE}/enable`, { schema: { ...about("cmdb", "Probe a source, and let it read by itself if nothing is missing", CHANGE), params: CmdbSourcePath, response: answers(CmdbSource) } }, async (request) => present(await enableSource(deps, callerOf(request), request.params.tenant, request.params.cmdbSource)));

  app.post(`${OF_ONE}/pause`, { schema: { ...about("cmdb", "Hold a source until it is enabled again", CHANGE), params: CmdbSourcePath, body: CmdbSourceReason, response: answers(CmdbSource) } }, async (request) => present(await pauseSource(deps, callerOf(request), request.params.tenant, request.params.cmdbSource, request.body.reason)));

  app.post(`${OF_ONE}/reads`, { schema: { ...about("cmdb", "Read a source now, or work out what reading it would change", CHANGE), params: CmdbSourcePath, body: AskCmdbRead, response: answers(CmdbRead) } }, async (request) =>
    presentRead(await askReading(state, callerOf(request), request.params.tenant, request.params.cmdbSource, { id: newId(), ...request.body })));
};

const readRoutes = ({ state }: Deps): Routes => async (app) => {
  app.get(`${OF_ONE}/reads`, { schema: { ...about("cmdb", "Readings of a source, the last one first", LOOK), params: CmdbSourcePath, querystring: CmdbReadQuery, response: answers(CmdbReadList) } }, async ({ params, query }) => {
    const reads = await listReadings(state, params.tenant, params.cmdbSource, query);
    return { reads: reads.map(presentRead), next: reads.length < query.limit ? null : (reads.at(-1)?.id ?? null) };
  });

  app.get(`${OF_ONE}/reads/:read`, { schema: { ...about("cmdb", "One reading", LOOK), params: CmdbReadPath, response: answers(CmdbRead) } }, async ({ params }) => presentRead(await showReading(state, params.tenant, params.cmdbSource, params.read)));

  app.get(`${OF_ONE}/records`, { schema: { ...about("cmdb", "Teams, services, networks and windows that a source tells of, and what became of each", LOOK), params: CmdbSourcePath, querystring: CmdbRecordQuery, response: answers(CmdbRecordList) } }, async ({ params, query }) => {
    const records = await listRecords(state, params.tenant, params.cmdbSource, query);
    const last = records.at(-1);
    return { records: records.map(({ noun, key, row, words, seenAt, staleSince }) => ({ noun, key, id: row, words, seenAt: iso(seenAt), staleSince: isoOrNull(staleSince) })), next: records.length < query.limit || last === undefined ? null : `${last.noun}:${last.key}` };
  });
};

function presentSource({ id, name, kind, url, state, settings, secretNames, readAt, fullReadAt, nextReadAt, problem, failures, probe, probedAt, pausedBy, pauseReason, holds, madeAt, madeBy, changedAt }: ShownSource, now: Date): z.infer<typeof CmdbSource> {
  const isStale = readAt !== null && now.getTime() - readAt.getTime() > settings.staleAfterHours * HOUR_MS;
  return {
    id, name, kind, url, state, settings, secretNames: [...secretNames], readAt: isoOrNull(readAt), fullReadAt: isoOrNull(fullReadAt), nextReadAt: state === "on" ? iso(nextReadAt) : null,
    freshness: { readAt: isoOrNull(readAt), isStale, words: readAt === null ? "never read" : readWords(readAt, isStale, now) },
    problem, failures, probe, probedAt: isoOrNull(probedAt), pausedBy, pauseReason, holds: { ...holds }, madeAt: iso(madeAt), madeBy, changedAt: iso(changedAt),
  };
}

const presentRead = ({ id, mode, dryRun, allowShrink, state, askedBy, askedAt, startedAt, endedAt, counts, notes, importId, problem }: CmdbReading): z.infer<typeof CmdbRead> => ({
  id, mode, dryRun, allowShrink, state, askedBy, askedAt: iso(askedAt), startedAt: isoOrNull(startedAt), endedAt: isoOrNull(endedAt), counts: counts === null ? null : { ...counts }, notes: [...notes], import: importId, problem,
});
