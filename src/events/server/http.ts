import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Engine } from "./engine.ts";
import { Busy } from "./sessions.ts";
import { CODE, readStatement, type BadRequest, type Statement } from "./statement.ts";

// As large as ClickHouse lets an address be (http_max_uri_size).
const MAX_HEADER_BYTES = 1 << 20;
const MAX_SQL_BYTES = 1 << 20;
// Largest body of an insert: what the engine stores in one piece, so that a batch is stored whole or not at all.
const MAX_INSERT_BYTES = 128 << 20;

/** A server for one engine; who knows the password may do anything. `stopping` ends the reads that are under way. */
export function createStoreServer(engine: Engine, password: string, stopping: AbortSignal): Server {
  const expected = digest(password);
  const asked: Asked = { engine, stopping };
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: 0, keepAliveTimeout: 30_000 }, (request, response) => {
    if (request.method === "GET" && request.url === "/ping") {
      response.end("Ok.\n");
      return;
    }
    const given = request.headers["x-clickhouse-key"];
    if (typeof given !== "string" || !timingSafeEqual(digest(given), expected)) {
      refuse(response, { code: CODE.authentication, message: "Authentication failed" });
      return;
    }
    void answer(asked, request, response).catch((error: unknown) => fail(response, error));
  });
  return server;
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

type Asked = { readonly engine: Engine; readonly stopping: AbortSignal };

async function answer(asked: Asked, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { engine } = asked;
  const { searchParams } = new URL(request.url ?? "/", "http://store");
  const hasQuery = searchParams.has("query");
  const statement = readStatement(searchParams, hasQuery ? "" : await textOf(request));
  if (!("kind" in statement)) {
    refuse(response, statement);
    return;
  }
  if (statement.kind === "insert") {
    if (!(Number(request.headers["content-length"]) <= MAX_INSERT_BYTES)) {
      refuse(response, { code: CODE.badArguments, message: `An insert says its length, which is at most ${MAX_INSERT_BYTES} bytes` });
      return;
    }
    await engine.insert(statement, request);
  } else if (statement.kind === "rows") {
    await stream(asked, statement, response);
    return;
  } else await engine.run(statement);
  response.end();
}

async function stream({ engine, stopping }: Asked, statement: Statement, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableEnded) gone.abort();
  });
  response.setHeader("Content-Type", "application/octet-stream");
  for await (const chunk of engine.rows(statement, AbortSignal.any([gone.signal, stopping]))) {
    // Once the reader has gone the rest is read off, until the engine hears that it may stop.
    if (!gone.signal.aborted && !response.write(chunk)) await once(response, "drain", { signal: gone.signal }).catch(() => {});
  }
  response.end();
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_SQL_BYTES) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function fail(response: ServerResponse, error: unknown): void {
  if (error instanceof Busy) return refuse(response, { code: CODE.tooMany, message: error.message });
  const message = error instanceof Error ? error.message : String(error);
  refuse(response, { code: Number(/\bCode: (\d+)/.exec(message)?.[1] ?? CODE.unknown), message });
}

// Once rows are on their way nothing but a broken connection tells that they are not all.
function refuse(response: ServerResponse, { code, message }: BadRequest): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = code === CODE.authentication ? 403 : code === CODE.tooMany ? 503 : 400;
  // What is left of the body would be taken for the next request.
  response.writeHead(status, { "X-ClickHouse-Exception-Code": String(code), Connection: "close" });
  response.end(`Code: ${code}. DB::Exception: ${message}`);
}
