// A server that plays the other side of a source: it answers as the product's documents say.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

export type Play = {
  readonly url: string;
  /** Every request as METHOD path?query, in order. */
  readonly asked: string[];
  /** The next answers in place of the product's own, the first one first; the product answers where it gives undefined. */
  readonly faults: (((response: ServerResponse) => void) | undefined)[];
};

export type Answering = (request: IncomingMessage, url: URL, body: string) => { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown; readonly text?: string };

/** Starts one; it ends with the file's tests. */
export async function play(answering: Answering, now: () => Date): Promise<Play> {
  const asked: string[] = [];
  const faults: (((response: ServerResponse) => void) | undefined)[] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
      const fault = faults.shift();
      if (fault !== undefined) return fault(response);
      const { status = 200, headers = {}, json, text } = answering(request, new URL(request.url ?? "/", "http://localhost"), Buffer.concat(parts).toString("utf8"));
      response.writeHead(status, { "content-type": json === undefined ? "text/html" : "application/json", date: now().toUTCString(), ...headers });
      response.end(json === undefined ? (text ?? "") : JSON.stringify(json));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  afterAll(() => new Promise((done) => { server.closeAllConnections(); server.close(done); }));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, faults };
}

export const html = (response: ServerResponse): void => void response.writeHead(200, { "content-type": "text/html" }).end("<!DOCTYPE html><html><body>Your instance is hibernating</body></html>");
export const busy = (seconds: number) => (response: ServerResponse): void => void response.writeHead(429, { "content-type": "application/json", "retry-after": String(seconds) }).end('{"detail":"Request was throttled."}');
export const failing = (response: ServerResponse): void => void response.writeHead(503, { "content-type": "text/plain" }).end("upstream");
export const unknown = (response: ServerResponse): void => void response.writeHead(401, { "content-type": "application/json" }).end('{"error":{"message":"token expired"}}');
export const nothing = (response: ServerResponse): void => void response.writeHead(200, { "content-type": "application/json" }).end("{}");
export const half = (response: ServerResponse): void => void response.writeHead(200, { "content-type": "application/json" }).end('{"count": 3, "result": [{"sys_id": "00');
export const late = (response: ServerResponse): void => void setTimeout(() => response.destroy(), 50);
export const cut = (response: ServerResponse): void => void response.destroy();
