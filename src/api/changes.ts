// Live updates: a page hears what changed, and loads it anew. Of one organisation, or of all that the caller may hear of.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { type Change, type ChangeAmong, ChangesAmongQuery, ChangesHeaders, ChangesQuery } from "../contract/changes.ts";
import { Problem } from "../contract/problem.ts";
import { TenantPath } from "../contract/shared.ts";
import { changesOfSeen } from "../requests/index.ts";
import { type ChangeTold, headOf, lastPlace, readChanges, withSystem, withTenant, type State, type TenantDb } from "../store/index.ts";
import { type ChangeFeed, createChangeFeed } from "./change-feed.ts";
import { messagesOf, sendMessages, type Stream, untilGone } from "./change-stream.ts";
import { changesAmong } from "./changes-among.ts";
import type { RouteDeps } from "./deps.ts";
import { Places } from "./places.ts";
import { ofTeams } from "./request-asker.ts";
import { about, iso, type Routes } from "./routes.ts";

// A provider's page may watch several organisations; a browser opens six at once without HTTP/2.
const PLACES = { ofOne: 20, ofAll: 1_000 };
const STREAM = { produces: ["text/event-stream"], response: { default: Problem } };
const ASKED = { ...STREAM, params: TenantPath, querystring: ChangesQuery, headers: ChangesHeaders };

/** What changes in a tenant, while it changes. */
export const changeRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, log } = deps;
  const feed = createChangeFeed({ state, log });
  const places = new Places(PLACES);
  const closing = new AbortController();
  // Before the server waits for its connections to end: these would not.
  app.addHook("preClose", async () => {
    closing.abort();
    feed.stop();
  });

  const whileOpen = (request: FastifyRequest, reply: FastifyReply): AbortSignal => AbortSignal.any([untilGone(reply, places.take(deps.callerOf(request).id)), closing.signal]);
  const watched = async (request: Asked, reply: FastifyReply, ofCaller: Watching["ofCaller"]): Promise<AsyncGenerator<string>> => {
    const { tenant } = request.params;
    const signal = whileOpen(request, reply);
    const { seq: head } = await withTenant(state, tenant, (db) => headOf(db, tenant));
    return messagesOf(streamOf({ state, feed, tenant, signal, ofCaller, isStillIn: () => deps.isStillIn(request) }), { after: request.headers["last-event-id"] ?? request.query.after ?? head, head });
  };

  app.get("/v1/tenants/:tenant/changes", { exposeHeadRoute: false, schema: { ...about("journal", "What changes in a tenant, while it changes: server-sent events, whose data is a Change", "journal:read"), ...ASKED } }, async (request, reply) =>
    sendMessages(reply, await watched(request, reply, async (_db, changes) => changes)));

  app.get("/v1/tenants/:tenant/requests/changes", { exposeHeadRoute: false, schema: { ...about("requests", "What changes in the requests of the caller's teams, while it changes: server-sent events, whose data is a Change", "request:read"), ...ASKED } }, async (request, reply) => {
    // Whoever sees more may lose that while the connection stays: here they hear of their teams' requests alone.
    const asker = ofTeams(deps.callerOf(request));
    return sendMessages(reply, await watched(request, reply, (db, changes) => changesOfSeen(db, asker, changes)));
  });

  app.get("/v1/changes", { exposeHeadRoute: false, schema: { ...about("journal", "What changes in all organisations that the caller may hear of, while it changes: server-sent events, whose data is a ChangeAmong", "own"), ...STREAM, querystring: ChangesAmongQuery, headers: ChangesHeaders } }, async (request, reply) => {
    const signal = whileOpen(request, reply);
    const head = await withSystem(state, lastPlace);
    const read = changesAmong(deps, request);
    const stream: Stream = {
      signal,
      headBehind: (after) => feed.headBehind(null, after, signal),
      read: async (after, until) => {
        const turn = await read({ after, until, limit: AT_ONCE });
        return turn && { reached: turn.reached, told: turn.changes.map(({ place, tenant, seq, action, subject, at }) => ({ place, data: { seq, action, subject, at: iso(at), tenant } satisfies ChangeAmong })) };
      },
    };
    return sendMessages(reply, messagesOf(stream, { after: request.headers["last-event-id"] ?? request.query.after ?? head, head }));
  });
};

type Asked = FastifyRequest & { readonly params: z.infer<typeof TenantPath>; readonly query: z.infer<typeof ChangesQuery>; readonly headers: z.infer<typeof ChangesHeaders> };

/** One who watches a tenant; `ofCaller` keeps of the changes those that they may hear of. */
export type Watching = { readonly state: State; readonly feed: ChangeFeed; readonly tenant: string; readonly signal: AbortSignal; readonly isStillIn: () => Promise<boolean>; readonly ofCaller: (db: TenantDb, changes: readonly ChangeTold[]) => Promise<readonly ChangeTold[]> };

const AT_ONCE = 500;

/** What one who watches a tenant is told. */
export const streamOf = ({ state, feed, tenant, signal, isStillIn, ofCaller }: Watching): Stream => ({
  signal,
  headBehind: (after) => feed.headBehind(tenant, after, signal),
  read: async (after, until) => {
    // Asked each time, and first: whoever was put out is told nothing more.
    if (!(await isStillIn())) return undefined;
    const { changes, reached } = await withTenant(state, tenant, async (db) => {
      const read = await readChanges(db, { after, until, limit: AT_ONCE });
      return { changes: await ofCaller(db, read.changes), reached: read.reached };
    });
    return { reached, told: changes.map(({ seq, action, subject, at }) => ({ place: seq, data: { seq, action, subject, at: iso(at) } satisfies Change })) };
  },
});
