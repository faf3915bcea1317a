// Live updates as server-sent events (HTML standard, section 9.2): a page hears what changed, and loads it anew.
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { type Change, ChangesHeaders, type ChangesNotice, ChangesQuery } from "../contract/changes.ts";
import { Problem } from "../contract/problem.ts";
import { TenantPath } from "../contract/shared.ts";
import { changesOfSeen } from "../requests/index.ts";
import { type ChangeTold, headOf, readChanges, type State, type TenantDb, withTenant } from "../store/index.ts";
import { type ChangeFeed, createChangeFeed } from "./change-feed.ts";
import type { RouteDeps } from "./deps.ts";
import { Places } from "./places.ts";
import { ofTeams } from "./request-asker.ts";
import { about, iso, type Routes } from "./routes.ts";

// A provider's page may watch several organisations; a browser opens six at once without HTTP/2.
const PLACES = { ofOne: 20, ofAll: 1_000 };
const ASKED = { produces: ["text/event-stream"], response: { default: Problem }, params: TenantPath, querystring: ChangesQuery, headers: ChangesHeaders };

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

  const watched = async (request: Asked, reply: FastifyReply, ofCaller: Watching["ofCaller"]): Promise<AsyncGenerator<string>> => {
    const { tenant } = request.params;
    const signal = AbortSignal.any([untilGone(reply, places.take(deps.callerOf(request).id)), closing.signal]);
    const { seq: head } = await withTenant(state, tenant, (db) => headOf(db, tenant));
    const begin = { after: request.headers["last-event-id"] ?? request.query.after ?? head, head };
    return messagesOf({ state, feed, tenant, signal, ofCaller, isStillIn: () => deps.isStillIn(request) }, begin);
  };

  app.get("/v1/tenants/:tenant/changes", { exposeHeadRoute: false, schema: { ...about("journal", "What changes in a tenant, while it changes: server-sent events, whose data is a Change", "journal:read"), ...ASKED } }, async (request, reply) =>
    sendMessages(reply, await watched(request, reply, async (_db, changes) => changes)));

  app.get("/v1/tenants/:tenant/requests/changes", { exposeHeadRoute: false, schema: { ...about("requests", "What changes in the requests of the caller's teams, while it changes: server-sent events, whose data is a Change", "request:read"), ...ASKED } }, async (request, reply) => {
    // Whoever sees more may lose that while the connection stays: here they hear of their teams' requests alone.
    const asker = ofTeams(deps.callerOf(request));
    return sendMessages(reply, await watched(request, reply, (db, changes) => changesOfSeen(db, asker, changes)));
  });
};

type Asked = FastifyRequest & { readonly params: z.infer<typeof TenantPath>; readonly query: z.infer<typeof ChangesQuery>; readonly headers: z.infer<typeof ChangesHeaders> };

/** nginx would wait until it has a page full, and a connection that is kept afterwards would hold up the server's end. */
const sendMessages = (reply: FastifyReply, messages: AsyncGenerator<string>): FastifyReply =>
  reply.type("text/event-stream; charset=utf-8").header("x-accel-buffering", "no").header("connection", "close").send(Readable.from(messages));

/** Aborted once the connection is over, which frees its place. */
function untilGone({ raw }: FastifyReply, free: () => void): AbortSignal {
  const gone = new AbortController();
  const leave = (): void => {
    free();
    gone.abort();
  };
  if (raw.closed) leave();
  else raw.once("close", leave);
  return gone.signal;
}

/** One who watches; `ofCaller` keeps of the changes those that they may hear of. */
export type Watching = { readonly state: State; readonly feed: ChangeFeed; readonly tenant: string; readonly signal: AbortSignal; readonly isStillIn: () => Promise<boolean>; readonly ofCaller: (db: TenantDb, changes: readonly ChangeTold[]) => Promise<readonly ChangeTold[]> };

const AT_ONCE = 500;
const RETRY_MS = 2_000;

/** The messages of one connection. Each turn ends with an id alone: it keeps the connection alive, and tells where to go on. */
export async function* messagesOf({ state, feed, tenant, signal, isStillIn, ofCaller }: Watching, begin: { readonly after: number; readonly head: number }): AsyncGenerator<string> {
  let { head } = begin;
  let at = Math.min(begin.after, head);
  yield `retry: ${RETRY_MS}\n${place(at)}`;
  // The chain was longer once: the state was restored from a backup, and no place in it means what it meant.
  if (begin.after > head) yield notice("reset", "The journal ends before what you heard last: load everything anew.");
  while (!signal.aborted) {
    if (at >= head) head = await feed.headBehind(tenant, at, signal);
    // Asked each time, and first: whoever was put out is told nothing more.
    if (!(await isStillIn())) {
      yield notice("end", "The session or key has ended, or may hear this no more.");
      return;
    }
    const { changes, reached } = await withTenant(state, tenant, async (db) => {
      const read = await readChanges(db, { after: at, until: head, limit: AT_ONCE });
      return { changes: await ofCaller(db, read.changes), reached: read.reached };
    });
    at = reached;
    yield `${changes.map(messageOf).join("")}${place(at)}`;
  }
}

// An id without data is kept by the browser and shown to nobody.
const place = (seq: number): string => `id: ${seq}\n\n`;

const messageOf = ({ seq, action, subject, at }: ChangeTold): string => `id: ${seq}\ndata: ${JSON.stringify({ seq, action, subject, at: iso(at) } satisfies Change)}\n\n`;

const notice = (type: "end" | "reset", detail: string): string => `event: ${type}\ndata: ${JSON.stringify({ detail } satisfies z.infer<typeof ChangesNotice>)}\n\n`;
