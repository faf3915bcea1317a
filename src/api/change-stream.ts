// The messages of a connection that tells changes, as server-sent events (HTML standard, section 9.2).
import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import type { ChangesNotice } from "../contract/changes.ts";

/** nginx would wait until it has a page full, and a connection that is kept afterwards would hold up the server's end. */
export const sendMessages = (reply: FastifyReply, messages: AsyncGenerator<string>): FastifyReply =>
  reply.type("text/event-stream; charset=utf-8").header("x-accel-buffering", "no").header("connection", "close").send(Readable.from(messages));

/** Aborted once the connection is over, which frees its place. */
export function untilGone({ raw }: FastifyReply, free: () => void): AbortSignal {
  const gone = new AbortController();
  const leave = (): void => {
    free();
    gone.abort();
  };
  if (raw.closed) leave();
  else raw.once("close", leave);
  return gone.signal;
}

/** What is told in one turn: each with the place to go on from, and how far the turn reached. */
export type Turn = { readonly told: readonly { readonly place: number; readonly data: object }[]; readonly reached: number };

export type Stream = {
  readonly signal: AbortSignal;
  /** The end of what there is once it lies behind `after`, or `after` after a while. */
  readonly headBehind: (after: number) => Promise<number>;
  /** What the caller may hear of, behind one place up to another; undefined once they may hear nothing. Asked anew each turn. */
  readonly read: (after: number, until: number) => Promise<Turn | undefined>;
};

const RETRY_MS = 2_000;

/** The messages of one connection. Each turn ends with an id alone: it keeps the connection alive, and tells where to go on. */
export async function* messagesOf({ signal, headBehind, read }: Stream, begin: { readonly after: number; readonly head: number }): AsyncGenerator<string> {
  let { head } = begin;
  let at = Math.min(begin.after, head);
  yield `retry: ${RETRY_MS}\n${idOf(at)}`;
  // The chain was longer once: the state was restored from a backup, and no place in it means what it meant.
  if (begin.after > head) yield notice("reset", "The journal ends before what you heard last: load everything anew.");
  while (!signal.aborted) {
    if (at >= head) head = await headBehind(at);
    const turn = await read(at, head);
    if (turn === undefined) {
      yield notice("end", "The session or key has ended, or may hear this no more.");
      return;
    }
    at = turn.reached;
    yield `${turn.told.map(({ place, data }) => `id: ${place}\ndata: ${JSON.stringify(data)}\n\n`).join("")}${idOf(at)}`;
  }
}

// An id without data is kept by the browser and shown to nobody.
const idOf = (place: number): string => `id: ${place}\n\n`;

const notice = (type: "end" | "reset", detail: string): string => `event: ${type}\ndata: ${JSON.stringify({ detail } satisfies z.infer<typeof ChangesNotice>)}\n\n`;
