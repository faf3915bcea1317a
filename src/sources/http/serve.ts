import type { IncomingMessage, ServerResponse } from "node:http";
import { IntakeFull, type SourceRef } from "../arrival.ts";
import { plainAddress } from "../syslog/listener.ts";
import { readBody, refuseByHeaders } from "./body.ts";
import { readCredentials } from "./credentials.ts";
import { type Bounds, type Dialect, isForNow, later, type Refusal, type Reply, type Route } from "./dialect.ts";
import { deliverTo } from "./deliver.ts";
import { DIALECTS } from "./dialects.ts";
import type { HeldBytes } from "./held-bytes.ts";
import { TooManyLines } from "./lines.ts";
import type { HttpLimits, HttpReceiver } from "./options.ts";
import { send } from "./send.ts";

/** What all requests of one port share. */
export type Port = {
  readonly name: string;
  readonly maxLineBytes: number;
  readonly limits: HttpLimits;
  readonly bounds: Bounds;
  readonly held: HeldBytes;
  /** How often which refusal was given. */
  readonly refused: Record<string, number>;
  /** Aborted when the port closes: connections end with the answers that are still to come. */
  readonly closing: AbortSignal;
};

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Answers one request. What can be refused is refused before its body is read, in this order: an unknown path, an
 * unknown sender, a full disk, a body that is too large.
 */
export async function serve(port: Port, receiver: HttpReceiver, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { path, query } = readTarget(request.url ?? "/");
  const { dialect, route } = findRoute(request.method ?? "GET", path);
  const reply = (answer: Reply): Promise<void> => {
    if (port.closing.aborted) response.setHeader("Connection", "close");
    return send(request, response, answer, port.limits);
  };
  const refuse = (refusal: Refusal): Promise<void> => {
    port.refused[refusal.why] = (port.refused[refusal.why] ?? 0) + 1;
    const answer = dialect.refuse(refusal, request.headers);
    if (!isForNow(refusal)) return reply(answer);
    if (dialect.dropsRefused?.(request.headers) !== true) return reply(later(answer));
    request.socket.destroy();
    return Promise.resolve();
  };

  const from = route.needs === "nothing" ? undefined : findSource(receiver, request, query);
  if (from !== undefined && "why" in from) return refuse(from);
  let body: Buffer = NOTHING;
  let heldBytes = 0;
  if (route.needs === "body") {
    if (receiver.intake.isFull()) return refuse(FULL);
    const early = refuseByHeaders(request, port.limits, port.held);
    if (early !== undefined) return refuse(early);
    if (request.headers.expect !== undefined) response.writeContinue();
    const read = await readBody(request, port.limits, port.held);
    if (!read.ok) return refuse(read.refusal);
    ({ bytes: body, heldBytes } = read);
  }
  const { socket } = request;
  const deliver = deliverTo(port, receiver, socket, { from, transport: dialect.transport, peer: plainAddress(socket.remoteAddress ?? "") });
  const local = `${bracketed(socket.localAddress ?? "")}:${socket.localPort ?? 0}`;
  try {
    const call = { method: request.method ?? "GET", path, query, headers: request.headers, body, isFull: receiver.intake.isFull(), bounds: port.bounds, local, deliver };
    return await reply(await route.answer(call));
  } catch (error) {
    if (error instanceof IntakeFull) return await refuse(FULL);
    if (error instanceof TooManyLines) return await refuse({ why: "too-large", text: error.message });
    receiver.failed(error instanceof Error ? error : new Error(String(error)));
    return await refuse({ why: "failed", text: "The lines could not be made durable; send them again later." });
  } finally {
    port.held.give(socket, heldBytes);
  }
}

const FULL: Refusal = { why: "full", text: "The disk space for waiting lines is used up; send it again later." };

function findRoute(method: string, path: readonly string[]): { readonly dialect: Dialect; readonly route: Route } {
  for (const dialect of DIALECTS) {
    const route = dialect.route(method, path);
    if (route !== undefined) return { dialect, route };
  }
  throw new Error("the last dialect answers every path");
}

function findSource({ authenticate }: HttpReceiver, request: IncomingMessage, query: URLSearchParams): SourceRef | Refusal {
  const credentials = readCredentials(request.headers, query);
  if (!credentials.ok) return { why: credentials.why, text: CREDENTIALS_TEXT[credentials.why] };
  for (const token of credentials.tokens) {
    const source = authenticate(token);
    if (source !== undefined) return source;
  }
  return { why: "unknown-token", text: "No source has this token." };
}

const CREDENTIALS_TEXT = {
  "no-token": "The token of a source is missing; send it as Authorization: Bearer, ApiKey, Splunk or Basic (as password).",
  "bad-authorization": "Authorization must be Bearer, ApiKey, Splunk or Basic, and a value.",
};

/** The target of a request line taken apart; a segment that is wrongly encoded stays as it came. */
function readTarget(url: string): { readonly path: readonly string[]; readonly query: URLSearchParams } {
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  return {
    path: path.split("/").filter((segment) => segment !== "").map(decodeSegment),
    query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)),
  };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const bracketed = (address: string): string => (address.includes(":") ? `[${address}]` : address);

