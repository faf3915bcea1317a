// Live updates as server-sent events (HTML standard, section 9.2): a page hears what changed, and loads it anew.
import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import { type Change, ChangesHeaders, type ChangesNotice, ChangesQuery } from "../contract/changes.ts";
import { Problem } from "../contract/problem.ts";
import { TenantPath } from "../contract/shared.ts";
import { type ChangeTold, headOf, readChanges, type State, withTenant } from "../store/index.ts";
import { type ChangeFeed, createChangeFeed } from "./change-feed.ts";
import type { RouteDeps } from "./deps.ts";
import { Places } from "./places.ts";
import { about, iso, type Routes } from "./routes.ts";

// A provider's page may watch several organisations; a browser opens six at once without HTTP/2.
const PLACES = { ofOne: 20, ofAll: 1_000 };
const SSE = { produces: ["text/event-stream"], response: { default: Problem } };

/** What changes in a tenant, while it changes. */
export const changeRoutes = ({ state, log, callerOf, isStillIn }: RouteDeps): Routes => async (app) => {
  const feed = createChangeFeed({ state, log });
  const places = new Places(PLACES);
  const closing = new AbortController();
  // Before the server waits for its connections to end: these would not.
  app.addHook("preClose", async () => {
    closing.abort();
    feed.stop();
  });

  app.get("/v1/tenants/:tenant/changes", { exposeHeadRoute: false, schema: { ...about("journal", "What changes in a tenant, while it changes: server-sent events, whose data is a Change", "journal:read"), ...SSE, params: TenantPath, querystring: ChangesQuery, headers: ChangesHeaders } }, async (request, reply) => {
    const { tenant } = request.params;
    const signal = AbortSignal.any([untilGone(reply, places.take(callerOf(request).id)), closing.signal]);
    const { seq: head } = await withTenant(state, tenant, (db) => headOf(db, tenant));
    const begin = { after: request.headers["last-event-id"] ?? request.query.after ?? head, head };
    const messages = messagesOf({ state, feed, tenant, signal, isStillIn: () => isStillIn(request) }, begin);
    return sendMessages(reply, messages);
  });
};

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

/** One who watches. */
export type Watching = { readonly state: State; readonly feed: ChangeFeed; readonly tenant: string; readonly signal: AbortSignal; readonly isStillIn: () => Promise<boolean> };

const AT_ONCE = 500;
const RETRY_MS = 2_000;

/** The messages of one connection. Each turn ends with an id alone: it keeps the connection alive, and tells where to go on. */
export async function* messagesOf({ state, feed, tenant, signal, isStillIn }: Watching, begin: { readonly after: number; readonly head: number }): AsyncGenerator<string> {
  let { head } = begin;
  let at = Math.min(begin.after, head);
  yield `retry: ${RETRY_MS}\n${place(at)}`;
  // The chain was longer once: the state was restored from a backup, and no place in it means what it meant.
  if (begin.after > head) yield notice("reset", "The journal ends before what you heard last: load everything anew.");
  while (!signal.aborted) {
    if (at >= head) head = await feed.headBehind(tenant, at, signal);
    // Asked each time, and first: whoever was put out is told nothing more.
    if (!(await isStillIn())) {
      yield notice("end", "The session or key has ended, or may read the journal no more.");
      return;
    }
    const { changes, reached } = await withTenant(state, tenant, (db) => readChanges(db, { after: at, until: head, limit: AT_ONCE }));
    at = reached;
    yield `${changes.map(messageOf).join("")}${place(at)}`;
  }
}

// An id without data is kept by the browser and shown to nobody.
const place = (seq: number): string => `id: ${seq}\n\n`;

const messageOf = ({ seq, action, subject, at }: ChangeTold): string => `id: ${seq}\ndata: ${JSON.stringify({ seq, action, subject, at: iso(at) } satisfies Change)}\n\n`;

const notice = (type: "end" | "reset", detail: string): string => `event: ${type}\ndata: ${JSON.stringify({ detail } satisfies z.infer<typeof ChangesNotice>)}\n\n`;
