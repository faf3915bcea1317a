import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { Reply } from "./dialect.ts";
import type { HttpLimits } from "./options.ts";

const pack = promisify(gzip);
// Below one TCP segment packing saves nothing.
const PACK_FROM_BYTES = 1400;
// A sender often hears of a refusal only when all is sent: so much of an unwanted body flows by before we hang up.
const BODIES_LET_BY = 4;

/** Answers, packed if the sender asked for it. A body that nobody read is let flow by, up to a bound. */
export async function send(request: IncomingMessage, response: ServerResponse, reply: Reply, limits: HttpLimits): Promise<void> {
  let body = typeof reply.body === "string" ? Buffer.from(reply.body) : reply.body;
  const headers: Record<string, string | number> = { "Content-Type": reply.type, ...reply.headers };
  if (body.length >= PACK_FROM_BYTES && acceptsGzip(request)) {
    body = await pack(body, { level: constants.Z_BEST_SPEED });
    headers["Content-Encoding"] = "gzip";
  }
  headers["Content-Length"] = body.length;
  if (!request.complete) letBy(request, limits.maxBodyBytes * BODIES_LET_BY);
  response.writeHead(reply.status, headers);
  response.end(request.method === "HEAD" ? undefined : body);
}

function letBy(request: IncomingMessage, maxBytes: number): void {
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) request.destroy();
  });
  request.resume();
}

// RFC 9110, section 12.5.3; `gzip;q=0` is a refusal.
const acceptsGzip = ({ headers }: IncomingMessage): boolean => /(?:^|[,\s])gzip\s*(?:,|$|;\s*q=(?!0(?:\.0{0,3})?\s*(?:,|$)))/i.test(headers["accept-encoding"] ?? "");
