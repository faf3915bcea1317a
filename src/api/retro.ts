// Retro-detection over HTTP: ask for a run, look at it until it is over, page through its events.
import { AskRetroRun, RetroEventList, RetroEventQuery, RetroRun, RetroRunList, RetroRunPath, RetroRunQuery, type RetroSummary } from "../contract/retro.ts";
import { TenantPath } from "../contract/shared.ts";
import { askRetro, cancelRetro, type RetroEvent, retroEvents, retroRun, type RetroRun as Run, retroRuns, type RetroSummary as Summary } from "../retro/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, dateOf, iso, isoOrNull, type Routes } from "./routes.ts";

const RUNS = "/v1/tenants/:tenant/retro-runs";

/** Rules put to events of the past. */
export const retroRoutes = ({ state, newId, callerOf }: Pick<RouteDeps, "state" | "newId" | "callerOf">): Routes => async (app) => {
  app.post(RUNS, { schema: { ...about("retro-detection", "Put rules to the events of a past range", "retro:run"), params: TenantPath, body: AskRetroRun, response: answers(RetroRun) } }, async (request) => {
    const caller = callerOf(request);
    const { rule, since, until, raise } = request.body;
    return present(await askRetro({ state, newId }, caller, request.params.tenant, { rule, since: new Date(since), until: dateOf(until) ?? caller.now, raise }));
  });

  app.get(RUNS, { schema: { ...about("retro-detection", "Runs, the last one asked for first", "retro:read"), params: TenantPath, querystring: RetroRunQuery, response: answers(RetroRunList) } }, async ({ params, query }) => {
    const runs = await retroRuns(state, params.tenant, query);
    return { runs: runs.map(summary), next: runs.length < query.limit ? null : (runs.at(-1)?.id ?? null) };
  });

  app.get(`${RUNS}/:run`, { schema: { ...about("retro-detection", "How far a run is, and what it found", "retro:read"), params: RetroRunPath, response: answers(RetroRun) } }, async ({ params }) => present(await retroRun(state, params.tenant, params.run)));

  app.get(`${RUNS}/:run/events`, { schema: { ...about("retro-detection", "The events that a run matched, newest first", "retro:read"), params: RetroRunPath, querystring: RetroEventQuery, response: answers(RetroEventList) } }, async ({ params, query }) => {
    const events = await retroEvents(state, params.tenant, params.run, { limit: query.limit, after: placeOf(query.cursor) });
    const last = events.at(-1);
    return {
      events: events.map(({ id, time, host, source, ruleKey }) => ({ id, time: iso(time), host, source, rule: ruleKey })),
      next: last === undefined || events.length < query.limit ? null : `${last.time.getTime()}-${last.id}`,
    };
  });

  app.post(`${RUNS}/:run/cancel`, { schema: { ...about("retro-detection", "End a run early", "retro:run"), params: RetroRunPath, response: answers(RetroRun) } }, async (request) => present(await cancelRetro(state, callerOf(request), request.params.tenant, request.params.run)));
};

/** The place that a cursor names; the contract has said that it looks like one. */
function placeOf(cursor: string | undefined): Pick<RetroEvent, "time" | "id"> | undefined {
  const [ms, id] = cursor?.split("-") ?? [];
  return ms === undefined || id === undefined ? undefined : { time: new Date(Number(ms)), id };
}

const present = ({ rule, result, ...run }: Run): RetroRun => ({
  ...summary(run),
  rule,
  result: result === null ? null : { ...result, rules: [...result.rules], days: [...result.days], hosts: [...result.hosts], sources: [...result.sources] },
});

// Every field by its name: the type must hold whatever the contract promises.
const summary = ({ id, title, wanted, since, until, raise, state, askedBy, askedAt, startedAt, endedAt, progress, error }: Summary): RetroSummary => ({
  id, title, wanted: [...wanted], since: iso(since), until: iso(until), raise, state, askedBy, askedAt: iso(askedAt), startedAt: isoOrNull(startedAt), endedAt: isoOrNull(endedAt), progress, error,
});
