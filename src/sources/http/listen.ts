import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { DomainError } from "../../core/index.ts";
import { explainListening } from "../syslog/explain-listening.ts";
import type { Listening, TlsOptions } from "../syslog/listener.ts";
import type { Bounds } from "./dialect.ts";
import { HeldBytes } from "./held-bytes.ts";
import { LINE_COST_BYTES } from "./lines.ts";
import { DEFAULT_LIMITS, type HttpLimits, type HttpOptions, type HttpReceiver } from "./options.ts";
import { serve } from "./serve.ts";

const HEADERS_TIMEOUT_MS = 15_000;
// Longer than shippers pause between batches, so that they find their connection still open.
const KEEP_ALIVE_MS = 75_000;

// A body, its lines, and copies of lines where a protocol makes them: each at most as large as a body.
const PARTS_OF_A_BODY = 3;

/**
 * Opens the port; rejects with `DomainError` if it cannot be had. Plain `node:http` and no framework: what matters here
 * happens before and while a body is read (whose is it, is there room), and a framework keeps its hands off bodies only
 * if it is told to for each.
 */
export async function listenHttp(options: HttpOptions, receiver: HttpReceiver): Promise<Listening> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const closing = new AbortController();
  const refused: Record<string, number> = {};
  const underWay = new Set<Promise<void>>();
  const port = { name: options.name, maxLineBytes: options.maxLineBytes, limits, bounds: boundsOf(limits), held: new HeldBytes(limits.maxHeldBytes, limits.maxBodyBytes * PARTS_OF_A_BODY), refused, closing: closing.signal };
  const timeouts = {
    headersTimeout: Math.min(HEADERS_TIMEOUT_MS, limits.requestTimeoutMs),
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.ceil(limits.requestTimeoutMs / 4),
  };
  const server: Server = options.tls === undefined ? createServer(timeouts) : createTls(options.name, options.tls, timeouts);
  server.maxConnections = limits.maxConnections;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const answered = serve(port, receiver, request, response)
      .catch((error: unknown) => {
        receiver.failed(error instanceof Error ? error : new Error(String(error)));
        response.destroy();
      })
      .finally(() => underWay.delete(answered));
    underWay.add(answered);
  };
  server.on("request", answer);
  // Without this Node says "100 Continue" before anybody looked whether the body is wanted.
  server.on("checkContinue", answer);
  const connections = new Set<Socket>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  server.on("drop", () => (refused["too-many-connections"] = (refused["too-many-connections"] ?? 0) + 1));
  await start(server, options);
  server.on("error", (error) => receiver.failed(error));
  return {
    host: options.host,
    port: (server.address() as AddressInfo).port,
    counts: () => ({ connections: connections.size, refused }),
    close: async () => {
      closing.abort();
      await close(server, limits.graceMs);
      // A sender that hung up leaves lines that are on their way to the disk.
      await Promise.all(underWay);
    },
  };
}

const boundsOf = ({ maxBodyBytes, maxOtlpNodes }: HttpLimits): Bounds => ({ maxLines: Math.floor(maxBodyBytes / LINE_COST_BYTES), maxOtlpNodes, maxCopiedBytes: maxBodyBytes });

function createTls(name: string, { cert, key, ca, clientCertificates }: TlsOptions, timeouts: object): Server {
  if (clientCertificates !== "off" && ca === undefined) {
    throw new DomainError("invalid", `Listener ${name} asks for client certificates: name in tls.ca the authority that they must come from.`);
  }
  try {
    const authority = ca === undefined ? {} : { ca };
    return createHttpsServer({ ...timeouts, cert, key, ...authority, requestCert: clientCertificates !== "off", rejectUnauthorized: clientCertificates === "required" });
  } catch (error) {
    throw new DomainError("invalid", `Listener ${name} cannot use its certificate, key or authority: ${(error as Error).message}. They must be PEM files that belong together.`, { cause: error });
  }
}

async function start(server: Server, { name, host, port, maxLineBytes }: HttpOptions): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw explainListening(error as NodeJS.ErrnoException, { name, host, port, maxLineBytes });
  }
}

/** Takes no new connection, lets the requests that are under way end for a while, and resolves when the last has. */
async function close(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, "close");
  server.close();
  const hurry = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(hurry);
}
