// What the client saw: it declares it in its own words, and reads what became of it.
import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import { TenantPath } from "../contract/shared.ts";
import { DeclareSuspicion, MergeSuspicion, RefuseSuspicion, Suspicion, SuspicionList, SuspicionPath, SuspicionQuery } from "../contract/suspicions.ts";
import type { Caller } from "../core/index.ts";
import { acknowledgeSuspicion, declareSuspicion, listSuspicions, mergeSuspicion, refuseSuspicion, type ShownSuspicion, showSuspicion } from "../escalations/index.ts";
import { readTenant, type TenantDb, withTenant } from "../store/index.ts";
import { presentDue } from "./clocks.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, dateOf, iso, isoOrNull, type Routes } from "./routes.ts";
import { unfinishedIn } from "./unfinished.ts";

const TAG = "suspicions";
const ALL = "/v1/tenants/:tenant/suspicions";
const ONE = `${ALL}/:suspicion`;

export const suspicionRoutes = ({ state, now, newId, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(ALL, { schema: { ...about(TAG, "What the client declared, the newest first", "incident:read"), params: TenantPath, querystring: SuspicionQuery, response: answers(SuspicionList) } }, ({ params, query: { after, limit } }) =>
    readTenant(state, params.tenant, async (db) => {
      const found = await listSuspicions(db, { declared: false, after, limit }, now());
      return { suspicions: found.map(present), next: found.length < limit ? null : (found.at(-1)?.suspicion.id ?? null) };
    }));
  app.post(ALL, { schema: { ...about(TAG, "Declare that you saw something; an incident is opened, and the provider acknowledges it in time", "suspicion:declare"), params: TenantPath, body: DeclareSuspicion, response: answers(Suspicion) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => {
      const caller = callerOf(request);
      const { seenAt, ...body } = request.body;
      const { id } = await declareSuspicion(db, caller, { id: newId(), ...body, seenAt: dateOf(seenAt) });
      return present(await showSuspicion(db, id, caller.now));
    }));
  app.get(ONE, { schema: { ...about(TAG, "One, by its id or the reference of its incident", "incident:read"), params: SuspicionPath, response: answers(Suspicion) } }, ({ params }) =>
    readTenant(state, params.tenant, async (db) => present(await showSuspicion(db, params.suspicion, now()))));

  const decided = (request: FastifyRequest, { tenant, suspicion }: z.infer<typeof SuspicionPath>, verb: (db: TenantDb, caller: Caller) => Promise<void>) =>
    withTenant(state, tenant, async (db) => {
      const caller = callerOf(request);
      await verb(db, caller);
      return present(await showSuspicion(db, suspicion, caller.now));
    });
  const described = (summary: string) => ({ ...about(TAG, summary, "incident:handle"), params: SuspicionPath, response: answers(Suspicion) });
  app.post(`${ONE}/acknowledge`, { schema: described("Take it up, and its incident; the provider's") }, (request) => decided(request, request.params, (db, caller) => acknowledgeSuspicion(db, caller, request.params.suspicion)));
  app.post(`${ONE}/refuse`, { schema: { ...described("Say what it was, if it was no incident; closes it"), body: RefuseSuspicion } }, (request) =>
    decided(request, request.params, (db, caller) => refuseSuspicion(db, caller, request.params.suspicion, request.body.reason, unfinishedIn(db))));
  app.post(`${ONE}/merge`, { schema: { ...described("Say to which incident it belongs"), body: MergeSuspicion } }, (request) => decided(request, request.params, (db, caller) => mergeSuspicion(db, caller, request.params.suspicion, request.body)));
};

const present = ({ suspicion: { seenAt, assets, declared, decided, ...suspicion }, due }: ShownSuspicion): Suspicion => ({
  ...suspicion, incident: { ...suspicion.incident }, assets: [...assets], seenAt: isoOrNull(seenAt), declared: { at: iso(declared.at), by: declared.by },
  decided: decided === null ? null : { at: iso(decided.at), by: decided.by, words: decided.words }, due: presentDue(due),
});
